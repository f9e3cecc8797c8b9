"""Whom an "@" calls."""

from __future__ import annotations

import pytest

from tracker.conversations.rules import Named, mentioned

PEOPLE = [
    Named(1, "truong.vanhoa", "Ngô Thị Mẫu"),
    Named(2, "truong.vanhoa2", "Ngô Thị Mẫu Đơn"),
    Named(3, "vanphong", "Trần Đức Thử"),
]


@pytest.mark.parametrize(
    ("words", "called"),
    [
        ("Nhờ @Ngô Thị Mẫu xem lại.", {1}),
        ("nhờ @ngo thi mau xem lại", {1}),
        ("@Ngô Thị Mẫu Đơn và @vanphong.", {2, 3}),
        ("@truong.vanhoa2 gửi giúp", {2}),
        ("(@Trần Đức Thử)", {3}),
        ("@truong.vanhoa.", {1}),
        ("Ngô Thị Mẫu đã gửi", set()),
        ("thư vanphong@phuongmau.example", set()),
        ("@vanphongs @Ngô Thị", set()),
        ("@", set()),
        ("", set()),
    ],
)
def test_a_whole_name_after_an_at_sign_calls(words: str, called: set[int]) -> None:
    assert mentioned(words, PEOPLE) == called
