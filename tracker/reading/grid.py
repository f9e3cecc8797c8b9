"""Lays the cells of a table out on its grid, so that each column finds the cell covering it."""

from __future__ import annotations

from dataclasses import dataclass, field

from tracker.reading.raw import RawCell, RawTable
from tracker.reading.result import Anchor

_MAX_COLUMNS = 400


@dataclass(slots=True)
class Place:
    """What covers one grid place: a cell, whether it starts in this row and in this column."""

    cell: RawCell
    starts_in_row: bool
    starts_in_column: bool
    origin_row: int


@dataclass(slots=True)
class GridRow:
    """One table row on the grid; a place is None where the row has no cell."""

    index: int
    anchor: Anchor
    cells: list[Place | None] = field(default_factory=list)
    doubts: tuple[str, ...] = ()

    @property
    def own_cells(self) -> list[RawCell]:
        return [
            place.cell
            for place in self.cells
            if place and place.starts_in_row and place.starts_in_column
        ]

    @property
    def filled(self) -> int:
        return sum(bool(cell.text.strip() or cell.automatic_label) for cell in self.own_cells)

    def at(self, column: int) -> Place | None:
        return self.cells[column] if 0 <= column < len(self.cells) else None

    def text_at(self, column: int) -> str | None:
        place = self.at(column)
        return place.cell.text if place else None

    def own_text_at(self, column: int) -> str:
        place = self.at(column)
        return place.cell.text.strip() if place and place.starts_in_row else ""

    def starts_at(self, column: int) -> bool:
        place = self.at(column)
        return place is not None and place.starts_in_column


def lay_out(table: RawTable) -> list[GridRow]:
    """The rows of a table on its grid: spans spread out, vertical merges led back to their cell."""
    rows: list[GridRow] = []
    hanging: dict[int, tuple[Place, int]] = {}
    for index, raw in enumerate(table.rows):
        row = GridRow(index, raw.anchor, [None] * raw.skipped_columns, raw.doubts)
        above = rows[-1] if rows else None
        for cell in raw.cells:
            _hang(row, hanging)
            _put(row, cell, above)
        _hang(row, hanging)
        hanging = _still_hanging(row, hanging)
        rows.append(row)
    return rows


def _put(row: GridRow, cell: RawCell, above: GridRow | None) -> None:
    start = len(row.cells)
    source = above.at(start) if above is not None and cell.continues_above else None
    for offset in range(min(cell.column_span, _MAX_COLUMNS - start)):
        first = offset == 0
        if source is not None:
            row.cells.append(Place(source.cell, False, first, source.origin_row))
        else:
            row.cells.append(Place(cell, True, first, row.index))


def _hang(row: GridRow, hanging: dict[int, tuple[Place, int]]) -> None:
    """Places held by a cell that spans rows from above (HTML, PDF) come before the next cell."""
    while (held := hanging.get(len(row.cells))) is not None:
        place = held[0]
        row.cells.append(Place(place.cell, False, place.starts_in_column, place.origin_row))


def _still_hanging(
    row: GridRow, hanging: dict[int, tuple[Place, int]]
) -> dict[int, tuple[Place, int]]:
    kept = {at: (place, left - 1) for at, (place, left) in hanging.items() if left > 1}
    for at, place in enumerate(row.cells):
        if place and place.starts_in_row and place.cell.row_span > 1:
            kept[at] = (place, place.cell.row_span - 1)
    return kept
