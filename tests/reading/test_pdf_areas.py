"""Every row of a PDF knows where on its pages it stands, ruled or not."""

from __future__ import annotations

import pytest

from tests.reading.pdf_documents import plan_as_pdf
from tracker.reading.document import read_document
from tracker.reading.raw import PlacedLine, RawRow, RawTable, joined_areas
from tracker.reading.readers.pdf_areas import area_of, mark_areas, placed_lines
from tracker.reading.readers.pdf_pages import PdfLine, PdfPage
from tracker.reading.result import Anchor, Area

pytestmark = pytest.mark.usefixtures("reads_here")

PAGE = PdfPage(3, width=200, height=100)


def test_rows_of_a_ruled_table_follow_one_another_down_the_pages() -> None:
    document = read_document(plan_as_pdf(height=120), "ke-hoach.pdf")
    areas = [area for row in document.rows for area in row.anchor.areas]
    assert all(row.anchor.areas for row in document.rows)
    assert [row.anchor.areas[0].page for row in document.rows] == [
        row.anchor.page for row in document.rows
    ]
    places = [(area.page, area.top) for area in areas]
    assert places == sorted(places)
    assert all(0 <= area.left < area.right <= 1 for area in areas)


def test_an_area_counts_from_the_corner_of_what_is_shown() -> None:
    cropped = PdfPage(3, width=200, height=100, window=(100, 50, 200, 100))
    assert area_of(cropped, (100, 50, 150, 75)) == (Area(3, 0.0, 0.0, 0.5, 0.5, 0.5),)
    assert area_of(PAGE, (0, 0, 400, 50)) == (Area(3, 0.0, 0.0, 1.0, 0.5, 0.5),)
    assert area_of(PdfPage(3), (0, 0, 1, 1)) == ()


def test_lines_of_a_directive_are_joined_page_by_page() -> None:
    lines = placed_lines(PAGE, [PdfLine("một", 20, 60, 10, 20), PdfLine("hai", 20, 100, 20, 30)])
    assert all(isinstance(line, PlacedLine) for line in lines)
    assert lines == ["một", "hai"]
    (area,) = joined_areas([area for line in lines for area in line.areas])
    assert (area.left, area.top, area.right, area.bottom) == (0.1, 0.1, 0.5, 0.3)


@pytest.mark.parametrize(("rows", "bottom"), [([(1, 1), (1, 3)], 0.3), ([(1, 1)], 0.6)])
def test_a_row_without_rules_reaches_to_the_next_one(
    rows: list[tuple[int, int]], bottom: float
) -> None:
    tops = (10, 20, 40, 50)
    pieces = [PdfLine(f"dòng {top}", 20, 180, top, top + 10) for top in tops]
    page = PdfPage(1, width=200, height=100, pieces=pieces)
    table = RawTable([RawRow([], Anchor(page=page, line=line)) for page, line in rows])
    mark_areas([table], [page])
    assert table.rows[0].anchor.areas == (Area(1, 0.1, 0.1, 0.9, bottom, 0.5),)
