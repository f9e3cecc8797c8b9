"""PDFs that the tests themselves made, read by the same code, but in the test's own process.

To start a process and load the library there takes ten times as long as to read a small plan. That
a hostile file costs a process of its own and nothing else is shown in `reading/test_bad_pdfs.py`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tracker.reading.readers import pdf_process


@contextmanager
def reading_here() -> Iterator[None]:
    """For files that do no harm."""
    elsewhere = pdf_process._answers
    pdf_process._answers = _answers
    try:
        yield
    finally:
        pdf_process._answers = elsewhere


def _answers(data: bytes, max_pages: int, _seconds: float) -> Iterator[dict[str, Any]]:
    # The library takes long to load: only for those who read.
    from tracker.reading.readers.pdf_extract import extract

    for value in extract(data, max_pages):
        yield json.loads(json.dumps(value, ensure_ascii=True))
