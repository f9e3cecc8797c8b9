"""The sheet as PDF: laid out as Nghị định 30/2020 asks, every word of it there."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import pdfplumber
import pytest

from tests.exports.sheets import COLUMNS, section, task
from tracker.exports.pdf import render_pdf
from tracker.exports.sheet import Column, Orientation, Paper, Sheet, SheetRow

Make = Callable[..., Sheet]
MM = 72 / 25.4


def pages_of(sheet: Sheet) -> list[str]:
    with pdfplumber.open(BytesIO(render_pdf(sheet))) as document:
        return [page.extract_text() for page in document.pages]


def words_of(sheet: Sheet) -> str:
    """All words in the order they stand on the pages, each line once."""
    return " ".join(" ".join(pages_of(sheet)).split())


def test_title_stands_above_in_capitals_with_the_lines_around_it(make_sheet: Make) -> None:
    lines = pages_of(make_sheet())[0].splitlines()
    assert lines[:3] == [
        "Phụ lục",
        "PHÂN CÔNG NHIỆM VỤ NĂM 2026 CỦA PHƯỜNG MẪU",
        "(Kèm theo Kế hoạch số 12/KH-UBND ngày 05/01/2026 của UBND Phường Mẫu)",
    ]
    assert lines[-1].startswith("Số liệu đến 16:30 ngày 05/08/2026 · Mã kiểm tra ")


def test_a_sheet_may_do_without_kicker_and_attachment_line(make_sheet: Make) -> None:
    first_page = pages_of(make_sheet(kicker=None, attached_to=None))[0]
    assert first_page.startswith("PHÂN CÔNG")


def test_rows_come_in_order(long_sheet: Sheet) -> None:
    marks = [int(mark) for mark in re.findall(r"mã(\d+)x", words_of(long_sheet))]
    assert marks == list(range(1, 61))


def test_each_page_has_the_header_row(long_sheet: Sheet) -> None:
    pages = pages_of(long_sheet)
    assert len(pages) > 2
    for page in pages:
        assert "TT Nội dung công việc Đơn vị chủ trì" in page


def test_page_number_stands_in_the_middle_at_the_top_from_the_second_page(
    long_sheet: Sheet,
) -> None:
    pages = pages_of(long_sheet)
    assert pages[0].splitlines()[0] == "Phụ lục"
    assert [page.splitlines()[0] for page in pages[1:]] == [
        str(number) for number in range(2, len(pages) + 1)
    ]
    with pdfplumber.open(BytesIO(render_pdf(long_sheet))) as document:
        number = document.pages[1].extract_words()[0]
    middle_of_text = (30 + (297 - 15)) / 2 * MM
    assert (number["x0"] + number["x1"]) / 2 == pytest.approx(middle_of_text, abs=1)
    assert number["bottom"] < 20 * MM


def test_table_keeps_the_margins_of_the_decree(make_sheet: Make) -> None:
    with pdfplumber.open(BytesIO(render_pdf(make_sheet()))) as document:
        page = document.pages[0]
        lines = page.lines + page.rects
        assert (page.width, page.height) == pytest.approx((297 * MM, 210 * MM), abs=0.1)
        assert min(line["x0"] for line in lines) == pytest.approx(30 * MM, abs=1)
        assert max(line["x1"] for line in lines) == pytest.approx((297 - 15) * MM, abs=1)


def test_page_may_be_upright_and_larger(make_sheet: Make) -> None:
    sheet = make_sheet(orientation=Orientation.PORTRAIT, paper=Paper.A3)
    with pdfplumber.open(BytesIO(render_pdf(sheet))) as document:
        assert document.pages[0].width == pytest.approx(297 * MM, abs=0.1)
        assert document.pages[0].height == pytest.approx(420 * MM, abs=0.1)


def test_only_tinos_is_used_for_vietnamese_words(make_sheet: Make) -> None:
    with pdfplumber.open(BytesIO(render_pdf(make_sheet()))) as document:
        fonts = {char["fontname"].split("+")[-1] for char in document.pages[0].chars}
    assert fonts == {"Tinos-Regular", "Tinos-Bold", "Tinos-Italic"}


def test_all_vietnamese_letters_come_out_right_in_each_style(
    make_sheet: Make, vietnamese_letters: str
) -> None:
    assert len(vietnamese_letters) == 146
    letters = " ".join(vietnamese_letters)
    sheet = make_sheet(section("", letters), task("", letters), attached_to=letters)
    found = words_of(sheet)
    in_one_row = re.sub(r"\s", "", found)
    assert in_one_row.count(vietnamese_letters) == 3


def test_state_symbols_are_drawn(make_sheet: Make) -> None:
    states = "▲ Quá hạn ◔ Còn 3 ngày ◷ Chờ ↩ Trả lại ✓ Xong ∞ Thường xuyên ◇ Khi phát sinh"
    assert states in words_of(make_sheet(task("", states)))


def test_same_sheet_gives_the_same_bytes(long_sheet: Sheet) -> None:
    assert render_pdf(long_sheet) == render_pdf(long_sheet)


def test_document_is_tagged_titled_and_in_vietnamese(make_sheet: Make) -> None:
    with pdfplumber.open(BytesIO(render_pdf(make_sheet()))) as document:
        catalog = document.doc.catalog
        title = document.metadata["Title"]
    assert catalog["MarkInfo"]["Marked"] is True
    assert catalog["Lang"].decode() == "vi-VN"
    assert title == "Phân công nhiệm vụ năm 2026 của Phường Mẫu"


LONG_WORDS = [f"chữ{number}" for number in range(900)]
LONG = " ".join(LONG_WORDS)


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param((task("1", LONG, "Văn phòng"),), id="content"),
        pytest.param((task("1", "Họp", "", "", LONG),), id="narrow column"),
        pytest.param((section("I", LONG), task("1", "Họp")), id="heading"),
        pytest.param((section("I", "A"), section("1", "B"), task("1", LONG)), id="below headings"),
    ],
)
def test_cell_longer_than_a_page_is_not_cut(make_sheet: Make, rows: tuple[SheetRow, ...]) -> None:
    pages = pages_of(make_sheet(*rows))
    assert len(pages) > 1
    assert all("Đơn vị chủ trì" in page for page in pages)
    assert re.findall(r"chữ\d+", " ".join(pages)) == LONG_WORDS


def test_column_heading_longer_than_a_page_is_not_cut(make_sheet: Make) -> None:
    columns = (*COLUMNS[:4], Column(LONG, 3))
    assert re.findall(r"chữ\d+", words_of(make_sheet(columns=columns))) == LONG_WORDS


def test_row_that_fits_on_a_page_is_not_split(make_sheet: Make) -> None:
    paragraph = "\n".join(f"dòng {number}" for number in range(1, 12))
    rows = [task(str(number), paragraph) for number in range(8)]
    for page in pages_of(make_sheet(*rows)):
        assert page.count("dòng 1\n") == page.count("dòng 11")


def test_heading_is_never_left_alone_at_the_foot(make_sheet: Make) -> None:
    for rows_before in range(8, 24):
        rows = [task(str(number), "Họp") for number in range(rows_before)]
        sheet = make_sheet(*rows, section("II", "Tiêu đề"), section("1", "Nhóm"), task("z", "Sau"))
        page = next(page for page in pages_of(sheet) if "Tiêu đề" in page)
        assert "Nhóm" in page
        assert "z Sau" in page


def test_heading_goes_with_a_row_that_is_kept_whole(make_sheet: Make) -> None:
    """Both together are higher than a row may be to be kept."""
    paragraph = "\n".join(f"dòng {number}" for number in range(1, 14))
    for rows_before in range(16):
        rows = [task(str(number), "Họp") for number in range(rows_before)]
        sheet = make_sheet(*rows, section("II", "Tiêu đề"), task("z", paragraph))
        page = next(page for page in pages_of(sheet) if "Tiêu đề" in page)
        assert page.count("dòng 1\n") == page.count("dòng 13") == 1


def test_headings_without_any_task_are_printed(make_sheet: Make) -> None:
    rows = [section(str(depth), f"Cấp {depth}", depth) for depth in (3, 1, 2, 5, 1)] * 12
    assert words_of(make_sheet(*rows)).count("Cấp 5") == 12


def test_sheet_without_rows_has_its_header_row(make_sheet: Make) -> None:
    assert "TT Nội dung công việc" in words_of(make_sheet(rows=()))


def test_word_wider_than_its_column_stays_within_it(make_sheet: Make) -> None:
    sheet = make_sheet(task("1", "x" * 5000, "M" * 300), title="Phụ", attached_to=None)
    with pdfplumber.open(BytesIO(render_pdf(sheet))) as document:
        chars = [char for page in document.pages for char in page.chars]
    content = [char for char in chars if char["text"].startswith("x")]
    lead = [char for char in chars if char["text"].startswith("M") and char["size"] > 11]
    assert (len(content), len(lead)) == (5000, 300)
    assert max(char["x1"] for char in content) < min(char["x0"] for char in lead)


def test_thirty_units_in_a_cell_are_all_there(make_sheet: Make) -> None:
    units = [f"Tổ dân phố số {number};" for number in range(1, 31)]
    found = words_of(make_sheet(*[task("1", "Họp", "\n".join(units))] * 2))
    assert [found.count(unit) for unit in units] == [2] * 30


def test_line_breaks_stay_where_they_were(make_sheet: Make) -> None:
    lines = pages_of(make_sheet(task("", "một\n\nhai\r\nba")))[0].splitlines()
    assert lines.index("hai") == lines.index("một") + 1
    assert lines.index("ba") == lines.index("hai") + 1


def test_words_are_never_read_as_typst_source(make_sheet: Make) -> None:
    trap = '#import "x.typ" $a$ *đậm* _n_ `c` <l> @r \\ // c /* = H -- #panic() [x] {y}'
    sheet = make_sheet(task("", trap), title=trap, attached_to=trap, footer_note=trap)
    found = words_of(sheet)
    assert found.count(trap) == 3
    assert trap.upper() in found


def test_control_characters_do_not_reach_the_page(make_sheet: Make) -> None:
    assert "Họp giao ban" in words_of(make_sheet(task("1", "Họp\x00 giao\x1b ban\ud800")))
