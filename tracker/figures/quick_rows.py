"""A worksheet whose rows are written as text, for tables of more than a hundred thousand cells.

The library keeps an object for each cell until the end, and looks at each one again then: that took
two thirds of the time of the workbook, and most of its memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

# What a cell holds and how it looks: text, a number, or nothing.
Cell: TypeAlias = tuple[str | float | None, Format]

MOST_IN_CELL = 32_767


class SheetOfRows(Worksheet):  # type: ignore[misc]
    """A sheet with a table at its end; what stands above is written as ever."""

    def __init__(self) -> None:
        super().__init__()
        self._quick_rows: list[tuple[int, Sequence[Cell]]] = []

    def write_cells(self, row: int, cells: Sequence[Cell]) -> None:
        """The next row of the table, from the first column on."""
        self._check_dimensions(row, 0)
        self._check_dimensions(row, len(cells) - 1)
        self._quick_rows.append((row, [(self._kept(value), look) for value, look in cells]))

    def _kept(self, value: str | float | None) -> str | float | None:
        """Texts are kept once in the whole workbook, and called by their number."""
        if not isinstance(value, str):
            return value
        return f' t="s"><v>{self.str_table._get_shared_string_index(shortened(value))}'

    def _write_rows(self) -> None:
        super()._write_rows()
        columns: list[str] = []
        for row, cells in self._quick_rows:
            columns.extend(xl_col_to_name(place) for place in range(len(columns), len(cells)))
            line = "".join(
                _written(value, f'<c r="{column}{row + 1}" s="{look._get_xf_index()}"')
                for column, (value, look) in zip(columns, cells, strict=False)
            )
            self.fh.write(f'<row r="{row + 1}">{line}</row>')


def shortened(text: str) -> str:
    """As much of the text as a cell can hold, counted as Excel does."""
    if len(text) <= MOST_IN_CELL // 2:
        return text
    return text.encode("utf-16-le")[: 2 * MOST_IN_CELL].decode("utf-16-le", "ignore")


def _written(value: str | float | None, opening: str) -> str:
    if value is None:
        return f"{opening}/>"
    if isinstance(value, str):
        return f"{opening}{value}</v></c>"
    return f"{opening}><v>{value:.16G}</v></c>"
