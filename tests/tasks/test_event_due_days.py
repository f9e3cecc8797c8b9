"""When work for an event falls due: calendar days or working days after it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.calendar_vn import NATIONAL_CALENDAR
from tracker.tasks import rules

DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))


def event_due_on(event_on: date, days: int, *, working_days: bool) -> date:
    """The due day by the national calendar."""
    return rules.event_due_on(event_on, days, working_days=working_days, calendar=NATIONAL_CALENDAR)


def test_the_event_s_own_day_is_not_counted() -> None:
    assert event_due_on(date(2026, 8, 3), 5, working_days=True) == date(2026, 8, 10)
    assert event_due_on(date(2026, 8, 3), 4, working_days=False) == date(2026, 8, 7)


def test_ten_working_days_over_new_year_of_the_moon() -> None:
    """Off from Saturday 14 to Sunday 22 February 2026."""
    assert event_due_on(date(2026, 2, 6), 10, working_days=True) == date(2026, 2, 27)


def test_a_swapped_saturday_is_worked() -> None:
    """Monday 31 August 2026 is off; Saturday 22 August is worked for it."""
    assert NATIONAL_CALENDAR.is_working_day(date(2026, 8, 22))
    assert not NATIONAL_CALENDAR.is_working_day(date(2026, 8, 31))
    assert event_due_on(date(2026, 8, 21), 1, working_days=True) == date(2026, 8, 22)
    assert event_due_on(date(2026, 8, 28), 1, working_days=True) == date(2026, 9, 3)


def test_a_new_year_s_friday_swapped_for_a_saturday() -> None:
    assert event_due_on(date(2025, 12, 31), 1, working_days=True) == date(2026, 1, 5)
    assert event_due_on(date(2026, 1, 9), 1, working_days=True) == date(2026, 1, 10)


@pytest.mark.parametrize(
    ("event", "count", "due"),
    [
        (date(2026, 8, 3), 5, date(2026, 8, 10)),  # ends on a Saturday
        (date(2026, 2, 9), 7, date(2026, 2, 23)),  # ends in the days of Tết
        (date(2026, 8, 21), 1, date(2026, 8, 22)),  # ends on a Saturday that is worked
    ],
)
def test_a_term_that_ends_on_a_day_off_ends_on_the_next_working_day(
    event: date, count: int, due: date
) -> None:
    """Civil Code 2015, Art. 148 (5)."""
    assert event_due_on(event, count, working_days=False) == due


@given(day=DAYS, count=st.integers(1, 60))
def test_working_days_are_counted_one_by_one(day: date, count: int) -> None:
    due = NATIONAL_CALENDAR.add_working_days(day, count)
    assert NATIONAL_CALENDAR.is_working_day(due)
    assert NATIONAL_CALENDAR.working_days_between(day, due) == count


@given(day=DAYS, count=st.integers(0, 120), working_days=st.booleans())
def test_work_for_an_event_is_never_due_before_it(
    day: date, count: int, working_days: bool
) -> None:
    assert event_due_on(day, count, working_days=working_days) >= day
