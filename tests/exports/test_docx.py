"""The sheet as DOCX: a real table that Word can edit, laid out like the PDF."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm

from tests.exports.sheets import ROWS, section, task
from tracker.exports.docx import render_docx
from tracker.exports.sheet import Orientation, Sheet

Make = Callable[..., Sheet]


def opened(sheet: Sheet) -> Document:
    return docx.Document(BytesIO(render_docx(sheet)))


def test_opening_lines_stand_above_the_table(make_sheet: Make) -> None:
    paragraphs = opened(make_sheet()).paragraphs
    assert [paragraph.text for paragraph in paragraphs[:3]] == [
        "Phụ lục",
        "PHÂN CÔNG NHIỆM VỤ NĂM 2026 CỦA PHƯỜNG MẪU",
        "(Kèm theo Kế hoạch số 12/KH-UBND ngày 05/01/2026 của UBND Phường Mẫu)",
    ]
    assert [paragraph.runs[0].bold for paragraph in paragraphs[:3]] == [True, True, False]
    assert paragraphs[2].runs[0].italic


def test_table_reads_back_row_by_row(make_sheet: Make) -> None:
    (table,) = opened(make_sheet()).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0][1] == "Nội dung công việc"
    assert rows[2] == list(ROWS[1].cells)
    assert rows[-1] == list(ROWS[-1].cells)
    assert len(rows) == len(ROWS) + 1


def test_heading_is_one_bold_cell_over_the_other_columns(make_sheet: Make) -> None:
    (table,) = opened(make_sheet()).tables
    label, name = table.rows[1]._tr.tc_lst
    assert (label.grid_span, name.grid_span) == (1, 4)
    assert table.rows[1].cells[1].paragraphs[0].runs[0].bold
    assert table.rows[1].cells[1].paragraphs[0]._p.pPr.find(qn("w:keepNext")) is not None


def test_header_row_repeats_and_no_row_is_split(long_sheet: Sheet) -> None:
    (table,) = opened(long_sheet).tables
    properties = [row._tr.trPr for row in table.rows]
    assert [row.find(qn("w:tblHeader")) is not None for row in properties] == [True] + [False] * (
        len(properties) - 1
    )
    assert all(row.find(qn("w:cantSplit")) is not None for row in properties)


def test_page_is_a4_landscape_with_the_margins_of_the_decree(make_sheet: Make) -> None:
    page = opened(make_sheet()).sections[0]
    assert page.orientation == WD_ORIENT.LANDSCAPE
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (297, 210)
    margins = (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
    assert [round(margin.mm) for margin in margins] == [20, 20, 30, 15]


def test_page_may_be_upright(make_sheet: Make) -> None:
    page = opened(make_sheet(orientation=Orientation.PORTRAIT)).sections[0]
    assert page.orientation == WD_ORIENT.PORTRAIT
    assert page.page_width < page.page_height


def test_page_number_is_in_the_header_but_not_on_the_first_page(make_sheet: Make) -> None:
    page = opened(make_sheet()).sections[0]
    assert page.different_first_page_header_footer
    assert 'w:instr="PAGE"' in page.header.paragraphs[0]._p.xml
    assert page.first_page_header.paragraphs[0].text == ""
    assert page.first_page_footer.paragraphs[0].text.startswith("Số liệu đến 16:30 ngày 05/08/2026")
    assert page.footer.paragraphs[0].text.startswith("Số liệu đến 16:30 ngày 05/08/2026")


def test_everything_is_times_new_roman_in_vietnamese(make_sheet: Make) -> None:
    document = opened(make_sheet())
    fonts = document.styles["Normal"].element.rPr.rFonts
    scripts = ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs")
    assert {fonts.get(qn(script)) for script in scripts} == {"Times New Roman"}
    languages = list(document.styles.element.iter(qn("w:lang")))
    assert [language.get(qn("w:val")) for language in languages] == ["vi-VN"]
    assert document.core_properties.title == "Phân công nhiệm vụ năm 2026 của Phường Mẫu"


def test_columns_fill_the_page_between_its_margins(make_sheet: Make) -> None:
    document = opened(make_sheet())
    widths = [column.width for column in document.tables[0].columns]
    assert abs(sum(widths) - Mm(297 - 30 - 15)) < Mm(0.2)


def test_same_sheet_gives_the_same_bytes(long_sheet: Sheet) -> None:
    assert render_docx(long_sheet) == render_docx(long_sheet)


def test_all_letters_and_long_cells_come_back(make_sheet: Make, vietnamese_letters: str) -> None:
    long = vietnamese_letters * 40
    assert len(long) > 5000
    sheet = make_sheet(section("I", vietnamese_letters), task("1", long))
    (table,) = opened(sheet).tables
    assert table.cell(1, 1).text == vietnamese_letters
    assert table.cell(2, 1).text == long


def test_markup_and_control_characters_are_only_text(make_sheet: Make) -> None:
    trap = '</w:t><w:p/> &amp; "x" ]]> {{ }} =1+1'
    sheet = make_sheet(task("\x001", trap + "\x0b\x07cuối"), title=trap, footer_note=trap)
    document = opened(sheet)
    assert document.tables[0].cell(1, 0).text == "1"
    assert document.tables[0].cell(1, 1).text == trap + "\ncuối"
    assert document.paragraphs[1].text == trap.upper()
    assert document.sections[0].footer.paragraphs[0].text.endswith(trap)


def test_sheet_without_rows_has_its_header_row(make_sheet: Make) -> None:
    (table,) = opened(make_sheet(rows=(), kicker=None, attached_to=None)).tables
    assert len(table.rows) == 1
