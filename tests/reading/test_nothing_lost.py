"""No printed word of a table, or under it, is dropped without a word about it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reading.documents import cell, docx, paragraph, table
from tests.reading.helpers import HEADER, messages, read_cells, read_rows, task_row
from tracker.reading.document import read_document, read_pasted
from tracker.reading.result import ReadDocument, RowKind, UnreadableDocumentError


def cells(*texts: str) -> list[str]:
    return [cell(text) for text in texts]


def said(document: ReadDocument) -> str:
    return " ".join(finding.message for finding in document.findings)


def everything(document: ReadDocument) -> str:
    """All that the person who reviews the reading sees."""
    pieces = [said(document), *(row.text for row in document.unread), document.title or ""]
    for row in document.rows:
        pieces += [row.label, row.content, row.product or "", *row.extra.values()]
        pieces += [row.lead_text or "", row.cooperating_text or "", row.deadline_text or ""]
    return " ".join(pieces)


def test_cells_beside_a_heading_stand_under_their_titles() -> None:
    heading = [cell("I. Công tác chung", span=3), *cells("Công an phường", "", "Báo cáo chung")]
    document = read_cells(heading, cells(*task_row("1")))

    assert document.rows[0].kind is RowKind.SECTION
    assert document.rows[0].extra == {
        "Đơn vị phối hợp": "Công an phường",
        "Sản phẩm": "Báo cáo chung",
    }


def test_numbered_rows_below_a_note_are_rows() -> None:
    note = ("", "Ghi chú: các đơn vị chủ động thực hiện", "", "", "", "")
    document = read_rows(task_row("1"), note, ("2", "Rà soát ngõ, ngách", "", "", "", ""))

    assert [row.label for row in document.rows] == ["1", "", "2"]


def test_a_note_under_the_table_is_said_but_not_recipients_and_signature() -> None:
    document = read_rows(
        task_row("1"),
        ("Ghi chú: việc có dấu * báo cáo hằng tuần.", "", "", "", "", ""),
        ("Nơi nhận:", "", "", "", "CHỦ TỊCH", ""),
        ("- Các phòng, đơn vị;", "", "", "", "", ""),
        ("- Lưu: VT.", "", "", "", "Nguyễn Văn Mẫu", ""),
    )

    assert len(document.rows) == 1
    assert document.findings[-1].message == (
        "Ngoài bảng nhiệm vụ, phía dưới còn 1 dòng chữ không thành việc: “Ghi chú: việc có dấu * "
        "báo cáo hằng tuần.”. Hãy xem có việc phải giao không."
    )


def test_lines_between_and_after_the_tables_are_said() -> None:
    first = table([cells(*HEADER), cells(*task_row("1"))])
    second = table([cells(*HEADER), cells(*task_row("2"))])
    file = docx(
        first,
        paragraph("Nhiệm vụ của các tổ dân phố"),
        second,
        paragraph("Giao Công an phường theo dõi, đôn đốc."),
        paragraph("TM. ỦY BAN NHÂN DÂN"),
        paragraph("Nguyễn Văn Mẫu"),
    )
    document = read_document(file, "x.docx", year=2026)

    assert "còn 2 dòng chữ" in said(document)
    assert "Nhiệm vụ của các tổ dân phố | Giao Công an phường theo dõi" in said(document)


def test_a_table_that_is_none_of_tasks_is_said() -> None:
    tasks = table([cells(*HEADER), cells(*task_row("1"))])
    goals = table([cells("TT", "Chỉ tiêu", "Đơn vị tính", "Giá trị"), cells("1", "Hộ", "%", "90")])
    document = read_document(docx(goals, tasks), "x.docx", year=2026)

    assert len(document.rows) == 1
    assert "Bảng thứ 1 trong tệp (mở đầu “TT | Chỉ tiêu | Đơn vị tính | Giá trị”)" in said(document)


def test_rows_above_the_header_of_a_sheet_are_said() -> None:
    rows = ["TT;Chỉ tiêu;Đơn vị tính;Giá trị;;", "1;Hộ nghèo;%;2;;", "2;Hộ cận nghèo;%;3;;"]
    rows += [";".join(HEADER), ";".join(task_row("1")), ";".join(task_row("2"))]
    document = read_pasted("\n".join(rows), year=2026)

    assert [row.label for row in document.rows] == ["1", "2"]
    assert "Phía trên tiêu đề của bảng nhiệm vụ còn 3 hàng" in said(document)


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_rows_saved_with_a_longer_letterhead(delimiter: str) -> None:
    letterhead = ["ỦY BAN NHÂN DÂN", "PHƯỜNG MẪU", "KẾ HOẠCH", "Chuyển đổi số năm 2026"]
    rows = [delimiter.join(values) for values in (HEADER, task_row("1"))]
    document = read_pasted("\n".join([*letterhead, *rows]), year=2026)

    assert [row.label for row in document.rows] == ["1"]


def test_a_cell_partly_merged_with_the_row_above_is_the_rows_own() -> None:
    """A header over two columns: the left cell runs down, the right one is printed anew."""
    header = [*cells("TT", "Nội dung"), cell("Đơn vị chủ trì", span=2), *cells("Thời hạn")]
    first = [*cells("1", "Rà soát"), cell("Trạm Y tế", merge="restart"), *cells("", "Quý I/2026")]
    below = [*cells("", ""), cell(merge="continue"), *cells("Công an phường", "")]
    document = read_document(docx(table([header, first, below])), "x.docx", year=2026)

    assert "Công an phường" in everything(document)


PLACES = st.lists(
    st.lists(
        st.sampled_from(["", "", "việc", "I", "1", "a)", "Ghi chú:", "Quý I/2026", "120"]),
        min_size=6,
        max_size=7,
    ),
    min_size=1,
    max_size=6,
)


@given(PLACES, st.integers(0, 3))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_every_word_is_seen(places: list[list[str]], wide: int) -> None:
    """A word of its own in each filled cell of any rows shows up in a row or is quoted."""
    rows = [
        [f"{words} riêng{at}x{to}" if words and to else words for to, words in enumerate(row)]
        for at, row in enumerate(places)
    ]
    written = [cells(*row) for row in rows]
    if wide > 1:
        written[0] = [cell(rows[0][0], span=wide), *written[0][wide:]]
        rows[0] = [rows[0][0], *rows[0][wide:]]
    try:
        document = read_cells(*written, cells(*task_row("9")))
    except UnreadableDocumentError:
        return
    printed = set(re.findall(r"riêng\d+x\d+", " ".join(map(" ".join, rows))))

    assert printed <= set(re.findall(r"riêng\d+x\d+", everything(document)))


def test_rows_on_the_page_after_a_header_that_stands_alone() -> None:
    file = docx(table([cells(*HEADER)]), table([cells(*task_row("1"))]))
    document = read_document(file, "x.docx", year=2026)

    assert [row.label for row in document.rows] == ["1"]


def test_tasks_in_one_row_without_lines_between_them_are_for_a_person_to_part() -> None:
    """A table ruled in columns only: the words of all its rows stand in the cells of one."""
    row = (
        "1\n2",
        "Rà soát\nLập danh sách",
        "Trạm Y tế\nCông an phường",
        "",
        "Quý I/2026\n30/6/2026",
        "",
    )
    document = read_rows(row, task_row("3"))

    for name in ("label", "content", "lead", "deadline"):
        assert any("nhiều việc" in message for message in messages(document.rows[0], name))
    assert not any("nhiều việc" in finding.message for finding in document.rows[1].findings)


def test_a_heading_as_long_as_many_rows_is_doubted() -> None:
    words = "II. Hạ tầng số " + "4 Rà soát hồ sơ đất đai Công an phường Quý I/2026 " * 10
    document = read_cells([cell(words, span=6)], cells(*task_row("1")))

    assert any("Tiêu đề dài" in message for message in messages(document.rows[0], "kind"))
