"""Directives by subject: headings, and the values that close a group or stand below a task."""

from __future__ import annotations

from datetime import date

from tests.reading.directives import BY_SUBJECT, GROUPS
from tests.reading.helpers import labels, messages
from tracker.reading.document import read_pasted
from tracker.reading.result import ReadDocument, ReadRow, RowKind

LETTER = """KẾ HOẠCH
Ngày hội đọc sách năm 2026
II. NỘI DUNG
1. Tuyên truyền
- Treo băng rôn tại nhà văn hóa.
- Phát thanh giới thiệu sách mới.
(Thực hiện: Phòng Văn hóa - Xã hội; thời gian: trước ngày 18/4/2026)
2. Tổ chức
- Trưng bày sách tại thư viện.
- Thực hiện: rà soát danh mục sách cũ.
"""


def task(document: ReadDocument, beginning: str) -> ReadRow:
    return next(row for row in document.rows if row.content.startswith(beginning))


def test_headings_and_their_order() -> None:
    document = read_pasted(BY_SUBJECT)

    assert labels(document, RowKind.SECTION) == ["I.", "II."]
    assert labels(document, RowKind.GROUP) == ["1.", "2."]
    assert labels(document) == ["I.", "1.", "2.", "II.", "1.", "a)", "b)", "2.", "+", "+"]


def test_values_that_close_a_group_hold_for_all_its_tasks() -> None:
    document = read_pasted(GROUPS)
    first, second = task(document, "Rà soát các điểm"), task(document, "Kiểm tra phương tiện")

    assert first.lead == second.lead == ("Phòng Kinh tế",)
    assert second.cooperating == ("Công an phường", "Ban Chỉ huy Quân sự phường")
    assert second.deadline is not None
    assert second.deadline.dates == (date(2026, 6, 30),)
    assert "Ghi chung ở cuối nhóm" in messages(second, "lead")[0]


def test_values_on_lines_of_their_own_make_the_heading_a_task() -> None:
    row = task(read_pasted(GROUPS), "Mua sắm vật tư")

    assert row.kind is RowKind.TASK
    assert row.lead == ("Văn phòng HĐND và UBND",)
    assert row.cooperating == ("Phòng Kinh tế",)
    assert (row.deadline_text, row.product) == ("Trước 30/4/2026", "Danh mục vật tư")
    assert row.findings == []


def test_values_in_brackets_are_taken_out_of_the_content() -> None:
    row = task(read_pasted(GROUPS), "Trực ban")

    assert row.content == "Trực ban trong mùa mưa bão"
    assert row.lead == ("Công an phường",)
    assert row.deadline_text == "Thường xuyên"


def test_a_group_closed_by_who_does_it_in_brackets() -> None:
    document = read_pasted(LETTER)
    tasks = [task(document, "Treo"), task(document, "Phát thanh")]

    assert {row.lead for row in tasks} == {("Phòng Văn hóa - Xã hội",)}
    assert {row.deadline_text for row in tasks} == {"trước ngày 18/4/2026"}
    assert task(document, "Trưng bày").lead == ()


def test_doing_something_names_no_unit() -> None:
    row = task(read_pasted(LETTER), "Thực hiện: rà soát")

    assert row.lead == ()


def test_a_value_said_several_times_is_kept_and_told() -> None:
    said = "Đơn vị chủ trì: Phòng Kinh tế. Đơn vị chủ trì: Trạm Y tế."
    row = task(read_pasted(GROUPS.replace("Thường xuyên).", f"Thường xuyên). {said}")), "Trực ban")

    assert row.lead == ("Công an phường",)
    assert row.extra == {"Đơn vị chủ trì (ghi thêm)": "Phòng Kinh tế; Trạm Y tế"}
    assert messages(row, "lead") == ["Văn bản còn ghi thêm ở mục này: Phòng Kinh tế; Trạm Y tế."]


def test_values_said_again_on_the_next_lines_are_kept() -> None:
    again = "- Đơn vị chủ trì: Trạm Y tế.\n- Kinh phí: 5 triệu.\n- Kinh phí: thêm 2 triệu.\n"
    document = read_pasted(GROUPS.replace("- Đơn vị phối hợp: Phòng", f"{again}- Phối hợp: Phòng"))
    row = task(document, "Mua sắm vật tư")

    assert row.lead == ("Văn phòng HĐND và UBND",)
    assert row.cooperating == ("Phòng Kinh tế",)
    assert row.extra == {
        "Đơn vị chủ trì (ghi thêm)": "Trạm Y tế",
        "Kinh phí": "5 triệu; thêm 2 triệu",
    }
    assert "Trạm Y tế" in messages(row, "lead")[-1]
