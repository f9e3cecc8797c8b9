"""Plain text: rows with tabs or semicolons, or one cell per line as taken out of a PDF."""

from __future__ import annotations

from tracker.reading.raw import RawDocument
from tracker.reading.readers.delimited import read_delimited


def read_text(text: str) -> RawDocument:
    """The text as running lines and tables."""
    delimited = read_delimited(text)
    if delimited is not None:
        return delimited
    return RawDocument(list(text.splitlines()))
