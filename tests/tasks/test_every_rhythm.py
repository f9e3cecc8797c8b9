"""For every rhythm and start day over 2024–2030: each due date where the rule says, none left out.

The k-th due date is reckoned here from the k-th period alone, never from the date before it: so
nothing can drift.
"""

from __future__ import annotations

import itertools
from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.calendar_vn import NATIONAL_CALENDAR
from tracker.reading.result import MONTHS_OF, DeadlineKind, Rhythm
from tracker.settings.rules import DataWindow, DayOffRule
from tracker.tasks.data_windows import data_window, window_words
from tracker.tasks.rules import (
    DeadlineFacts,
    Period,
    WantedOccurrence,
    WorkingDayOfMonth,
    occurrence_words,
    wanted_occurrences,
)
from tracker.working_calendar.rules import DueDayRule

START, END = date(2024, 1, 1), date(2030, 12, 31)
MONTH_RHYTHMS = list(MONTHS_OF)


def due(
    *rhythms: Rhythm, start: date = START, day_off: DayOffRule = DayOffRule.KEEP, **facts: object
) -> list[WantedOccurrence]:
    deadline = DeadlineFacts(DeadlineKind.REGULAR, rhythms=rhythms, **facts)  # type: ignore[arg-type]
    rule = DueDayRule(NATIONAL_CALENDAR, day_off)
    return wanted_occurrences(deadline, tracked_from=start, tracked_until=END, due_days=rule)


def days(found: list[WantedOccurrence]) -> list[date]:
    return [item.due_on for item in found if item.due_on]


def day_of(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))


@pytest.mark.parametrize("rhythm", MONTH_RHYTHMS)
@pytest.mark.parametrize("due_day", range(1, 32))
def test_the_kth_due_day_is_where_the_rule_says(rhythm: Rhythm, due_day: int) -> None:
    last_months = range(MONTHS_OF[rhythm], 13, MONTHS_OF[rhythm])
    expected = [day_of(y, month, due_day) for y in range(2024, 2031) for month in last_months]
    assert days(due(rhythm, due_day=due_day)) == expected


@pytest.mark.parametrize("rhythm", MONTH_RHYTHMS)
@pytest.mark.parametrize("start_day", range(1, 32))
def test_the_day_tracking_began_leaves_out_what_was_due_before_and_nothing_else(
    rhythm: Rhythm, start_day: int
) -> None:
    start = date(2024, 1, start_day)
    everything = days(due(rhythm, due_day=start_day))
    assert days(due(rhythm, start=start, due_day=start_day)) == [
        day for day in everything if day >= start
    ]


@pytest.mark.parametrize("weekday", range(1, 8))
def test_weekly_falls_on_its_weekday_each_week(weekday: int) -> None:
    found = days(due(Rhythm.WEEKLY, weekday=weekday))
    assert all(day.isoweekday() == weekday for day in found)
    assert {b - a for a, b in itertools.pairwise(found)} == {timedelta(days=7)}
    assert found[0] - START < timedelta(days=7)
    assert END - found[-1] < timedelta(days=7)


@given(months=st.sets(st.integers(1, 12), min_size=1), due_day=st.integers(1, 31))
def test_named_months_fall_due_in_those_months_only(months: set[int], due_day: int) -> None:
    found = due(Rhythm.MONTHLY, months=tuple(sorted(months)), due_day=due_day)
    expected = [day_of(y, month, due_day) for y in range(2024, 2031) for month in sorted(months)]
    assert days(found) == expected
    for before, after in itertools.pairwise(found):
        assert before.period
        assert after.period
        assert after.period.start == before.period.end + timedelta(days=1)


def test_quarterly_and_yearly_at_once_are_instances_of_their_own() -> None:
    """ "Định kỳ hàng quý và năm": on 31/12 two are due."""
    found = [item for item in due(Rhythm.QUARTERLY, Rhythm.YEARLY) if item.due_on]
    in_2026 = [item for item in found if item.due_on and item.due_on.year == 2026]
    assert [item.due_on for item in in_2026] == [
        date(2026, 3, 31),
        date(2026, 6, 30),
        date(2026, 9, 30),
        date(2026, 12, 31),
        date(2026, 12, 31),
    ]
    assert len({item.key for item in found}) == len(found)


@pytest.mark.parametrize("rhythm", MONTH_RHYTHMS)
def test_first_and_last_working_day_of_the_month(rhythm: Rhythm) -> None:
    for which in WorkingDayOfMonth:
        for item in due(rhythm, working_day=which):
            assert item.due_on
            month = [
                date(item.due_on.year, item.due_on.month, n)
                for n in range(1, monthrange(item.due_on.year, item.due_on.month)[1] + 1)
            ]
            worked = [day for day in month if NATIONAL_CALENDAR.is_working_day(day)]
            assert item.due_on == (worked[0] if which is WorkingDayOfMonth.FIRST else worked[-1])


def test_the_last_working_day_of_august_2026_lies_before_the_swapped_monday() -> None:
    found = days(due(Rhythm.MONTHLY, working_day=WorkingDayOfMonth.LAST))
    assert date(2026, 8, 28) in found
    assert date(2026, 8, 31) not in found


@pytest.mark.parametrize("rhythm", list(Rhythm))
@pytest.mark.parametrize("day_off", list(DayOffRule))
def test_a_day_off_moves_a_due_day_only_as_the_ward_has_chosen(
    rhythm: Rhythm, day_off: DayOffRule
) -> None:
    kept = due(rhythm)
    settled = due(rhythm, day_off=day_off)
    assert [item.key for item in settled] == [item.key for item in kept]
    assert [item.printed_on for item in settled] == days(kept)
    for printed, due_on in zip(days(kept), days(settled), strict=True):
        if day_off is DayOffRule.KEEP or NATIONAL_CALENDAR.is_working_day(printed):
            assert due_on == printed
            continue
        assert NATIONAL_CALENDAR.is_working_day(due_on)
        assert (due_on > printed) is (day_off is DayOffRule.NEXT)
        assert NATIONAL_CALENDAR.working_days_between(*sorted((printed, due_on))) <= 1


@pytest.mark.parametrize("window", list(DataWindow))
@pytest.mark.parametrize("rhythm", list(Rhythm))
def test_windows_tile_the_years_without_gap_or_overlap(rhythm: Rhythm, window: DataWindow) -> None:
    windows = [data_window(item.period, window) for item in due(rhythm) if item.period]
    for before, after in itertools.pairwise(windows):
        assert after.start == before.end + timedelta(days=1)


@given(months=st.sets(st.integers(1, 12), min_size=1), window=st.sampled_from(DataWindow))
def test_windows_of_named_months_tile_too(months: set[int], window: DataWindow) -> None:
    found = due(Rhythm.MONTHLY, months=tuple(sorted(months)))
    windows = [data_window(item.period, window) for item in found if item.period]
    for before, after in itertools.pairwise(windows):
        assert after.start == before.end + timedelta(days=1)


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        (Period(date(2026, 8, 1), date(2026, 8, 31)), date(2026, 7, 15), date(2026, 8, 14)),
        (Period(date(2026, 1, 1), date(2026, 3, 31)), date(2025, 12, 15), date(2026, 3, 14)),
        (Period(date(2026, 1, 1), date(2026, 6, 30)), date(2025, 12, 15), date(2026, 6, 14)),
        (Period(date(2026, 1, 1), date(2026, 12, 31)), date(2025, 12, 15), date(2026, 12, 14)),
        (Period(date(2026, 8, 3), date(2026, 8, 9)), date(2026, 8, 3), date(2026, 8, 9)),
    ],
)
def test_figures_run_from_the_15th_to_the_14th(period: Period, start: date, end: date) -> None:
    assert data_window(period, DataWindow.REPORT) == Period(start, end)
    assert data_window(period, DataWindow.CALENDAR) == period


def test_a_window_is_said_in_plain_words() -> None:
    august = data_window(Period(date(2026, 8, 1), date(2026, 8, 31)), DataWindow.REPORT)
    assert window_words(august) == "số liệu từ 15/07 đến 14/08/2026"
    year = data_window(Period(date(2026, 1, 1), date(2026, 12, 31)), DataWindow.REPORT)
    assert window_words(year) == "số liệu từ 15/12/2025 đến 14/12/2026"


@pytest.mark.parametrize("rhythm", list(Rhythm))
def test_check_ins_follow_the_plan_s_rhythm_and_are_never_due(rhythm: Rhythm) -> None:
    found = due(check_in_rhythm=rhythm)
    assert all(item.due_on is None for item in found)
    periods = [item.period for item in found if item.period]
    assert len(periods) == len(found)
    for before, after in itertools.pairwise(periods):
        assert after.start == before.end + timedelta(days=1)
    named = {
        occurrence_words(item.key, period=item.period, due_on=None, event_title=None)
        for item in found
    }
    assert len(named) == len(found)
