"""Ruled tables of a PDF: over several pages, cut, merged, with and without the header again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.reading.documents import CENTRE, OFFICE, PLAN, ROWS, Plan, PlanRow, long_plan
from tests.reading.helpers import expected, messages, printed
from tests.reading.pdf_documents import Drawing, plan_as_pdf
from tracker.reading.document import read_document
from tracker.reading.result import ReadDocument, ReadRow

pytestmark = pytest.mark.usefixtures("reads_here")

HEADER = ("TT", "Nội dung nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời hạn", "Sản phẩm")
LONG = (
    "Rà soát, thống kê và lập danh mục toàn bộ hồ sơ đất đai còn tồn đọng từ các năm trước tại "
    "từng tổ dân phố, đối chiếu với sổ địa chính, phân loại theo mức độ khó khăn; đề xuất phương "
    "án xử lý dứt điểm từng trường hợp, báo cáo Chủ tịch Ủy ban nhân dân phường xem xét, quyết định"
)


def read(data: bytes) -> ReadDocument:
    return read_document(data, "ke-hoach.pdf", year=2026)


def rows_of(*drawn: Drawing) -> list[ReadRow]:
    return read(drawn[0].as_pdf()).rows


def a_page() -> Drawing:
    drawing = Drawing()
    drawing.row(*HEADER)
    return drawing


@pytest.mark.parametrize("repeat_header", [True, False], ids=["header-again", "header-once"])
@pytest.mark.parametrize("height", [70, 95, 210])
def test_a_long_table_over_pages(height: int, repeat_header: bool) -> None:
    plan = long_plan(40)
    document = read(plan_as_pdf(plan, height=height, repeat_header=repeat_header))

    assert [printed(row) for row in document.rows] == [expected(row) for row in plan.rows]
    assert document.unread == []
    assert not any(row.findings for row in document.rows)


@pytest.mark.parametrize("repeat_header", [True, False], ids=["header-again", "header-once"])
@pytest.mark.parametrize("height", [62, 66, 70, 74])
def test_rows_cut_by_the_page(height: int, repeat_header: bool) -> None:
    rows = [replace(row, content=LONG) if row.lead else row for row in ROWS]
    document = read(plan_as_pdf(Plan(rows), height=height, repeat_header=repeat_header))

    assert [printed(row) for row in document.rows] == [expected(row) for row in rows]


def test_every_row_knows_its_page_and_row() -> None:
    rows = read(plan_as_pdf(long_plan(30), height=90)).rows
    pages = [row.anchor.page or 0 for row in rows]

    assert pages == sorted(pages)
    assert pages[0] == 2
    assert pages[-1] > 5
    assert rows[0].anchor.row == 2


def test_letterhead_and_signature_stand_side_by_side() -> None:
    drawing = Drawing()
    for number, (left, right) in enumerate(
        (
            ("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            ("PHƯỜNG MẪU", "Độc lập - Tự do - Hạnh phúc"),
            ("Số: 12/KH-UBND", "Phường Mẫu, ngày 05 tháng 01 năm 2026"),
        )
    ):
        drawing.words(80, 30 + 16 * number, left)
        drawing.words(420, 30 + 16 * number, right)
    drawing.words(360, 90, "KẾ HOẠCH")
    drawing.words(280, 106, "Chuyển đổi số phường Mẫu năm 2026")
    drawing.y = 130
    drawing.row(*HEADER)
    drawing.row("1", "Họp giao ban", OFFICE, CENTRE, "Hàng tháng", "Thông báo")
    drawing.close()
    drawing.words(80, 220, "Nơi nhận:")
    drawing.words(500, 220, "CHỦ TỊCH")
    drawing.words(80, 236, "- Lưu: VT.")
    drawing.words(490, 280, "Nguyễn Văn Mẫu")
    document = read(drawing.as_pdf())

    assert document.title == "Kế hoạch chuyển đổi số phường Mẫu năm 2026"
    assert document.number == "12/KH-UBND"
    assert document.issued_on == date(2026, 1, 5)
    assert document.issuer == "Ủy ban nhân dân phường Mẫu"
    assert document.signer == "Nguyễn Văn Mẫu"
    assert len(document.rows) == 1


def test_no_outer_border() -> None:
    document = read(plan_as_pdf(height=90, outer_border=False))

    assert [printed(row) for row in document.rows] == [expected(row) for row in ROWS]


def test_no_line_where_the_page_ends() -> None:
    drawing = a_page()
    drawing.row("1", "Rà soát hồ sơ", OFFICE, CENTRE, "Trước 30/6/2026", "Báo cáo")
    drawing.next_page()
    drawing.row("2", "Nhập dữ liệu", OFFICE, CENTRE, "Trước 31/7/2026", "Báo cáo")
    drawing.close()

    assert [row.label for row in rows_of(drawing)] == ["1", "2"]


def test_a_number_is_cut_at_its_hyphen() -> None:
    drawing = a_page()
    drawing.row(
        "1", "Công khai địa chỉ", OFFICE, CENTRE, "Thường xuyên", "Theo Thông tư số 02/2017/TT-"
    )
    drawing.close()
    drawing.next_page()
    drawing.row("", "", "", "", "", "VPCP ngày 31/10/2017")
    drawing.row(
        "2", "Theo Kế hoạch số 45/KH-\nUBND của phường", OFFICE, CENTRE, "Quý II/2026", "Báo cáo"
    )
    drawing.close()
    first, second = rows_of(drawing)

    assert first.product == "Theo Thông tư số 02/2017/TT-VPCP ngày 31/10/2017"
    assert second.content == "Theo Kế hoạch số 45/KH-UBND của phường"


def test_lines_that_were_full_are_no_line_breaks() -> None:
    """One unit's name over two lines stays one unit; a line its writer ended parts two."""
    drawing = a_page()
    drawing.row(
        "1",
        "Rà soát hồ sơ",
        "Phòng Kinh tế, Hạ\ntầng và Đô thị",
        "Công an\nTrạm Y tế",
        "Hàng quý",
        "Báo cáo",
    )
    drawing.close()
    row = rows_of(drawing)[0]

    assert row.lead == ("Phòng Kinh tế, Hạ tầng và Đô thị",)
    assert row.cooperating == ("Công an", "Trạm Y tế")


def test_a_row_without_label_at_the_top_of_a_page_stays_a_row() -> None:
    drawing = a_page()
    drawing.row("1", "Công khai thủ tục hành chính.", "", "", "", "")
    drawing.row("", "Niêm yết tại bộ phận một cửa", OFFICE, CENTRE, "Thường xuyên", "Bảng niêm yết")
    drawing.close()
    drawing.next_page()
    drawing.row("", "Đăng trên trang thông tin", OFFICE, CENTRE, "Thường xuyên", "Bài đăng")
    drawing.row("2", "Họp giao ban", OFFICE, CENTRE, "Hàng tháng", "Thông báo")
    drawing.close()
    rows = rows_of(drawing)

    assert [row.content for row in rows][1:3] == [
        "Niêm yết tại bộ phận một cửa",
        "Đăng trên trang thông tin",
    ]


def test_room_left_on_the_page_above_speaks_against_a_cut() -> None:
    drawing = a_page()
    for number in range(1, 26):
        drawing.row(str(number), "Rà soát hồ sơ", OFFICE, CENTRE, "Hàng tháng", "Báo cáo")
    drawing.close()
    drawing.next_page()
    drawing.row("26", "Rà soát hồ sơ", OFFICE, CENTRE, "Hàng tháng", "Báo cáo")
    drawing.close()
    drawing.next_page()
    drawing.row("", "tổ chức tập huấn cho cán bộ", OFFICE, "", "Quý II/2026", "")
    drawing.close()
    rows = rows_of(drawing)

    assert len(rows) == 27
    assert rows[-1].content == "tổ chức tập huấn cho cán bộ"


def test_merged_cells_run_down() -> None:
    rows = (
        PlanRow("1", "Nhập hồ sơ", OFFICE, CENTRE, "Thường xuyên", "Báo cáo"),
        PlanRow("2", "Kiểm tra hồ sơ", "", CENTRE, "", "Biên bản", frozenset({"lead", "deadline"})),
        PlanRow("3", "Lưu hồ sơ", "", "", "", "Sổ lưu", frozenset({"lead", "cooperating"})),
    )
    rows = (*rows[:2], replace(rows[2], deadline="Quý IV/2026"))
    found = read(plan_as_pdf(Plan(rows))).rows

    assert [row.lead_text for row in found] == [OFFICE] * 3
    assert [row.cooperating_text for row in found] == [CENTRE] * 3
    assert [row.deadline_text for row in found] == ["Thường xuyên", "Thường xuyên", "Quý IV/2026"]
    assert "lấy từ dòng 1" in messages(found[1], "lead")[0]
    assert messages(found[0], "lead") == []


@pytest.mark.parametrize("words_on", ["first", "second"])
def test_a_merged_cell_over_the_page_break(words_on: str) -> None:
    """Its words stand on one page only; the other rows take them over, marked as inherited."""
    drawing = a_page()
    upper, lower = ((OFFICE, ""), ("", OFFICE))[words_on == "second"]
    drawing.row("1", "Nhập hồ sơ", upper, CENTRE, "Hàng tháng", "Báo cáo")
    drawing.row("2", "Kiểm tra hồ sơ", "", CENTRE, "Hàng tháng", "Báo cáo", borders=(0, 1, 3, 4, 5))
    drawing.close()
    drawing.next_page()
    drawing.row("3", "Lưu hồ sơ", lower, CENTRE, "Hàng tháng", "Báo cáo")
    drawing.row("4", "Hủy hồ sơ", "", CENTRE, "Hàng tháng", "Báo cáo", borders=(0, 1, 3, 4, 5))
    drawing.close()
    rows = rows_of(drawing)

    assert [row.lead_text for row in rows] == [OFFICE] * 4
    assert all(messages(row, "lead") for row in rows[1:])


def test_an_empty_cell_beside_the_page_break_is_doubted() -> None:
    drawing = a_page()
    for number in range(1, 8):
        drawing.row(str(number), "Nhập hồ sơ", OFFICE, CENTRE, "Hàng tháng", "Báo cáo")
    drawing.close()
    drawing.next_page()
    drawing.row("8", "Lưu hồ sơ", OFFICE, "", "Hàng tháng", "Báo cáo")
    drawing.close()
    row = rows_of(drawing)[-1]

    assert row.cooperating_text is None
    assert "ngắt trang" in messages(row, "cooperating")[0]


@pytest.mark.parametrize("inside", [False, True], ids=["in-the-margin", "over-the-table"])
def test_page_numbers_are_no_words_of_the_table(inside: bool) -> None:
    drawing = a_page()
    for page in range(2, 5):
        drawing.row("1", "Rà soát hồ sơ", OFFICE, CENTRE, "Hàng tháng", "Báo cáo\n ", lines=2)
        drawing.close()
        drawing.next_page()
        drawing.y = 10 if inside else 60
        drawing.words(440, 26 if inside else 30, str(page))
    drawing.row("1", "Lưu hồ sơ", OFFICE, "", "Hàng tháng", "Báo cáo", lines=2)
    drawing.close()
    rows = rows_of(drawing)

    assert len(rows) == 4
    assert not any("2" in printed(row)[3] or "3" in printed(row)[3] for row in rows)


def test_the_next_appendix_is_no_part_of_the_last_row() -> None:
    drawing = a_page()
    drawing.row("1", "Rà soát hồ sơ", OFFICE, CENTRE, "Hàng tháng", "Báo cáo")
    drawing.close()
    drawing.words(350, drawing.y + 20, "PHỤ LỤC II")
    drawing.words(330, drawing.y + 36, "DANH MỤC BIỂU MẪU")
    drawing.y += 60
    drawing.row("TT", "Tên biểu", "Ký hiệu", "Số bản", "Khổ giấy", "Ghi chú")
    drawing.row("1", "Biểu tổng hợp", "B1", "2", "A4", "")
    drawing.close()
    rows = rows_of(drawing)

    assert [printed(row)[5] for row in rows] == ["Báo cáo"]


def test_a_second_table_with_the_same_header_is_read_too() -> None:
    drawing = a_page()
    drawing.row("1", "Rà soát hồ sơ", OFFICE, CENTRE, "Hàng tháng", "Báo cáo")
    drawing.close()
    drawing.next_page()
    drawing.words(350, 80, "PHỤ LỤC II")
    drawing.y = 100
    drawing.row(*HEADER)
    drawing.row("1", "Lưu hồ sơ", OFFICE, CENTRE, "Hàng tháng", "Báo cáo")
    drawing.close()
    document = read(drawing.as_pdf())

    assert [row.content for row in document.rows] == ["Rà soát hồ sơ", "Lưu hồ sơ"]
    assert "2 bảng nhiệm vụ" in document.findings[0].message


def test_a_watermark_is_not_read() -> None:
    data = plan_as_pdf(PLAN, watermark="DỰ THẢO")

    assert [printed(row) for row in read(data).rows] == [expected(row) for row in ROWS]


def test_the_last_line_of_a_cell_may_hang_over_the_last_rule() -> None:
    drawing = a_page()
    drawing.row("1", "Rà soát hồ sơ", "", "", "Quý II/2026", "Báo cáo", lines=2)
    drawing.words(323, drawing.y - 35, "Trung tâm Phục vụ")
    drawing.words(323, drawing.y - 20, "hành chính")
    drawing.words(323, drawing.y - 5, "công")
    drawing.close()

    assert [row.lead_text for row in rows_of(drawing)] == ["Trung tâm Phục vụ hành chính công"]


@pytest.mark.parametrize("number", range(1, 9))
def test_without_outer_border_the_words_of_a_cell_cut_by_the_page_stay_its_own(number: int) -> None:
    """The header or the rest of a row may stand alone on a page, between two lines."""
    rows = tuple(
        PlanRow(str(at), "Rà soát hồ sơ", OFFICE, CENTRE, "Hàng quý", "Sổ") for at in (1, 2)
    )
    before = tuple(f"Căn cứ thứ {at}" for at in range(number))
    plan = replace(PLAN, rows=rows, before=(*before, *PLAN.before))
    data = plan_as_pdf(plan, height=105, repeat_header=False, outer_border=False)
    document = read_document(data, "ke-hoach.pdf", year=2026)

    assert [printed(row) for row in document.rows] == [expected(row) for row in rows]
