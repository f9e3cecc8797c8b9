"""The calendar as a value: counting equals a slow counter, the office's days lie over the rest."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.calendar_vn import (
    NATIONAL_CALENDAR,
    ONE_DAY,
    DayNote,
    DaySource,
    OfficeDay,
    WorkingCalendar,
    last_year_with_known_swaps,
)

DAYS = st.dates(date(2014, 1, 1), date(2032, 12, 31))
OFFICE_DAYS = st.lists(
    st.builds(OfficeDay, st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.booleans()),
    max_size=12,
    unique_by=lambda item: item.day,
)
CALENDARS = OFFICE_DAYS.map(lambda items: WorkingCalendar(tuple(items)))


def count_slowly(calendar: WorkingCalendar, start: date, end: date) -> int:
    """Day by day, as a person would with a calendar on the wall."""
    count, day = 0, start
    while day < end:
        day += ONE_DAY
        count += calendar.is_working_day(day)
    return count


def add_slowly(calendar: WorkingCalendar, day: date, count: int) -> date:
    """Day by day, either way."""
    step = ONE_DAY if count > 0 else -ONE_DAY
    left = abs(count)
    while left:
        day += step
        left -= calendar.is_working_day(day)
    return day


@given(calendar=CALENDARS, start=DAYS, span=st.integers(0, 1500))
def test_working_days_between_equal_a_slow_counter(
    calendar: WorkingCalendar, start: date, span: int
) -> None:
    end = start + timedelta(days=span)
    counted = count_slowly(calendar, start, end)
    assert calendar.working_days_between(start, end) == counted
    assert calendar.working_days_between(end, start) == -counted


@given(calendar=CALENDARS, day=DAYS, count=st.integers(-400, 400))
def test_added_working_days_equal_a_slow_counter(
    calendar: WorkingCalendar, day: date, count: int
) -> None:
    assert calendar.add_working_days(day, count) == add_slowly(calendar, day, count)


@given(calendar=CALENDARS, day=DAYS)
def test_the_nearest_working_days_have_none_between(calendar: WorkingCalendar, day: date) -> None:
    later = calendar.same_or_next_working_day(day)
    earlier = calendar.same_or_previous_working_day(day)
    assert calendar.is_working_day(later)
    assert calendar.is_working_day(earlier)
    assert earlier <= day <= later
    between = calendar.working_days_between(earlier, later)
    assert between == (0 if earlier == later else 1)


@given(decided=OFFICE_DAYS, day=DAYS)
def test_the_office_has_the_last_word(decided: list[OfficeDay], day: date) -> None:
    calendar = WorkingCalendar(tuple(decided))
    for item in decided:
        assert calendar.is_working_day(item.day) is item.is_working
    if all(item.day != day for item in decided):
        assert calendar.note_on(day) == NATIONAL_CALENDAR.note_on(day)
    assert calendar.note_on(day).is_working is calendar.is_working_day(day)


def test_a_day_says_who_decided_it_and_why() -> None:
    opened = OfficeDay(date(2026, 11, 24), is_working=True, reason="Công văn số 5/UBND-VP")
    calendar = WorkingCalendar((opened,))
    assert calendar.note_on(opened.day) == DayNote(
        opened.day, True, DaySource.OFFICE, "Công văn số 5/UBND-VP"
    )
    assert NATIONAL_CALENDAR.note_on(opened.day) == DayNote(
        opened.day, False, DaySource.PACKAGE, "Ngày Văn hóa Việt Nam"
    )
    assert NATIONAL_CALENDAR.note_on(date(2026, 8, 5)) == DayNote(date(2026, 8, 5), True)
    assert NATIONAL_CALENDAR.note_on(date(2026, 8, 9)) == DayNote(date(2026, 8, 9), False)


@pytest.mark.parametrize(
    ("off", "worked"),
    [
        (date(2015, 1, 2), date(2014, 12, 27)),
        (date(2018, 12, 31), date(2019, 1, 5)),
        (date(2026, 1, 2), date(2026, 1, 10)),
        (date(2026, 8, 31), date(2026, 8, 22)),
    ],
)
def test_a_swap_holds_on_both_its_days_even_over_new_year(off: date, worked: date) -> None:
    assert not NATIONAL_CALENDAR.is_working_day(off)
    assert NATIONAL_CALENDAR.is_working_day(worked)


def test_new_year_of_the_moon_is_off_in_years_whose_swaps_nobody_knows_yet() -> None:
    """Mùng một Tết Đinh Mùi is Saturday 06/02/2027."""
    assert last_year_with_known_swaps() >= 2026
    tet = [date(2027, 2, day) for day in range(5, 11)]
    assert not any(NATIONAL_CALENDAR.is_working_day(day) for day in tet)


def test_calendars_are_equal_when_they_say_the_same() -> None:
    item = OfficeDay(date(2026, 11, 24), is_working=True)
    assert WorkingCalendar((item,)) == WorkingCalendar((item,))
    assert WorkingCalendar((item,)) != NATIONAL_CALENDAR
