"""The cells of a sheet as they are drawn: over several columns, over several rows, with codes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tracker.exports.sheet import CODE_MM, Align, Column, ColumnKind, Sheet, SheetRow

_CODE_COLUMN = Column("Mã", 1.6, Align.CENTER, ColumnKind.CODE, least_mm=CODE_MM + 4)


@dataclass(frozen=True, slots=True)
class Cell:
    """A text over `span` columns, the first of them number `column` (from 0), and over `rows` rows.

    Of a cell over several rows the lower ones have 0 rows: they are part of the one above.
    """

    text: str
    column: int
    span: int = 1
    rows: int = 1


def cells_of(row: SheetRow) -> tuple[Cell, ...]:
    """The row's cells; a heading that says nothing but its name reaches over the whole sheet."""
    named = [place for place, text in enumerate(row.cells) if text and place]
    if not row.is_heading or len(named) > 1:
        return tuple(Cell(text, place) for place, text in enumerate(row.cells))
    if row.is_wide and named:
        words = f"{row.cells[0]} {row.cells[named[0]]}".strip()
        return (Cell(words, 0, len(row.cells)),)
    if not named:
        return (Cell(row.cells[0], 0, len(row.cells)),)
    return (Cell(row.cells[0], 0), Cell(row.cells[named[0]], 1, len(row.cells) - 1))


def cells_by_row(sheet: Sheet) -> list[tuple[Cell, ...]]:
    """The cells of every row, those that are one with the cell above joined to it."""
    below: dict[int, int] = {}
    found: list[tuple[Cell, ...]] = []
    for row in reversed(sheet.rows):
        cells = cells_of(row)
        if row.joined or below:
            cells = tuple(
                replace(
                    cell, rows=0 if cell.column in row.joined else 1 + below.get(cell.column, 0)
                )
                for cell in cells
            )
        below = {column: 1 + below.get(column, 0) for column in row.joined}
        found.append(cells)
    return found[::-1]


def with_codes(sheet: Sheet, address: str) -> Sheet:
    """The same sheet with a last column of squares to scan and codes to type, one for each task."""
    return replace(
        sheet,
        columns=(*sheet.columns, _CODE_COLUMN),
        rows=tuple(replace(row, cells=(*row.cells, row.code)) for row in sheet.rows),
        code_address=address,
    )


def codes_in(sheet: Sheet) -> list[str]:
    """The codes that the sheet prints as squares."""
    if not sheet.columns or sheet.columns[-1].kind is not ColumnKind.CODE:
        return []
    return [row.code for row in sheet.rows if row.code]
