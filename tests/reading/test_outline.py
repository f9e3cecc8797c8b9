"""Rows become sections, groups and tasks; labels stay labels; doubts are said, rows never lost."""

from __future__ import annotations

import pytest

from tests.reading.documents import cell
from tests.reading.helpers import HEADER, labels, messages, read_cells, read_rows, task_row
from tracker.reading.result import RowKind

LEAD = "Văn phòng HĐND và UBND"


def test_roman_rows_are_sections_and_rows_without_work_are_groups() -> None:
    document = read_rows(
        ("I", "Cải cách thể chế", "", "", "", ""),
        ("1", "Rà soát văn bản", "", "", "", ""),
        task_row("1.1"),
    )

    assert [row.kind for row in document.rows] == [RowKind.SECTION, RowKind.GROUP, RowKind.TASK]


def test_letters_stand_above_romans() -> None:
    document = read_rows(
        ("A", "Nhiệm vụ chung", "", "", "", ""), ("I", "Thể chế", "", "", "", ""), task_row("1")
    )

    assert labels(document, RowKind.SECTION) == ["A", "I"]


def test_a_roman_row_with_its_own_lead_and_deadline_is_a_task() -> None:
    document = read_rows(task_row("I"), ("II", "Mục hai", "", "", "", ""), task_row("1"))

    assert document.rows[0].kind is RowKind.TASK
    assert document.rows[1].kind is RowKind.SECTION


@pytest.mark.parametrize(
    ("text", "label", "content"),
    [
        ("I Công tác chỉ đạo", "I", "Công tác chỉ đạo"),
        ("II. Chính quyền số", "II.", "Chính quyền số"),
        ("1. Kinh tế số", "1.", "Kinh tế số"),
        ("1.2 Xã hội số", "1.2", "Xã hội số"),
        ("100% hồ sơ được số hóa", "", "100% hồ sơ được số hóa"),
        ("Nhiệm vụ thường xuyên", "", "Nhiệm vụ thường xuyên"),
    ],
)
def test_label_and_name_in_one_cell_over_the_table(text: str, label: str, content: str) -> None:
    document = read_cells([cell(text, span=6)], [cell(words) for words in task_row("1")])

    assert (document.rows[0].label, document.rows[0].content) == (label, content)
    assert document.rows[0].kind is not RowKind.TASK


def test_rows_without_label_and_dash_rows() -> None:
    document = read_rows(
        ("2", "Công khai kết quả", "", "", "", ""),
        ("", "Trên trang thông tin", "", "", "", ""),
        task_row("-", "Đăng tải báo cáo"),
        task_row("", "Niêm yết tại trụ sở"),
    )

    assert labels(document) == ["2", "", "-", ""]
    assert [row.kind.value for row in document.rows] == ["group", "group", "task", "task"]


def test_labels_are_kept_as_printed() -> None:
    rows = [task_row(label) for label in ("1.", "a)", "2", "2.10", "(3)")]

    assert labels(read_rows(*rows)) == ["1.", "a)", "2", "2.10", "(3)"]


def test_a_doubled_label_is_kept_and_said() -> None:
    document = read_rows(("I", "Mục", "", "", "", ""), task_row("4.3"), task_row("4.3", "Khác"))

    assert labels(document) == ["I", "4.3", "4.3"]
    assert messages(document.rows[1], "label") == []
    assert "đã có ở dòng trên" in messages(document.rows[2], "label")[0]


def test_labels_may_start_again_in_each_section() -> None:
    document = read_rows(
        ("I", "Mục một", "", "", "", ""),
        task_row("1"),
        ("II", "Mục hai", "", "", "", ""),
        task_row("1"),
    )

    assert all(not row.findings for row in document.rows)


def test_cells_merged_downwards_are_repeated_and_marked() -> None:
    first = [
        cell("3.1"),
        cell("Đạt 80% hồ sơ trực tuyến"),
        cell(LEAD, merge="restart"),
        cell("Công an phường"),
        cell("Thường xuyên", merge="restart"),
        cell("Báo cáo", merge="restart"),
    ]
    second = [
        cell("3.2"),
        cell("Đạt 60% thanh toán trực tuyến"),
        cell(merge="continue"),
        cell("Đoàn Thanh niên phường"),
        cell(merge="continue"),
        cell("Biên bản"),
    ]
    document = read_cells(first, second)
    row = document.rows[1]

    assert row.kind is RowKind.TASK
    assert (row.lead_text, row.deadline_text, row.product) == (LEAD, "Thường xuyên", "Biên bản")
    assert messages(row, "lead") == ["Ô trộn dọc: đơn vị chủ trì lấy từ dòng 3.1."]
    assert messages(row, "deadline") == ["Ô trộn dọc: thời gian lấy từ dòng 3.1."]
    assert messages(row, "cooperating") == []
    assert messages(document.rows[0], "lead") == []


def test_a_heading_inside_merged_cells_stays_a_heading() -> None:
    start = [cell("1"), cell("Việc một"), cell(LEAD, merge="restart")]
    rest = [cell(), cell("Quý I/2026"), cell("Báo cáo")]
    group = [cell("2"), cell("Nhóm hai"), cell(merge="continue"), cell(), cell(), cell()]
    task = [cell("2.1"), cell("Việc con"), cell(merge="continue"), cell(), cell("Quý II"), cell()]
    document = read_cells([*start, *rest], group, task)

    assert [row.kind.value for row in document.rows] == ["task", "group", "task"]
    assert document.rows[2].lead_text == LEAD


def test_a_task_whose_merged_cells_are_gone_stays_a_task_and_is_flagged() -> None:
    document = read_rows(task_row("3.1"), ("3.2", "Đạt 60%", "", "", "", ""), task_row("3.3"))
    row = document.rows[1]

    assert row.kind is RowKind.TASK
    assert row.lead_text is None
    assert row.deadline is None
    for field in ("lead", "cooperating", "deadline", "product"):
        assert messages(row, field)


def test_an_empty_cell_is_not_filled_but_the_value_above_is_offered() -> None:
    document = read_rows(task_row("1"), ("2", "Trực ban", LEAD, "", "", "Sổ trực"))
    row = document.rows[1]

    assert row.deadline is None
    assert "dòng 1 thì là “Trước 30/6/2026”" in messages(row, "deadline")[0]


def test_missing_lead_or_deadline_is_said() -> None:
    document = read_rows(
        ("1", "Lập danh sách", "", "", "Quý I/2026", ""), ("2", "Trực ban", LEAD, "", "", "")
    )

    assert messages(document.rows[0], "lead")
    assert messages(document.rows[1], "deadline")
    assert [row.kind for row in document.rows] == [RowKind.TASK, RowKind.TASK]


def test_a_row_without_content_is_listed_as_unread() -> None:
    document = read_rows(task_row("1"), ("2", "", "", "", "Quý I/2026", ""))

    assert [(row.text, row.reason) for row in document.unread] == [
        ("2 | Quý I/2026", "Dòng không có nội dung công việc.")
    ]
    assert document.rows_in_file == len(document.rows) + len(document.unread) == 2


def test_a_total_is_no_task_but_is_not_lost() -> None:
    document = read_rows(task_row("1"), ("", "Tổng cộng: 01 nhiệm vụ", "", "", "", ""))

    assert len(document.rows) == 1
    assert "tổng cộng" in document.unread[0].reason


def test_cong_khai_is_no_total() -> None:
    document = read_rows(("", "Công khai ngân sách", "", "", "", ""), task_row("-"))

    assert document.rows[0].content == "Công khai ngân sách"
    assert document.unread == []


def test_the_header_repeated_on_a_new_page_is_dropped() -> None:
    document = read_rows(task_row("1"), HEADER, task_row("2"))

    assert labels(document) == ["1", "2"]
    assert document.rows_in_file == 2


def test_a_row_cut_by_a_page_is_joined_and_marked() -> None:
    document = read_rows(
        ("1", "Tổ chức tập huấn cho cán bộ về", LEAD, "", "Quý I/2026", "Kế hoạch số 02/KH-"),
        ("", "an toàn thông tin", "", "", "", "UBND"),
    )
    row = document.rows[0]

    assert row.content == "Tổ chức tập huấn cho cán bộ về an toàn thông tin"
    assert row.product == "Kế hoạch số 02/KH-UBND"
    assert messages(row, "content")
    assert messages(row, "product")
    assert messages(row, "lead") == []
    assert document.rows_in_file == 1


def test_a_time_named_in_another_cell_is_suggested_not_taken() -> None:
    product = "Báo cáo gửi thành phố trước ngày 18 hàng tháng"
    document = read_rows(("1", "Tổng hợp số liệu", LEAD, "", "Định kỳ hàng tháng", product))
    row = document.rows[0]

    assert row.deadline_text == "Định kỳ hàng tháng"
    assert "ngày 18 hàng tháng" in messages(row, "product")[0]


def test_a_date_that_cites_a_document_is_no_hidden_time() -> None:
    content = "Thực hiện Quyết định số 45/QĐ-UBND ngày 03/02/2025 của UBND thành phố"
    document = read_rows(("1", content, LEAD, "", "Quý I/2026", ""))

    assert messages(document.rows[0], "content") == []


def test_a_note_in_the_middle_does_not_end_the_table() -> None:
    note = ("", "", "Ghi chú: các đơn vị gửi báo cáo", "", "", "")
    document = read_rows(task_row("1"), note, task_row("2"))

    assert labels(document, RowKind.TASK) == ["1", "2"]
    assert document.rows_in_file == len(document.rows) + len(document.unread) == 3


@pytest.mark.parametrize("words", ["công khai trên trang thông tin", "15"])
def test_a_heading_that_looks_like_a_scrap_is_doubted(words: str) -> None:
    above = ("1", "Lập hồ sơ.", LEAD, "", "Quý II", "Báo cáo")
    document = read_rows(above, ("", words, "", "", "", ""), task_row("2"))
    scrap = next(row for row in document.rows if row.kind is not RowKind.TASK)

    assert "phần còn lại của dòng trên" in messages(scrap, "kind")[-1]
