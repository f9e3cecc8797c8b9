"""Times of schools, the lunar calendar and councils; weeks, ticks, remarks: no day is made up."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.reading.deadlines import read_deadline
from tracker.reading.result import DeadlineKind


@pytest.mark.parametrize(
    "phrase",
    [
        "Năm học 2026-2027",
        "Học kỳ I năm học 2026 - 2027",
        "Đầu năm học",
        "Cuối học kỳ II",
        "Cả năm học",
        "Kỳ họp cuối năm 2026",
        "15/8 âm lịch",
        "Rằm tháng 8",
        "Tháng Giêng",
        "Tuần 1-2 tháng 9/2026",
        "Tuần 2, 3",
    ],
)
def test_a_time_that_is_no_day_of_the_calendar(phrase: str) -> None:
    reading = read_deadline(phrase, year=2026)

    assert reading.kind is DeadlineKind.FIXED
    assert (reading.dates, reading.certain) == ((), False)
    assert reading.explanation


@pytest.mark.parametrize("phrase", ["Q1-Q2/2026", "Quý I - Quý II/2026", "Q.I - Q.II"])
def test_quarters_written_short_are_one_span(phrase: str) -> None:
    reading = read_deadline(phrase, year=2026)

    assert (reading.starts_on, reading.dates) == (date(2026, 1, 1), (date(2026, 6, 30),))
    assert not reading.certain


@pytest.mark.parametrize(
    "phrase",
    ["Trước 30/6/2026 (đã hoàn thành)", "Chậm nhất 05 ngày sau khi kết thúc quý"],
)
def test_what_changes_a_time_is_doubted(phrase: str) -> None:
    assert not read_deadline(phrase, year=2026).certain


def test_a_tick_is_said_to_be_one() -> None:
    reading = read_deadline("x", year=2026)

    assert reading.kind is None
    assert "đánh dấu" in reading.explanation
