"""Rows written as text are the very cells that the library would have written."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from tracker.figures.quick_rows import MOST_IN_CELL, Cell, SheetOfRows

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
NUMBERS = st.integers(-(10**9), 10**9) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.none() | WORDS | NUMBERS
FIRST = 4


def parts_of(sheet: type[Worksheet], rows: Sequence[Sequence[tuple[object, bool]]]) -> list[str]:
    """Every part of a workbook with a title, a header and the rows; bold or not, each cell."""
    target = BytesIO()
    with Workbook(target, OPTIONS) as workbook:
        workbook.set_properties({"created": None})
        page = workbook.add_worksheet("Danh sách", sheet)
        looks = [workbook.add_format({"border": 1}), workbook.add_format({"bold": True})]
        page.write_string(0, 0, "Danh sách", looks[1])
        page.write_string(FIRST - 1, 0, "Đơn vị", looks[0])
        page.freeze_panes(FIRST, 1)
        for number, row in enumerate(rows, start=FIRST):
            page.write_cells(number, [(value, looks[bold]) for value, bold in row])
        page.autofilter(FIRST - 1, 0, FIRST - 1 + len(rows), 3)
    with zipfile.ZipFile(target) as archive:
        # Which columns a row spans is a hint that no program needs; the moment is another one.
        skipped = r' spans="[\d:]+"|<dcterms.*</dcterms:\w+>'
        return [
            f"{name}\n{re.sub(skipped, '', archive.read(name).decode())}"
            for name in archive.namelist()
        ]


class PlainSheet(Worksheet):  # type: ignore[misc]
    """The same by the library's own functions."""

    def write_cells(self, row: int, cells: Sequence[Cell]) -> None:
        """Cell by cell."""
        for place, (value, look) in enumerate(cells):
            if value is None:
                self.write_blank(row, place, None, look)
            elif isinstance(value, str):
                self.write_string(row, place, value, look)
            else:
                self.write_number(row, place, value, look)


@given(st.lists(st.lists(st.tuples(VALUES, st.booleans()), min_size=1, max_size=30), max_size=40))
def test_the_workbook_is_the_same(rows: list[list[tuple[object, bool]]]) -> None:
    assert parts_of(SheetOfRows, rows) == parts_of(PlainSheet, rows)


@pytest.mark.parametrize("letter", ["ệ", "𝒜"])
@pytest.mark.parametrize("more", [-1, 0, 1])
def test_too_long_a_text_is_cut_where_the_library_cuts_it(letter: str, more: int) -> None:
    units = len(letter.encode("utf-16-le")) // 2
    rows = [[(letter * (MOST_IN_CELL // units + more), False)]]
    assert parts_of(SheetOfRows, rows) == parts_of(PlainSheet, rows)
