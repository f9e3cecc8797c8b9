"""Plain text: rows with tabs or semicolons, columns of blanks, or one cell per line."""

from __future__ import annotations

from collections.abc import Collection

from tracker.reading.columns import find_task_tables
from tracker.reading.raw import RawDocument
from tracker.reading.readers.cell_per_line import read_cell_per_line
from tracker.reading.readers.delimited import read_delimited
from tracker.reading.readers.spaced_text import read_spaced
from tracker.reading.result import UnreadableDocumentError

# A plan of 5,000 rows has fewer than two million.
_MOST_LETTERS = 5_000_000
_TOO_LONG = (
    "Văn bản dài quá 5 triệu chữ nên không được đọc. Hãy chép riêng phần kế hoạch sang một tệp mới."
)


def read_text(text: str, known_units: Collection[str] = ()) -> RawDocument:
    """The text as running lines and tables; `known_units` help to find the borders of cells.

    Prose whose lines happen to hold as many commas each is no table: its lines stay whole.
    """
    if len(text) > _MOST_LETTERS:
        raise UnreadableDocumentError(_TOO_LONG)
    rows = read_delimited(text)
    if rows is not None and find_task_tables(list(rows.tables)):
        return rows
    return read_spaced(text) or read_cell_per_line(text, known_units)
