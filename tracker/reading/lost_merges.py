"""Doubts where merged cells have been lost: rows pasted or saved as text leave empty cells."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from tracker.reading.columns import Column
from tracker.reading.labels import LabelKind, read_label
from tracker.reading.outline import Outline
from tracker.reading.result import Finding, ReadRow, RowKind
from tracker.reading.table import PlainRow

# A column empty more often than this is one that few tasks need.
_SELDOM = 0.4
_PERHAPS_MERGED = "Ô này trống; nếu trộn với dòng {} thì là “{}”."
_PERHAPS_TASK = "Dòng này không có ô nào bên cạnh nhưng không chắc là tiêu đề; hãy so với bản gốc."

_Rows = Sequence[tuple[ReadRow, PlainRow]]


def doubt_empty_cells(outline: Outline) -> None:
    """Empty cells below filled ones, and numbered rows without cells that head nothing.

    A missing lead or deadline is asked about in any table; here the other cells are as well.
    """
    for column in (Column.COOPERATING, Column.PRODUCT):
        _doubt_column(outline.rows, column)
    for (row, _), (below, _) in pairwise(outline.rows):
        label, following = read_label(row.label), read_label(below.label)
        if row.kind is RowKind.GROUP and not following.is_below(label) and _is_odd(label.kind):
            row.findings.append(Finding("kind", _PERHAPS_TASK))
    if outline.rows and outline.rows[-1][0].kind is RowKind.GROUP:
        outline.rows[-1][0].findings.append(Finding("kind", _PERHAPS_TASK))


def _is_odd(kind: LabelKind) -> bool:
    """A heading without any label is common; one with a task's label and nothing below is not."""
    return kind is not LabelKind.NONE


def _doubt_column(rows: _Rows, column: Column) -> None:
    tasks = [(row, plain.text(column)) for row, plain in rows if row.kind is RowKind.TASK]
    empty = sum(not text for _, text in tasks)
    if not 0 < empty <= _SELDOM * len(tasks):
        return
    above: tuple[str, str] | None = None
    for row, plain in rows:
        if row.kind is not RowKind.TASK:
            above = None
            continue
        text = plain.text(column)
        if text:
            above = row.label, text
        elif above is not None:
            message = _PERHAPS_MERGED.format(above[0] or "trên", above[1][:80])
            row.findings.append(Finding(column, message))
