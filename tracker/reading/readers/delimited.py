"""Rows held apart by tabs, semicolons or commas: CSV files and rows pasted from a sheet."""

from __future__ import annotations

import csv
import io

from tracker.reading.raw import RawCell, RawDocument, RawRow, RawTable
from tracker.reading.result import Anchor

_DELIMITERS = ("\t", ";", ",")
_MAX_CELL = 200_000


def read_delimited(text: str) -> RawDocument | None:
    """The text as one table, or None when no delimiter makes a table of it."""
    best: list[tuple[int, list[str]]] = []
    for delimiter in _DELIMITERS:
        if not _may_hold_rows(text, delimiter):
            continue
        rows = _rows(text, delimiter)
        if _is_table(rows, delimiter) and _width(rows) > _width(best):
            best = rows
    if not best:
        return None
    table = RawTable(
        [
            RawRow([RawCell(text=value) for value in values], Anchor(row=at, line=line))
            for at, (line, values) in enumerate(best, start=1)
        ],
        merges_lost=True,
    )
    return RawDocument([table])


def _may_hold_rows(text: str, delimiter: str) -> bool:
    """A look at the whole text: most rows of three cells hold two delimiters.

    Quoted cells may run over many lines, so with quotes and with tabs the rows have to be read.
    """
    if delimiter == "\t" or '"' in text:
        return delimiter in text
    return text.count(delimiter) > sum(not line.isspace() for line in text.split("\n") if line)


def _rows(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """Each row with the line it starts on; none when the quoting does not hold."""
    csv.field_size_limit(_MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    start = 1
    try:
        for values in reader:
            rows.append((start, values))
            start = reader.line_num + 1
    except csv.Error:
        return _unquoted(text, delimiter)
    return rows


def _unquoted(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    lines = text.splitlines()
    return [(number, line.split(delimiter)) for number, line in enumerate(lines, start=1)]


def _is_table(rows: list[tuple[int, list[str]]], delimiter: str) -> bool:
    """Prose has commas and semicolons too: a table keeps one width over most of its rows.

    Lines of one piece do not count: a letterhead or a note saved with the rows. Prose has no
    tabs, so that pasted rows may be of two tables.
    """
    filled = [values for _, values in rows if len(values) > 1 and any(map(str.strip, values))]
    width = _width(rows)
    if width < 3 or len(filled) < 2:
        return False
    least = 3 if delimiter == "\t" else 2
    return sum(len(values) == width for values in filled) * least > len(filled)


def _width(rows: list[tuple[int, list[str]]]) -> int:
    widths = [
        len(values)
        for _, values in rows
        if len(values) > 1 and any(value.strip() for value in values)
    ]
    return max(set(widths), key=widths.count) if widths else 0
