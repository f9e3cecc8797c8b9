"""Working days: the days off that public employees had in 2025 and 2026, and counting them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tracker.core.calendar_vn import NATIONAL_CALENDAR

# Weekdays off, as decided by the Government and the Ministry of Home Affairs for public employees.
WEEKDAYS_OFF = {
    2025: {
        date(2025, 1, 1),
        *(date(2025, 1, day) for day in range(27, 32)),
        date(2025, 4, 7),
        date(2025, 4, 30),
        date(2025, 5, 1),
        date(2025, 5, 2),
        date(2025, 9, 1),
        date(2025, 9, 2),
    },
    2026: {
        date(2026, 1, 1),
        date(2026, 1, 2),
        *(date(2026, 2, day) for day in range(16, 21)),
        date(2026, 4, 27),
        date(2026, 4, 30),
        date(2026, 5, 1),
        date(2026, 8, 31),
        date(2026, 9, 1),
        date(2026, 9, 2),
    },
}
SATURDAYS_WORKED = {
    2025: {date(2025, 4, 26)},
    2026: {date(2026, 1, 10), date(2026, 8, 22)},
}
# Resolution 80-NQ/TW wants 24/11 to be a paid holiday from 2026; the holidays package already
# counts it. Named here so that the day the Labour Code settles it, this table must be changed.
OPEN_POINT = date(2026, 11, 24)


def days_of(year: int) -> list[date]:
    """Every day of the year."""
    return [
        date(year, 1, 1) + timedelta(days=n)
        for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)
    ]


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_weekdays_off_are_those_announced(year: int) -> None:
    off = {
        day
        for day in days_of(year)
        if day.weekday() < 5 and not NATIONAL_CALENDAR.is_working_day(day)
    }
    assert off - {OPEN_POINT} == WEEKDAYS_OFF[year]


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_weekend_days_worked_are_those_swapped(year: int) -> None:
    worked = {
        day for day in days_of(year) if day.weekday() >= 5 and NATIONAL_CALENDAR.is_working_day(day)
    }
    assert worked == SATURDAYS_WORKED[year]


def test_the_open_point_is_taken_as_a_day_off() -> None:
    assert not NATIONAL_CALENDAR.is_working_day(OPEN_POINT)


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 8, 5), 0, date(2026, 8, 5)),
        (date(2026, 8, 7), 1, date(2026, 8, 10)),
        (date(2026, 8, 21), 1, date(2026, 8, 22)),  # the make-up Saturday
        (date(2026, 8, 28), 1, date(2026, 9, 3)),  # over National Day and its swap
        (date(2026, 9, 3), -1, date(2026, 8, 28)),
        (date(2026, 8, 30), -1, date(2026, 8, 28)),  # from a Sunday
        (date(2026, 2, 13), 1, date(2026, 2, 23)),  # over Tết
    ],
)
def test_working_days_are_added_over_days_off(day: date, count: int, expected: date) -> None:
    assert NATIONAL_CALENDAR.add_working_days(day, count) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2026, 8, 5), date(2026, 8, 5), 0),
        (date(2026, 8, 20), date(2026, 8, 24), 3),
        (date(2026, 8, 28), date(2026, 9, 4), 2),
        (date(2026, 9, 4), date(2026, 8, 28), -2),
    ],
)
def test_working_days_between_count_the_last_but_not_the_first(
    start: date, end: date, expected: int
) -> None:
    assert NATIONAL_CALENDAR.working_days_between(start, end) == expected
