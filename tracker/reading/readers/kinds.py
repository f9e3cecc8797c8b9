"""Decides by content, never by name, what kind of file was given and which reader takes it."""

from __future__ import annotations

import re
from collections.abc import Collection

import filetype

from tracker.reading.raw import RawDocument
from tracker.reading.readers.docx import is_docx, read_docx
from tracker.reading.readers.encodings import decode_page
from tracker.reading.readers.html import looks_like_html, read_html
from tracker.reading.readers.markdown import looks_like_markdown, read_markdown
from tracker.reading.readers.ods import is_ods, read_ods
from tracker.reading.readers.package import Package
from tracker.reading.readers.pdf import read_pdf
from tracker.reading.readers.pdf_process import MAX_PAGES, OnPage, is_pdf
from tracker.reading.readers.text import read_text
from tracker.reading.readers.xls import is_xls, read_xls
from tracker.reading.readers.xlsx import is_xlsx, read_xlsx
from tracker.reading.result import UnreadableDocumentError

MAX_FILE_BYTES = 60 * 1024 * 1024

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_EMPTY = "Tệp không có nội dung (0 byte). Hãy chọn lại đúng tệp kế hoạch."
_FILE_TOO_LARGE = (
    "Tệp lớn hơn 60 MB nên không được đọc. Hãy chép riêng phần kế hoạch sang một tệp mới."
)
_ENCRYPTED = "Tệp có mật khẩu nên không đọc được. Hãy gỡ mật khẩu, lưu lại rồi tải lên."
_OLD_WORD = "Tệp .doc kiểu cũ không đọc được an toàn. Hãy mở bằng Word và lưu lại dạng .docx."
_DAMAGED_EXCEL = "Tệp .xls bị hỏng, không mở được. Hãy mở bằng Excel và lưu lại dạng .xlsx."
_PICTURE = (
    "Tệp là ảnh, không phải văn bản có chữ nên không đọc được. "
    "Hãy tải lên tệp Word (.docx) hoặc Excel (.xlsx)."
)
_UNSUPPORTED = (
    "Loại tệp này không đọc được. Hãy tải lên tệp Word (.docx), PDF, Excel (.xlsx, .xls, .ods, "
    ".csv), trang web (.html) hoặc văn bản thuần (.txt, .md)."
)
_NOT_UNICODE = (
    "Tệp chữ không ở mã Unicode (có thể là phông TCVN3 hoặc VNI). "
    "Hãy mở bằng Word, đổi sang Unicode và lưu lại dạng .docx."
)
_MARKUP = re.compile(
    rb"\s*(<\?xml[^>]*>\s*)?<(!doctype html|html|head|body|table)\b", re.IGNORECASE
)


def read_file(
    data: bytes,
    file_name: str,
    known_units: Collection[str] = (),
    *,
    max_pages: int = MAX_PAGES,
    on_page: OnPage | None = None,
) -> RawDocument:
    """The lines and tables of a file of any supported kind; raises UnreadableDocumentError.

    Only a PDF has pages: no more than `max_pages` are read, `on_page(done, total)` reports them.
    """
    if not data.strip(b"\0 \r\n\t"):
        raise UnreadableDocumentError(_EMPTY)
    if len(data) > MAX_FILE_BYTES:
        raise UnreadableDocumentError(_FILE_TOO_LARGE)
    if data.startswith(b"PK\x03\x04"):
        return _read_package(data)
    if is_pdf(data):
        return read_pdf(data, max_pages=max_pages, on_page=on_page)
    if _MARKUP.match(data[:2048].removeprefix(b"\xef\xbb\xbf")):
        return read_html(_decoded_page(data))
    if is_xls(data):
        return read_xls(data)
    refusal = _refusal(data, file_name)
    if refusal:
        raise UnreadableDocumentError(refusal)
    return read_words(_decoded(data), known_units)


def read_words(text: str, known_units: Collection[str] = ()) -> RawDocument:
    """The lines and tables of pasted words: markup, Markdown, rows, or one cell per line."""
    if looks_like_html(text):
        return read_html(text)
    if looks_like_markdown(text):
        return read_markdown(text)
    return read_text(text, known_units)


def _read_package(data: bytes) -> RawDocument:
    package = Package(data)
    if is_docx(package):
        return read_docx(data)
    if is_xlsx(package):
        return read_xlsx(data)
    if is_ods(package):
        return read_ods(data)
    raise UnreadableDocumentError(_UNSUPPORTED)


def _refusal(data: bytes, file_name: str) -> str | None:
    """The sentence for a kind that cannot be read, or None for plain text."""
    if data.startswith(_OLE):
        return _ole_refusal(data, file_name)
    if data.startswith(b"{\\rtf"):
        return _OLD_WORD.replace(".doc kiểu cũ", "RTF")
    if filetype.is_image(data):
        return _PICTURE
    if filetype.guess(data) is not None:
        return _UNSUPPORTED
    return None


def _ole_refusal(data: bytes, file_name: str) -> str:
    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        return _ENCRYPTED
    if file_name.lower().endswith(".xls"):
        return _DAMAGED_EXCEL
    return _OLD_WORD


def _decoded_page(data: bytes) -> str:
    text = decode_page(data)
    if text is None:
        raise UnreadableDocumentError(_NOT_UNICODE)
    return text


def _decoded(data: bytes) -> str:
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableDocumentError(_unknown_bytes(data)) from error
    if "\0" in text:
        raise UnreadableDocumentError(_UNSUPPORTED)
    return text


def _unknown_bytes(data: bytes) -> str:
    control = sum(byte < 9 or 13 < byte < 32 for byte in data[:4096])
    return _UNSUPPORTED if control else _NOT_UNICODE
