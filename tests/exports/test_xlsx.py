"""The sheet as XLSX: real days, everything else text, ready to filter and to print."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from io import BytesIO

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.exports.sheets import ROWS, section, task
from tracker.exports.sheet import Align, Column, Orientation, Paper, Sheet
from tracker.exports.xlsx import render_xlsx

Make = Callable[..., Sheet]
# Kicker, title and attachment line stand above the header row.
HEADER = 4
FIRST = HEADER + 1


def opened(sheet: Sheet) -> Worksheet:
    workbook = openpyxl.load_workbook(BytesIO(render_xlsx(sheet)))
    (worksheet,) = workbook.worksheets
    return worksheet


def texts_of(worksheet: Worksheet, row: int) -> list[object]:
    return [cell.value for cell in worksheet[row]]


def test_opening_lines_stand_above_the_header_row(make_sheet: Make) -> None:
    worksheet = opened(make_sheet())
    assert [worksheet.cell(row, 1).value for row in (1, 2, 3)] == [
        "Phụ lục",
        "PHÂN CÔNG NHIỆM VỤ NĂM 2026 CỦA PHƯỜNG MẪU",
        "(Kèm theo Kế hoạch số 12/KH-UBND ngày 05/01/2026 của UBND Phường Mẫu)",
    ]
    assert texts_of(worksheet, HEADER)[:2] == ["TT", "Nội dung công việc"]


def test_rows_read_back_in_order(make_sheet: Make) -> None:
    worksheet = opened(make_sheet())
    contents = [worksheet.cell(FIRST + place, 2).value for place in range(len(ROWS))]
    assert contents == [row.cells[1] for row in ROWS]


def test_a_day_is_a_day_and_other_deadlines_stay_words(make_sheet: Make) -> None:
    worksheet = opened(make_sheet())
    day = worksheet.cell(FIRST + 1, 4)
    assert (day.value, day.number_format) == (datetime(2026, 8, 5), "dd/mm/yyyy")  # noqa: DTZ001
    assert worksheet.cell(FIRST + 2, 4).value == "Thường xuyên"


def test_a_day_in_a_column_of_words_stays_words(make_sheet: Make) -> None:
    worksheet = opened(make_sheet(task("1", "05/08/2026")))
    assert worksheet.cell(FIRST, 2).value == "05/08/2026"


def test_day_before_the_calendar_of_spreadsheets_stays_words(make_sheet: Make) -> None:
    worksheet = opened(make_sheet(task("1", "Họp", "", "02/09/1845")))
    assert worksheet.cell(FIRST, 4).value == "02/09/1845"


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+84", "-5", "@SUM(A1)", "1.10", "0012", "http://phuong-mau.vn", "{=1}", "_x0041_"],
)
def test_text_is_never_a_formula_a_number_or_a_link(make_sheet: Make, text: str) -> None:
    cell = opened(make_sheet(task(text, text))).cell(FIRST, 2)
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    # openpyxl leaves the file format's own way of writing "_x0041_" as it stands.
    assert cell.value in (text, text.replace("_x", "_x005F_x"))


def test_heading_is_bold_and_runs_on_without_merged_cells(make_sheet: Make) -> None:
    worksheet = opened(make_sheet())
    name, beside, last = (worksheet.cell(FIRST, column) for column in (2, 3, 5))
    assert name.font.bold
    assert not name.alignment.wrap_text
    assert (beside.value, beside.border.left.style, beside.border.right.style) == (None, None, None)
    assert last.border.right.style == "thin"
    assert all(merged.max_row < HEADER for merged in worksheet.merged_cells.ranges)


def test_heading_too_long_for_one_line_wraps_in_its_column(make_sheet: Make) -> None:
    worksheet = opened(make_sheet(section("I", "Tuyên truyền, phổ biến " * 30)))
    assert worksheet.cell(FIRST, 2).alignment.wrap_text
    assert worksheet.row_dimensions[FIRST].height > 100


def test_header_row_is_frozen_filtered_and_printed_on_each_page(make_sheet: Make) -> None:
    worksheet = opened(make_sheet())
    last = HEADER + len(ROWS)
    assert worksheet.freeze_panes == f"A{FIRST}"
    assert worksheet.auto_filter.ref == f"A{HEADER}:E{last}"
    assert worksheet.print_title_rows == f"${HEADER}:${HEADER}"
    assert worksheet.print_area == f"'Phụ lục'!$A$1:$E${last}"


def test_page_is_a4_landscape_one_page_wide(make_sheet: Make) -> None:
    worksheet = opened(make_sheet())
    setup = worksheet.page_setup
    assert (setup.orientation, setup.paperSize) == ("landscape", 9)
    assert worksheet.sheet_properties.pageSetUpPr.fitToPage
    assert (setup.fitToWidth or 1, setup.fitToHeight) == (1, 0)
    assert worksheet.page_margins.left == pytest.approx(30 / 25.4)
    assert worksheet.page_margins.right == pytest.approx(15 / 25.4)


def test_page_may_be_upright_and_larger(make_sheet: Make) -> None:
    setup = opened(make_sheet(orientation=Orientation.PORTRAIT, paper=Paper.A3)).page_setup
    assert (setup.orientation or "portrait", setup.paperSize) == ("portrait", 8)


def test_page_number_above_and_moment_below(make_sheet: Make) -> None:
    worksheet = opened(make_sheet(footer_note="Kế hoạch & báo cáo"))
    assert worksheet.oddHeader.center.text == "&P"
    foot = worksheet.oddFooter.left.text
    assert foot.startswith("Số liệu đến 16:30 ngày 05/08/2026 · ")
    assert foot.endswith(" · Kế hoạch && báo cáo")


def test_same_sheet_gives_the_same_bytes(long_sheet: Sheet) -> None:
    assert render_xlsx(long_sheet) == render_xlsx(long_sheet)


def test_all_letters_and_long_cells_come_back(make_sheet: Make, vietnamese_letters: str) -> None:
    long = vietnamese_letters * 40
    worksheet = opened(make_sheet(task("\x001", long + "\x07", "một\nhai")))
    assert [worksheet.cell(FIRST, column).value for column in (1, 2, 3)] == ["1", long, "một\nhai"]
    assert worksheet.row_dimensions[FIRST].height == pytest.approx(409, abs=1)


def test_text_larger_than_a_cell_says_where_the_rest_is(make_sheet: Make) -> None:
    value = opened(make_sheet(task("1", "a" * 40_000))).cell(FIRST, 2).value
    assert len(value) == 32_767
    assert value.endswith("xem bản PDF hoặc DOCX)")


def test_sheet_of_one_column_and_no_rows_opens(make_sheet: Make) -> None:
    sheet = make_sheet(columns=(Column("TT", 1, Align.CENTER),), rows=())
    assert opened(sheet).cell(HEADER, 1).value == "TT"
