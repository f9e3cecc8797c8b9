"""Cells that say "as above", and bare numbers that their column's title explains."""

from __future__ import annotations

from datetime import date

import pytest

from tests.reading.helpers import messages, read_rows
from tracker.reading.result import ReadRow

HEADER = ("TT", "Nội dung", "Chủ trì", "Phối hợp", "Thời hạn")
OFFICE, CULTURE = "Văn phòng", "Phòng Văn hóa - Xã hội"
ABOVE = ("1", "Lập hồ sơ", OFFICE, CULTURE, "30/6/2026")


def rows_of(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> list[ReadRow]:
    return read_rows(*rows, header=header).rows


@pytest.mark.parametrize("mark", ["nt", "NT", "-nt-", "n/t", "(như trên)", "Như trên", "”", "〃"])
def test_as_above_takes_the_row_above_and_says_so(mark: str) -> None:
    row = rows_of(ABOVE, ("2", "Gửi hồ sơ", mark, mark, mark))[1]

    assert (row.lead, row.cooperating) == ((OFFICE,), (CULTURE,))
    assert row.deadline is not None
    assert row.deadline.dates == (date(2026, 6, 30),)
    assert (row.lead_text, row.deadline_text) == (mark, mark)
    assert f"Ô ghi “{mark}”, lấy như dòng 1: “{OFFICE}”." in messages(row, "lead")
    assert messages(row, "cooperating")
    assert messages(row, "deadline")


def test_as_above_goes_on_from_row_to_row() -> None:
    again = [(str(number), "Gửi hồ sơ", "nt", "nt", "nt") for number in (2, 3)]

    assert rows_of(ABOVE, *again)[2].lead == (OFFICE,)


def test_as_above_stands_for_an_empty_cell_too() -> None:
    row = rows_of(("1", "Lập hồ sơ", OFFICE, "", "30/6/2026"), ("2", "Gửi", "nt", "nt", "nt"))[1]

    assert row.cooperating == ()
    assert "Ô chỉ ghi “nt”" in messages(row, "cooperating")[0]


def test_as_above_does_not_reach_over_a_heading() -> None:
    row = rows_of(ABOVE, ("II", "Mục hai", "", "", ""), ("1", "Gửi", "nt", "", "30/9/2026"))[2]

    assert row.lead == ()
    assert messages(row, "lead") == ["Ô chỉ ghi “nt”, cần ghi rõ tên đơn vị."]


@pytest.mark.parametrize(
    ("title", "words", "dates"),
    [
        ("Tháng thực hiện", "3", [date(2026, 3, 31)]),
        ("Tháng thực hiện", "6; 12", [date(2026, 6, 30), date(2026, 12, 31)]),
        ("Quý", "II", [date(2026, 6, 30)]),
    ],
)
def test_bare_numbers_count_what_the_title_names(title: str, words: str, dates: list[date]) -> None:
    row = rows_of(("1", "Lập hồ sơ", OFFICE, words), header=("TT", "Nội dung", "Chủ trì", title))[0]

    assert row.deadline is not None
    assert list(row.deadline.dates) == dates
    assert row.deadline_text == words
    assert messages(row, "deadline") == []


@pytest.mark.parametrize(
    ("title", "words"), [("Tháng thực hiện", "1-12"), ("Tháng", "13"), ("Thời gian (tháng)", "6")]
)
def test_what_the_title_does_not_settle_is_asked(title: str, words: str) -> None:
    row = rows_of(("1", "Lập hồ sơ", OFFICE, words), header=("TT", "Nội dung", "Chủ trì", title))[0]

    assert row.deadline is None or not row.deadline.dates
    assert messages(row, "deadline")
