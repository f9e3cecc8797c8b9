"""A regular task with a rhythm: one instance per period, due on its last day or a printed day."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.reading.result import DeadlineKind, Rhythm
from tracker.tasks.rules import (
    DeadlineFacts,
    OccurrenceKind,
    Period,
    WantedOccurrence,
    occurrence_words,
    period_of,
    wanted_occurrences,
)

YEAR_START, YEAR_END = date(2026, 1, 1), date(2026, 12, 31)
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def due(
    *rhythms: Rhythm,
    start: date = YEAR_START,
    until: date = YEAR_END,
    due_day: int | None = None,
    weekday: int | None = None,
) -> list[WantedOccurrence]:
    facts = DeadlineFacts(DeadlineKind.REGULAR, rhythms=rhythms, due_day=due_day, weekday=weekday)
    return wanted_occurrences(facts, tracked_from=start, tracked_until=until)


def days(found: list[WantedOccurrence]) -> list[date]:
    return [item.due_on for item in found if item.due_on]


def test_monthly_falls_due_on_each_month_s_own_last_day() -> None:
    assert days(due(Rhythm.MONTHLY))[:4] == [
        date(2026, 1, 31),
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
    ]


def test_february_of_a_leap_year_ends_on_the_29th() -> None:
    found = days(due(Rhythm.MONTHLY, start=date(2028, 1, 31), until=date(2028, 3, 31)))
    assert found == [date(2028, 1, 31), date(2028, 2, 29), date(2028, 3, 31)]


def test_quarterly_half_yearly_yearly_end_with_their_period() -> None:
    assert days(due(Rhythm.QUARTERLY)) == [
        date(2026, 3, 31),
        date(2026, 6, 30),
        date(2026, 9, 30),
        date(2026, 12, 31),
    ]
    assert days(due(Rhythm.HALF_YEARLY)) == [date(2026, 6, 30), date(2026, 12, 31)]
    assert days(due(Rhythm.YEARLY)) == [date(2026, 12, 31)]


def test_weekly_is_due_on_friday_unless_another_day_is_printed() -> None:
    august = {"start": date(2026, 8, 3), "until": date(2026, 8, 16)}
    assert days(due(Rhythm.WEEKLY, **august)) == [date(2026, 8, 7), date(2026, 8, 14)]
    assert days(due(Rhythm.WEEKLY, weekday=4, **august)) == [date(2026, 8, 6), date(2026, 8, 13)]


def test_a_printed_day_of_the_month_is_the_due_day() -> None:
    found = days(due(Rhythm.MONTHLY, due_day=18))
    assert found == [date(2026, month, 18) for month in range(1, 13)]


def test_the_31st_is_clamped_in_short_months_and_comes_back_in_long_ones() -> None:
    found = days(due(Rhythm.MONTHLY, due_day=31, until=date(2026, 5, 31)))
    assert [day.day for day in found] == [31, 28, 31, 30, 31]


def test_a_printed_day_of_a_quarterly_report_lies_in_the_quarter_s_last_month() -> None:
    assert days(due(Rhythm.QUARTERLY, due_day=15))[:2] == [date(2026, 3, 15), date(2026, 6, 15)]


def test_several_rhythms_give_their_instances_in_order_of_date() -> None:
    found = due(Rhythm.QUARTERLY, Rhythm.MONTHLY, Rhythm.YEARLY)
    assert days(found) == sorted(days(found))
    assert len(found) == 12 + 4 + 1
    assert len({item.key for item in found}) == len(found)


def test_nothing_is_due_before_the_plan_is_in_force() -> None:
    found = days(due(Rhythm.MONTHLY, due_day=18, start=date(2026, 2, 19)))
    assert found[0] == date(2026, 3, 18)


def test_the_day_of_coming_into_force_is_included() -> None:
    assert days(due(Rhythm.MONTHLY, due_day=18, start=date(2026, 2, 18)))[0] == date(2026, 2, 18)


def test_nothing_is_made_beyond_the_horizon() -> None:
    assert days(due(Rhythm.QUARTERLY, until=date(2026, 6, 29))) == [date(2026, 3, 31)]


@pytest.mark.parametrize(
    ("rhythm", "words"),
    [
        (Rhythm.WEEKLY, "Tuần 03/08–09/08/2026"),
        (Rhythm.MONTHLY, "Tháng 8/2026"),
        (Rhythm.QUARTERLY, "Quý III/2026"),
        (Rhythm.HALF_YEARLY, "6 tháng cuối năm 2026"),
        (Rhythm.YEARLY, "Năm 2026"),
    ],
)
def test_periods_are_named_as_offices_name_them(rhythm: Rhythm, words: str) -> None:
    period = period_of(rhythm, date(2026, 8, 5))
    key = f"{rhythm.value}:{period.start.isoformat()}"
    assert occurrence_words(key, period=period, due_on=period.end, event_title=None) == words


def test_the_first_half_of_the_year_and_a_printed_date_have_their_names() -> None:
    half = period_of(Rhythm.HALF_YEARLY, date(2026, 6, 30))
    key = f"half_yearly:{half.start}"
    assert occurrence_words(key, period=half, due_on=half.end, event_title=None) == (
        "6 tháng đầu năm 2026"
    )
    day = date(2026, 8, 30)
    assert occurrence_words(str(day), period=None, due_on=day, event_title=None) == "Hạn 30/08/2026"


@given(start=DAYS, length=st.integers(0, 800), due_day=st.integers(1, 31) | st.none())
def test_monthly_never_skips_and_never_drifts(
    start: date, length: int, due_day: int | None
) -> None:
    until = start + timedelta(days=length)
    found = days(due(Rhythm.MONTHLY, start=start, until=until, due_day=due_day))
    expected = [
        day
        for year in range(start.year, until.year + 1)
        for month in range(1, 13)
        if start <= (day := _clamped(year, month, due_day or 31)) <= until
    ]
    assert found == expected


def _clamped(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))


@given(
    start=DAYS,
    length=st.integers(0, 800),
    rhythm=st.sampled_from(list(Rhythm)),
    due_day=st.integers(1, 31) | st.none(),
    weekday=st.integers(1, 7) | st.none(),
)
def test_each_period_has_one_due_day_inside_it(
    start: date, length: int, rhythm: Rhythm, due_day: int | None, weekday: int | None
) -> None:
    until = start + timedelta(days=length)
    found = due(rhythm, start=start, until=until, due_day=due_day, weekday=weekday)
    assert len({item.key for item in found}) == len(found)
    for item in found:
        assert item.kind is OccurrenceKind.PERIOD
        assert item.due_on is not None
        assert item.period is not None
        assert start <= item.due_on <= until
        assert item.period.start <= item.due_on <= item.period.end


@given(day=DAYS, rhythm=st.sampled_from(list(Rhythm)))
def test_periods_of_a_rhythm_cover_every_day_without_gap_or_overlap(
    day: date, rhythm: Rhythm
) -> None:
    period = period_of(rhythm, day)
    assert period.start <= day <= period.end
    assert period_of(rhythm, period.start) == period_of(rhythm, period.end) == period
    following = period_of(rhythm, period.end + timedelta(days=1))
    assert following.start == period.end + timedelta(days=1)
    assert isinstance(following, Period)


@given(start=DAYS, split=st.integers(0, 400), length=st.integers(0, 800))
def test_instances_made_in_two_passes_are_those_of_one(
    start: date, split: int, length: int
) -> None:
    until = start + timedelta(days=length)
    early = due(Rhythm.QUARTERLY, start=start, until=min(until, start + timedelta(days=split)))
    late = due(Rhythm.QUARTERLY, start=start, until=until)
    assert {item.key for item in early} <= {item.key for item in late}
