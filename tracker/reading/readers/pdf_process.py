"""Runs the PDF library in a process of its own: a hostile file costs that process, nothing else.

A few kilobytes of PDF can unpack to gigabytes or draw one form inside another for days. The process
has little memory (where the system can limit it) and must deliver a page in time.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from tracker.core.patience import Watch
from tracker.reading.readers.pdf_pages import PdfPage, page_from_json
from tracker.reading.result import UnreadableDocumentError

OnPage = Callable[[int, int], None]

MAX_PAGES = 300
SECONDS_PER_PAGE = 40.0
_MODULE = "tracker.reading.readers.pdf_extract"
_ENCRYPTED = "Tệp PDF có mật khẩu nên không đọc được. Hãy gỡ mật khẩu, lưu lại rồi tải lên."
_DAMAGED = (
    "Tệp PDF bị hỏng, không mở được. Hãy mở tệp, in hoặc lưu lại thành PDF mới rồi tải lên, "
    "hoặc dùng bản Word (.docx)."
)
TOO_HEAVY = (
    "Tệp PDF có trang quá nặng so với một bản kế hoạch nên không được đọc. "
    "Hãy dùng bản Word (.docx), hoặc chép bảng nhiệm vụ rồi dán vào ô nhập văn bản."
)
_REFUSALS = {"encrypted": _ENCRYPTED, "damaged": _DAMAGED, "too large": TOO_HEAVY}


def is_pdf(data: bytes) -> bool:
    """Whether the content says that it is a PDF; a little before it is allowed."""
    return b"%PDF-" in data[:1024]


def take_pages(
    data: bytes,
    *,
    max_pages: int,
    on_page: OnPage | None = None,
    seconds_per_page: float = SECONDS_PER_PAGE,
) -> tuple[list[PdfPage], int]:
    """The pages up to `max_pages` and how many the file has; raises UnreadableDocumentError.

    `on_page(done, total)` is called before the first page and after each one.
    """
    pages: list[PdfPage] = []
    in_file = 0
    for value in _answers(data, max_pages, seconds_per_page):
        if "refused" in value:
            raise UnreadableDocumentError(_REFUSALS[value["refused"]])
        if "pages" in value:
            in_file = int(value["pages"])
        else:
            pages.append(page_from_json(value["page"]))
        if on_page is not None:
            on_page(len(pages), min(in_file, max_pages))
    return pages, in_file


def _answers(data: bytes, max_pages: int, seconds_per_page: float) -> Iterator[dict[str, Any]]:
    with _running(max_pages) as process:
        watch = Watch(process, seconds_per_page)
        _give(process, data)
        try:
            for line in process.stdout or ():
                watch.restart()
                yield json.loads(line)
        finally:
            watch.stop()
        if process.wait() != 0:
            raise UnreadableDocumentError(TOO_HEAVY)


@contextmanager
def _running(max_pages: int) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(  # noqa: S603 - our own module, one number
        [sys.executable, "-m", _MODULE, str(max_pages)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def _give(process: subprocess.Popen[bytes], data: bytes) -> None:
    """The whole file; a process that ended early has said why, or its exit status will."""
    if process.stdin is None:
        return
    with suppress(OSError):
        process.stdin.write(data)
    with suppress(OSError):
        process.stdin.close()
