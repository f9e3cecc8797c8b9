"""What meets a level, how figures and distances are written: exact, whatever a rounding says."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.numbers import decimal_number, decimal_words
from tracker.reading.result import Comparator
from tracker.targets.rules import (
    Base,
    Change,
    Entered,
    Level,
    TargetState,
    change_of,
    distance_words,
    figure_of,
    figure_words,
    level_words,
    meets,
    narrowing_of,
    state_of,
)


def level(comparator: str, value: str, measure: str = "%") -> Level:
    return Level(Comparator(comparator), Decimal(value), measure)


@pytest.mark.parametrize(
    ("comparator", "value", "figure", "met"),
    [
        ("≥", "95", "95", True),
        ("≥", "95", "94.99", False),
        (">", "98", "98", False),
        (">", "98", "98.01", True),
        ("≤", "2", "2", True),
        ("≤", "2", "2.1", False),
        ("<", "2", "2", False),
        ("=", "100", "100", True),
        ("=", "100", "99.9", False),
        ("=", "90", "95", True),
        ("=", "0", "0", True),
        ("=", "0", "0.5", False),
    ],
)
def test_what_meets_a_level(comparator: str, value: str, figure: str, met: bool) -> None:
    assert meets(level(comparator, value), Fraction(figure)) is met


def test_without_a_figure_nothing_is_said_of_it() -> None:
    assert state_of(level("≥", "95"), None) is TargetState.NOT_MEASURED
    assert distance_words(level("≥", "95"), None) == ""


def test_a_rate_is_exact_where_its_rounding_would_lie() -> None:
    rate = figure_of(Entered(numerator=Decimal(94996), denominator=Decimal(100000)), "%", None)
    assert rate == Fraction(94996, 1000)
    assert figure_words(level("≥", "95"), rate) == "94,99%"
    assert distance_words(level("≥", "95"), rate) == "còn thiếu chưa đến 0,01 điểm %"
    assert state_of(level("≥", "95"), rate) is TargetState.NOT_MET


@pytest.mark.parametrize(
    ("asked", "figure", "words"),
    [
        (level("≥", "95"), "87.5", "còn thiếu 7,5 điểm %"),
        (level("≥", "95"), "97", "vượt 2 điểm %"),
        (level("≥", "95"), "95", "đúng bằng chỉ tiêu"),
        (level(">", "95"), "95", "mới bằng mức, cần vượt qua"),
        (level("≤", "3", "ngày"), "5", "cao hơn mức cho phép 2 ngày"),
        (level("≤", "3", "ngày"), "2", "thấp hơn mức cho phép 1 ngày"),
        (level("≥", "1500", "hồ sơ"), "200", "còn thiếu 1.300 hồ sơ"),
    ],
)
def test_the_distance_in_words(asked: Level, figure: str, words: str) -> None:
    assert distance_words(asked, Fraction(figure)) == words


def test_levels_are_written_as_offices_write_them() -> None:
    assert level_words(level("≥", "98.50")) == "≥ 98,50%"
    assert level_words(level("≤", "1500", "hồ sơ")) == "≤ 1.500 hồ sơ"


def test_a_change_against_a_base_year() -> None:
    base = Base(Change.DECREASE, Decimal(30))
    assert figure_of(Entered(level=Decimal(15)), "%", base) == 50
    assert figure_of(Entered(level=Decimal(36)), "%", base) == -20
    assert figure_of(Entered(level=Decimal(15)), "%", Base(Change.DECREASE, None)) is None
    assert figure_of(Entered(level=Decimal(45)), "%", Base(Change.INCREASE, Decimal(30))) == 50
    assert change_of("cắt giảm chi phí tuân thủ") is Change.DECREASE
    assert change_of("tăng số hồ sơ") is Change.INCREASE
    assert change_of("hồ sơ giảm giá") is None


def test_what_a_printed_scope_is() -> None:
    assert narrowing_of("trừ thủ tục đặc thù").exception == "trừ thủ tục đặc thù"
    assert narrowing_of("lĩnh vực đất đai").scope == "lĩnh vực đất đai"
    base = narrowing_of("so với năm 2024")
    assert (base.base_words, base.base_year, base.scope) == ("so với năm 2024", 2024, None)
    assert narrowing_of("so với cùng kỳ").scope == "so với cùng kỳ"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("98,5", "98.5"),
        ("98.5", "98.5"),
        ("1.500", "1500"),
        ("1.500.000,25", "1500000.25"),
        (" 12 ", "12"),
        ("98,50", "98.50"),
        ("", None),
        ("1e5", None),
        ("NaN", None),
        ("chín", None),
        ("1,2,3", None),
        ("٣", None),
        ("9" * 30, None),
    ],
)
def test_numbers_as_people_type_them(typed: str, number: str | None) -> None:
    found = decimal_number(typed)
    assert (None if found is None else str(found)) == number


@given(st.decimals(min_value=0, max_value=10**9, places=3))
def test_what_is_shown_is_read_back(value: Decimal) -> None:
    assert decimal_number(decimal_words(value)) == value


@given(
    st.sampled_from(list(Comparator)),
    st.decimals(min_value=0, max_value=200, places=1),
    st.fractions(min_value=0, max_value=200),
)
def test_the_words_of_a_figure_say_the_same_as_the_figure(
    comparator: Comparator, value: Decimal, figure: Fraction
) -> None:
    asked = Level(comparator, value, "%")
    shown = decimal_number(figure_words(asked, figure).removesuffix("%"))
    assert shown is not None
    assert abs(Fraction(shown) - figure) <= Fraction(1, 100)
    assert meets(asked, Fraction(shown)) is meets(asked, figure)
