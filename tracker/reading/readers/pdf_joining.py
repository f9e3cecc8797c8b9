"""Joins the tables of several pages into one: headers printed again go, cut rows grow together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tracker.reading.columns import Column, Header, find_header, is_header_again
from tracker.reading.grid import lay_out
from tracker.reading.readers.pdf_cuts import (
    Habits,
    Verdict,
    habits_of,
    is_full,
    runs_on,
    weigh_cut,
)
from tracker.reading.readers.pdf_grid import PlacedCell, PlacedTable

_JOINED = "Phần cuối của ô này nằm ở trang sau, đã nối lại; hãy so với bản gốc."
_PERHAPS_REST = (
    "Dòng này đứng đầu trang và không có số thứ tự, có thể là phần cuối của dòng trên; "
    "hãy so với bản gốc."
)
_PERHAPS_MERGED = (
    "Ô trống cạnh chỗ ngắt trang, có thể thuộc ô trộn với dòng bên kia; hãy so với bản gốc."
)
_OFTEN_MERGED = {Column.LEAD, Column.COOPERATING, Column.DEADLINE, Column.PRODUCT}
_MERGED = "Ô này có thể thuộc ô trộn bị ngắt trang; hãy so với bản gốc."


def header_of(table: PlacedTable) -> Header | None:
    return find_header(lay_out(table.as_raw()))


def join(tables: Sequence[PlacedTable], floor: float | None) -> PlacedTable:
    """One table from its parts in order; `floor` is how far down the pages are printed."""
    whole = tables[0]
    header = header_of(whole)
    for lower in tables[1:]:
        _drop_header(lower, header)
    habits = habits_of(tables, header, floor)
    for lower in tables[1:]:
        if lower.anchors:
            _append(whole, lower, habits)
    return whole


def _drop_header(table: PlacedTable, header: Header | None) -> None:
    if header is None:
        return
    rows = lay_out(table.as_raw())
    count = 0
    while count < len(rows) and is_header_again(rows[count], header):
        count += 1
    kept = [cell for cell in table.cells if cell.last_row >= count]
    for cell in kept:
        if cell.row < count:
            cell.row_span, cell.lines = cell.last_row - count + 1, []
        cell.row = max(0, cell.row - count)
    table.cells, table.anchors = kept, table.anchors[count:]


def _append(whole: PlacedTable, lower: PlacedTable, habits: Habits) -> None:
    upper_row = whole.row(len(whole.anchors) - 1)
    first_row = lower.row(0)
    same_page = whole.anchors[-1].page == lower.anchors[0].page
    verdict = Verdict(-9.0) if same_page else weigh_cut(upper_row, first_row, habits)
    if verdict.goes_on:
        _grow_together(whole, upper_row, lower, verdict)
        return
    if not verdict.is_sure:
        _doubt(first_row, _PERHAPS_REST)
    if not same_page:
        _lengthen_merged(upper_row, lower)
        _doubt_empty(upper_row, lower.row(0), habits)
        _doubt_split_words(upper_row, lower.row(0))
    offset = len(whole.anchors)
    for cell in lower.cells:
        cell.row += offset
    whole.cells += lower.cells
    whole.anchors += lower.anchors


def _grow_together(
    whole: PlacedTable, upper_row: Sequence[PlacedCell], lower: PlacedTable, verdict: Verdict
) -> None:
    """The first row of a page becomes the end of the row above."""
    above = {cell.place: cell for cell in upper_row}
    offset = len(whole.anchors) - 1
    for cell in lower.cells:
        upper = above.get(cell.place) if cell.row == 0 else None
        if upper is None:
            cell.row += offset
            whole.cells.append(cell)
            continue
        _continue(upper, cell, cell.row_span - 1)
        if cell.lines and not verdict.is_sure:
            upper.doubts += (_JOINED,)
    cut, rest = whole.anchors[-1], lower.anchors[0]
    whole.anchors[-1] = replace(cut, areas=cut.areas + rest.areas)
    whole.anchors += lower.anchors[1:]


def _continue(upper: PlacedCell, lower: PlacedCell, more_rows: int) -> None:
    upper.lines = [*upper.lines, *lower.lines]
    upper.row_span += more_rows
    upper.bottom = lower.bottom


def _lengthen_merged(upper_row: Sequence[PlacedCell], lower: PlacedTable) -> None:
    """A cell merged down over the page break: its words stand on one of the two pages only."""
    above = {cell.place: cell for cell in upper_row}
    kept: list[PlacedCell] = []
    for cell in lower.cells:
        upper = above.get(cell.place) if cell.row == 0 else None
        if upper is None or not _is_one_cell(upper, cell):
            kept.append(cell)
            continue
        if cell.lines or cell.row_span == 1:
            upper.doubts += (_MERGED,)
        _continue(upper, cell, cell.row_span)
    lower.cells = kept


def _is_one_cell(upper: PlacedCell, lower: PlacedCell) -> bool:
    if upper.row_span == lower.row_span == 1:
        return False
    if upper.lines and lower.lines:
        return runs_on(upper, lower)
    return bool(upper.lines) or bool(lower.lines)


def _doubt_split_words(upper_row: Sequence[PlacedCell], first_row: Sequence[PlacedCell]) -> None:
    """Words that may be one cell cut by the page though the rows are two."""
    above = {cell.place: cell for cell in upper_row}
    for cell in first_row:
        upper = above.get(cell.place)
        if upper is None or not (upper.lines and cell.lines and is_full(upper)):
            continue
        merged = upper.row_span > 1 or cell.row_span > 1
        if merged or runs_on(upper, cell):
            upper.doubts += (_MERGED,)
            cell.doubts += (_MERGED,)


def _doubt_empty(
    upper_row: Sequence[PlacedCell], first_row: Sequence[PlacedCell], habits: Habits
) -> None:
    """An empty cell beside the page break may be half of a cell merged over it."""
    above = {cell.place: cell for cell in upper_row}
    for cell in first_row:
        upper = above.get(cell.place)
        if upper is None or bool(upper.lines) == bool(cell.lines):
            continue
        known = habits.meanings.get(cell.column) in _OFTEN_MERGED
        if known and cell.column in habits.seldom_empty:
            (upper if cell.lines else cell).doubts += (_PERHAPS_MERGED,)


def _doubt(cells: Sequence[PlacedCell], message: str) -> None:
    for cell in cells:
        if cell.lines:
            cell.doubts += (message,)
