"""The header's words name the columns; tables that give no tasks are left alone."""

from __future__ import annotations

import pytest

from tests.reading.documents import PLAN, cell, docx, paragraph, plan_as_docx, table
from tests.reading.helpers import HEADER, read_rows, task_row
from tracker.reading.columns import Column, meaning_of
from tracker.reading.document import read_document
from tracker.reading.result import UnreadableDocumentError

TITLES = {
    Column.LABEL: ["TT", "STT", "Số TT", "Số\nTT", "Số thứ tự"],
    Column.CONTENT: [
        "Nội dung công việc",
        "NHIỆM VỤ",
        "Nội dung/\nnhiệm vụ",
        "Tên nhiệm vụ, giải pháp",
        "Công việc",
        "Nội dung hoạt động",
    ],
    Column.LEAD: [
        "Cơ quan\nchủ trì",
        "Đơn vị chủ trì",
        "Bộ phận chủ trì",
        "Đơn vị thực hiện",
        "Sở, ngành chủ trì tham mưu",
        "Đơn vị",
        "Cơ quan, đơn vị",
        "Người phụ trách",
        "Phân công",
    ],
    Column.COOPERATING: ["CƠ QUAN PHỐI HỢP", "Đơn vị phối hợp thực hiện", "Phối hợp"],
    Column.DEADLINE: [
        "Thời gian\nthực hiện/\nhoàn thành",
        "Thời hạn",
        "Tiến độ",
        "Tiến độ hoàn thành",
        "Hạn hoàn thành",
        "Thời gian hoàn thành",
    ],
    Column.PRODUCT: [
        "Kết quả",
        "Dự kiến sản phẩm",
        "Sản phẩm",
        "Chỉ tiêu đạt được",
        "Kết quả đạt được",
    ],
}


@pytest.mark.parametrize(
    ("column", "title"),
    [(column, title) for column, titles in TITLES.items() for title in titles],
)
def test_synonyms_of_each_column(column: Column, title: str) -> None:
    found = meaning_of(title)

    assert found is not None
    assert found[0] is column


@pytest.mark.parametrize("title", ["Kinh phí (triệu đồng)", "Ghi chú", "", "Mã hồ sơ"])
def test_other_columns_have_no_meaning(title: str) -> None:
    assert meaning_of(title) is None


def test_unknown_columns_are_kept() -> None:
    header = (*HEADER, "Kinh phí", "Ghi chú")
    document = read_rows((*task_row("1"), "12 triệu đồng", ""), header=header)

    assert document.rows[0].extra == {"Kinh phí": "12 triệu đồng"}
    assert document.columns == list(header)


def test_two_header_rows() -> None:
    above = [
        cell("TT", merge="restart"),
        cell("Nội dung", merge="restart"),
        cell("Đơn vị thực hiện", span=2),
        cell("Thời gian", merge="restart"),
        cell("Sản phẩm", merge="restart"),
    ]
    below = [
        cell(merge="continue"),
        cell(merge="continue"),
        cell("Chủ trì"),
        cell("Phối hợp"),
        cell(merge="continue"),
        cell(merge="continue"),
    ]
    rows = table([above, below, [cell(text) for text in task_row("1")]])
    document = read_document(docx(rows), "x.docx")

    assert len(document.rows) == 1
    assert document.rows[0].lead_text == "Văn phòng HĐND và UBND"
    assert document.rows[0].cooperating_text == "Công an phường"
    assert document.columns[2:4] == ["Đơn vị thực hiện Chủ trì", "Đơn vị thực hiện Phối hợp"]


@pytest.mark.parametrize(
    "numbers",
    [
        ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)"),
        ("1", "2", "3", "4", "5", "6"),
        ("A", "B", "1", "2", "3", "4"),
    ],
)
def test_row_numbering_the_columns_is_no_row(numbers: tuple[str, ...]) -> None:
    document = read_rows(numbers, task_row("1"))

    assert [row.content for row in document.rows] == ["Rà soát hồ sơ"]
    assert document.rows_in_file == 1


def test_body_cells_cut_finer_than_the_header() -> None:
    header = [cell("TT"), cell("Nội dung", span=2), cell("Chủ trì"), cell("Thời hạn")]
    row = [
        cell("1"),
        cell("Lập hồ sơ"),
        cell("khu đất"),
        cell("Công an phường"),
        cell("Quý I/2026"),
    ]
    document = read_document(docx(table([header, row])), "x.docx")

    assert document.rows[0].content == "Lập hồ sơ khu đất"
    assert document.rows[0].deadline_text == "Quý I/2026"


def test_one_column_for_lead_and_cooperating_is_said() -> None:
    header = ("TT", "Nội dung", "Đơn vị chủ trì, phối hợp", "Thời hạn")
    row = ("1", "Lập danh sách", "Công an phường; Phòng Văn hóa - Xã hội", "Quý I/2026")
    document = read_rows(row, header=header)

    assert any("ghi chung chủ trì và phối hợp" in f.message for f in document.rows[0].findings)


def test_missing_deadline_column_is_said() -> None:
    header = ("TT", "Nội dung", "Đơn vị chủ trì", "Sản phẩm")
    document = read_rows(("1", "Lập danh sách", "Công an phường", "Danh sách"), header=header)

    assert [finding.message for finding in document.findings] == ["Bảng không có cột thời gian."]


OTHER_TABLES = {
    "servers": [["TT", "Tên máy chủ", "Địa chỉ", "Ghi chú"], ["1", "Máy chủ tệp", "10.0.0.1", ""]],
    "procedures": [["STT", "Tên thủ tục", "Lĩnh vực"], ["1", "Khai sinh", "Hộ tịch"]],
    "recipients": [["Nơi nhận:\n- Như trên;\n- Lưu: VT.", "CHỦ TỊCH\n\nNguyễn Văn Mẫu"]],
    "targets": [
        ["TT", "Chỉ tiêu", "Đơn vị tính", "Năm 2026"],
        ["1", "Hồ sơ trực tuyến", "%", "80"],
    ],
}


def _table(rows: list[list[str]]) -> str:
    return table([[cell(text) for text in row] for row in rows])


@pytest.mark.parametrize("rows", OTHER_TABLES.values(), ids=OTHER_TABLES)
def test_other_tables_give_no_tasks(rows: list[list[str]]) -> None:
    other = table([[cell(text) for text in row] for row in rows])

    with pytest.raises(UnreadableDocumentError, match="Không tìm thấy bảng nhiệm vụ"):
        read_document(docx(other), "x.docx")


def test_the_task_table_is_found_among_others() -> None:
    others = [
        table([[cell(text) for text in row] for row in rows]) for rows in OTHER_TABLES.values()
    ]
    tasks = table([[cell(t) for t in HEADER], [cell(t) for t in task_row("1")]])
    document = read_document(docx(*others[:2], tasks, *others[2:]), "x.docx")

    assert [row.label for row in document.rows] == ["1"]
    assert document.rows[0].anchor.table == 3
    assert document.rows[0].anchor.row == 2


def test_two_task_tables_are_read_one_after_the_other() -> None:
    tables = [
        table([[cell(t) for t in HEADER], [cell(t) for t in task_row(label)]]) for label in "12"
    ]
    document = read_document(docx(tables[0], paragraph("Phụ lục II"), tables[1]), "x.docx")

    assert [row.label for row in document.rows] == ["1", "2"]
    assert "2 bảng nhiệm vụ" in document.findings[0].message


def test_a_table_going_on_without_header_belongs_to_the_one_above() -> None:
    first = table([[cell(t) for t in HEADER], [cell(t) for t in task_row("1")]])
    second = table([[cell(t) for t in task_row("2", "Lưu trữ hồ sơ")]])
    document = read_document(docx(first, second), "x.docx")

    assert [row.content for row in document.rows] == ["Rà soát hồ sơ", "Lưu trữ hồ sơ"]


def test_another_table_below_without_words_between_is_no_rest() -> None:
    first = _table([list(HEADER), list(task_row("1"))])
    titles = ["TT", "Lĩnh vực", "Tổng số", "Đúng hạn", "Trễ hạn", "Tỷ lệ"]
    other = _table([titles, ["1", "Hộ tịch", "20", "19", "1", "95%"]])

    assert len(read_document(docx(first, other), "x.docx").rows) == 1


def test_header_without_rows_is_said() -> None:
    with pytest.raises(UnreadableDocumentError, match="chỉ có hàng tiêu đề"):
        read_rows()


def test_the_letterhead_is_no_row() -> None:
    document = read_document(plan_as_docx(), "x.docx")

    assert document.rows_in_file == len(PLAN.rows)
