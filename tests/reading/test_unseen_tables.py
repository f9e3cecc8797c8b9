"""Shapes of plans from provinces, ministries and universities; tables that only look like plans."""

from __future__ import annotations

import pytest

from tests.reading.documents import cell, docx, paragraph, table
from tests.reading.helpers import HEADER, messages, read_rows, task_row
from tracker.reading.document import read_document
from tracker.reading.result import ReadDocument, RowKind, UnreadableDocumentError

LEAD = "Phòng Đào tạo"


def read_table(*rows: list[str]) -> ReadDocument:
    return read_document(docx(table(rows)), "x.docx", year=2026)


def cells(*words: str) -> list[str]:
    return [cell(text) for text in words]


def test_the_end_is_the_deadline_not_the_beginning() -> None:
    header = ("TT", "Nội dung", "Đơn vị thực hiện", "Thời gian bắt đầu", "Thời gian kết thúc")
    document = read_rows(
        ("1", "Lập hồ sơ mở ngành", LEAD, "01/3/2026", "30/6/2026"),
        ("2", "Tổng kết khóa học", LEAD, "15/9/2026", ""),
        header=header,
    )

    assert document.rows[0].deadline_text == "30/6/2026"
    assert document.rows[0].extra == {"Thời gian bắt đầu": "01/3/2026"}
    assert document.rows[1].deadline is None
    assert messages(document.rows[1], "deadline")


def test_a_code_is_the_label_only_where_nothing_else_numbers_the_rows() -> None:
    alone = read_rows(("A.1", "Lập hồ sơ", LEAD), header=("Mã", "Nội dung", "Đơn vị chủ trì"))
    beside = read_rows(
        ("1", "MV-07", "Lập hồ sơ", LEAD), header=("TT", "Mã", "Nội dung", "Đơn vị chủ trì")
    )

    assert (alone.rows[0].label, alone.rows[0].extra) == ("A.1", {})
    assert (beside.rows[0].label, beside.rows[0].extra) == ("1", {"Mã": "MV-07"})


def test_beginning_and_end_below_one_title() -> None:
    above = [cell("TT", merge="restart"), cell("Nội dung", merge="restart")]
    above += [cell("Đơn vị chủ trì", merge="restart"), cell("Thời gian thực hiện", span=2)]
    below = [cell(merge="continue") for _ in range(3)] + cells("Bắt đầu", "Kết thúc")
    document = read_table(above, below, cells("1", "Lập hồ sơ", LEAD, "01/3/2026", "30/6/2026"))

    assert [row.deadline_text for row in document.rows] == ["30/6/2026"]
    assert document.rows[0].extra == {"Thời gian thực hiện Bắt đầu": "01/3/2026"}


def test_a_second_header_row_without_merged_cells() -> None:
    above = [*cells("TT", "Nội dung"), cell("Thực hiện", span=2), cell("Thời hạn")]
    below = cells("", "", "Chủ trì", "Phối hợp", "")
    document = read_table(above, below, cells("1", "Lập hồ sơ", LEAD, "Khoa Luật", "Quý I/2026"))

    assert len(document.rows) == 1
    assert (document.rows[0].lead, document.rows[0].cooperating) == ((LEAD,), ("Khoa Luật",))


def test_a_road_map_of_ticks_gives_no_date_but_says_where_they_stand() -> None:
    above = [cell("TT", merge="restart"), cell("Nhiệm vụ", merge="restart")]
    above += [cell("Cơ quan chủ trì", merge="restart"), cell("Lộ trình", span=3)]
    below = [cell(merge="continue") for _ in range(3)] + cells("2025", "2026", "2027")
    document = read_table(above, below, cells("1", "Số hóa hồ sơ", "Sở Nội vụ", "", "x", "x"))
    row = document.rows[0]

    assert row.deadline is None
    assert row.extra == {"Lộ trình 2026": "x", "Lộ trình 2027": "x"}
    assert "“Lộ trình 2026”, “Lộ trình 2027”" in messages(row, "deadline")[0]


@pytest.mark.parametrize(
    ("header", "lead"),
    [
        (("STT", "Nhiệm vụ", "Lãnh đạo phụ trách", "Đơn vị thực hiện", "Thời hạn"), "Vụ Kế hoạch"),
        (("STT", "Nhiệm vụ", "Lãnh đạo chỉ đạo", "Cơ quan chủ trì", "Thời hạn"), "Vụ Kế hoạch"),
        (("STT", "Nhiệm vụ", "Lãnh đạo chỉ đạo", "Ghi chú", "Thời hạn"), "Thứ trưởng phụ trách"),
    ],
)
def test_the_unit_leads_and_a_leader_only_without_one(header: tuple[str, ...], lead: str) -> None:
    row = ("1", "Lập báo cáo quý", "Thứ trưởng phụ trách", "Vụ Kế hoạch", "Quý I/2026")

    assert read_rows(row, header=header).rows[0].lead == (lead,)


def test_the_column_filled_in_every_row_holds_the_task() -> None:
    header = ("TT", "Nhóm nhiệm vụ", "Nhiệm vụ cụ thể", "Cơ quan chủ trì", "Thời gian")
    first = [cell("1", merge="restart"), cell("Hạ tầng số", merge="restart")]
    second = [cell(merge="continue"), cell(merge="continue")]
    document = read_table(
        cells(*header),
        [*first, *cells("Lắp mạng không dây", LEAD, "Quý I/2026")],
        [*second, *cells("Nâng cấp mạng trong", LEAD, "Quý II/2026")],
    )

    assert [row.content for row in document.rows] == ["Lắp mạng không dây", "Nâng cấp mạng trong"]
    assert document.rows[1].extra == {"Nhóm nhiệm vụ": "Hạ tầng số"}
    assert messages(document.rows[1], "label") == ["Số thứ tự lấy từ ô trộn với dòng trên."]


def test_a_programme_of_documents_to_submit() -> None:
    header = ("TT", "Tên đề án, chương trình", "Cơ quan chủ trì", "Cơ quan thẩm định")
    row = ("1", "Đề án phát triển thư viện số", "Vụ Thư viện", "Bộ Tư pháp", "Tháng 5/2026")
    document = read_rows(row, header=(*header, "Thời hạn trình"))

    assert document.rows[0].content == "Đề án phát triển thư viện số"
    assert document.rows[0].extra == {"Cơ quan thẩm định": "Bộ Tư pháp"}


def test_a_programme_by_weeks_has_the_day_in_front() -> None:
    header = ("Thứ, ngày", "Buổi", "Nội dung công việc", "Chủ trì", "Địa điểm")
    row = ("Thứ Hai\n02/3/2026", "Sáng", "Họp giao ban", "Chủ tịch UBND", "Phòng họp số 1")
    document = read_rows(row, header=header)

    assert document.rows[0].deadline_text == "Thứ Hai 02/3/2026"
    assert document.rows[0].lead_text == "Chủ tịch UBND"


def test_a_programme_by_months_counts_anew_below_each_month() -> None:
    header = ("TT", "Nội dung", "Thời gian", "Đơn vị chủ trì")
    document = read_table(
        cells(*header),
        [cell("Tháng 9/2026", span=4)],
        cells("1", "Khai giảng năm học mới", "05/9/2026", LEAD),
        [cell("Tháng 10/2026", span=4)],
        cells("1", "Họp hội đồng khoa học", "", LEAD),
    )
    last = document.rows[3]

    assert [row.kind for row in document.rows[::2]] == [RowKind.GROUP, RowKind.GROUP]
    assert messages(last, "label") == []
    assert last.deadline is None
    assert "dưới tiêu đề “Tháng 10/2026”" in messages(last, "deadline")[0]


OTHER_TABLES = {
    "money": (
        ("STT", "Nội dung", "Đơn vị thực hiện", "Dự toán năm 2026", "Nguồn kinh phí"),
        ("1", "Mua máy tính", "Văn phòng", "50", "Ngân sách phường"),
    ),
    "steps": (
        ("Bước", "Nội dung công việc", "Trách nhiệm", "Thời gian", "Biểu mẫu"),
        ("B1", "Tiếp nhận hồ sơ", "Bộ phận Một cửa", "0,5 ngày", "Mẫu 01"),
    ),
    "people": (
        ("STT", "Đơn vị", "Đầu mối", "Điện thoại", "Nhiệm vụ"),
        ("1", "Phòng Kinh tế", "Ông A", "09", "Tổng hợp"),
    ),
    "hours": (
        ("Thời gian", "Nội dung", "Người thực hiện"),
        ("7h30 - 8h00", "Đón tiếp đại biểu", "Ban Tổ chức"),
        ("8 giờ 15 phút", "Khai mạc hội nghị", "Người dẫn"),
    ),
    "lessons": (
        ("TT", "Nội dung chuyên đề", "Đối tượng", "Số lượng", "Thời gian", "Địa điểm"),
        ("1", "An toàn thông tin", "Cán bộ xã", "50", "02 ngày", "Hội trường"),
    ),
}


@pytest.mark.parametrize("rows", OTHER_TABLES.values(), ids=OTHER_TABLES)
def test_tables_of_money_people_steps_and_hours_give_no_tasks(
    rows: tuple[tuple[str, ...], ...],
) -> None:
    with pytest.raises(UnreadableDocumentError, match="Không tìm thấy bảng nhiệm vụ"):
        read_table(*(cells(*row) for row in rows))


def test_a_form_to_fill_in_gives_no_rows() -> None:
    form = table([cells(*HEADER), *(cells(label, "...", "", "", "……", "") for label in "12")])
    tasks = table([cells(*HEADER), cells(*task_row("1"))])
    document = read_document(docx(tasks, paragraph("Mẫu báo cáo"), form), "x.docx", year=2026)

    assert document.rows_in_file == 1
    assert document.findings == []
    with pytest.raises(UnreadableDocumentError, match="chỉ có hàng tiêu đề"):
        read_document(docx(form), "x.docx")


@pytest.mark.parametrize("between", ["", "2", "- 12 -", "Trang 3/7"])
def test_a_page_number_between_two_parts_of_a_table(between: str) -> None:
    parts = [table([cells(*HEADER), cells(*task_row("1"))]), table([cells(*task_row("2"))])]
    document = read_document(docx(parts[0], paragraph(between), parts[1]), "x.docx", year=2026)

    assert [row.label for row in document.rows] == ["1", "2"]


def test_words_between_two_parts_whose_numbers_go_on() -> None:
    parts = [table([cells(*HEADER), cells(*task_row("1"))]), table([cells(*task_row("2"))])]
    words = paragraph("Phụ lục (tiếp theo)")

    assert len(read_document(docx(parts[0], words, parts[1]), "x.docx").rows) == 2


def test_a_table_that_may_be_the_rest_is_never_passed_over_in_silence() -> None:
    first = table([cells(*HEADER), cells(*task_row("1"))])
    other = table([cells(*task_row("9", "Lưu trữ hồ sơ"))])
    document = read_document(docx(first, paragraph("Các việc khác"), other), "x.docx", year=2026)

    assert document.rows_in_file == 1
    assert "Bảng thứ 2" in document.findings[0].message


def test_a_section_whose_words_stand_before_the_content() -> None:
    header = ("TT", "Mục tiêu", "Hoạt động triển khai", "Đơn vị đầu mối", "Kết thúc", "Minh chứng")
    document = read_rows(
        ("I", "Đào tạo", "", "", "", ""),
        ("1", "Nâng chuẩn", "Rà soát chương trình", "Phòng Đào tạo", "12/2026", "Quyết định"),
        header=header,
    )
    section, task = document.rows

    assert (section.kind, section.content, section.extra) == (RowKind.SECTION, "Đào tạo", {})
    assert (task.deadline_text, task.product) == ("12/2026", "Quyết định")
    assert document.unread == []


def test_of_two_columns_of_times_a_person_says_which_binds() -> None:
    header = ("TT", "Nhiệm vụ", "Vụ chủ trì", "Thời hạn trình Bộ", "Thời hạn trình Chính phủ")
    document = read_rows(
        ("1", "Nghị định về dữ liệu", "Vụ Pháp chế", "30/9/2026", "31/10/2026"),
        ("2", "Thông tư về báo cáo", "Văn phòng Bộ", "Quý III", ""),
        header=header,
    )

    assert (
        "“Thời hạn trình Chính phủ” ghi “31/10/2026”" in messages(document.rows[0], "deadline")[0]
    )
    assert messages(document.rows[1], "deadline") == []


def test_a_time_below_a_title_that_does_not_say_so_is_offered() -> None:
    header = ("TT", "Nội dung", "Cơ quan tham mưu", "Cơ quan phối hợp", "Trình BCH", "Kinh phí")
    document = read_rows(
        ("1", "Nghị quyết chuyển đổi số", "Ban Xây dựng Đảng", "Các chi bộ", "Tháng 3", "2000"),
        header=header,
    )
    task = document.rows[0]

    assert task.deadline is None
    assert "“Tháng 3” ở cột “Trình BCH”;" in messages(task, "deadline")[0]


def test_plain_words_for_who_helps_and_by_when() -> None:
    header = ("Khi nào xong", "Việc cần làm", "Ai làm", "Hỗ trợ")
    document = read_rows(("25/3/2026", "Lập danh sách", "Văn phòng", "Các thôn"), header=header)
    task = document.rows[0]

    assert (task.lead_text, task.cooperating_text) == ("Văn phòng", "Các thôn")
    assert task.deadline_text == "25/3/2026"
