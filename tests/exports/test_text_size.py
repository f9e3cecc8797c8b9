"""Room that words take, guessed without setting them."""

from __future__ import annotations

import pytest

from tracker.exports.text_size import most_lines, most_lines_by_word, usual_lines, usual_width


def test_short_text_takes_one_line_and_line_breaks_count() -> None:
    assert usual_lines("Báo cáo", 60) == 1
    assert usual_lines("Báo cáo\n\nKế hoạch", 60) == 3


def test_long_text_takes_as_many_lines_as_its_width_asks_for() -> None:
    text = "rà soát thủ tục " * 20
    assert usual_lines(text, 50) == pytest.approx(usual_width(text) / 50, rel=0.3)


@pytest.mark.parametrize("text", ["W" * 400, "nghiêng " * 60, "a\n" * 30, "", "NGHIÊNG " * 60])
@pytest.mark.parametrize("width", [12, 40, 120])
def test_the_most_is_never_less_than_the_usual(text: str, width: float) -> None:
    assert most_lines(text, width) >= usual_lines(text, width)
    assert most_lines_by_word(text, width) >= usual_lines(text, width)


def test_counted_word_by_word_a_narrow_cell_is_known_to_be_low() -> None:
    text = "Phòng Văn hóa - Xã hội; Phòng Kinh tế, Hạ tầng và Đô thị"
    assert usual_lines(text, 24) < most_lines_by_word(text, 24) < most_lines(text, 24)
