"""A plan's periods are those of its year, also when it is signed before the year begins."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from tests.factories import fixed, make_plan, make_task, regular
from tests.personas import Ward
from tracker.core.calendar_vn import ONE_DAY
from tracker.plans.models import Plan
from tracker.progress.queries import contributions_of_task
from tracker.reading.result import DeadlineKind, Rhythm
from tracker.tasks.models import Task
from tracker.tasks.rules import DeadlineFacts, WantedOccurrence, wanted_occurrences

SIGNED = date(2026, 12, 22)


def wanted(
    rhythm: Rhythm | None, *, year: int, until: date, weekday: int | None = None
) -> list[WantedOccurrence]:
    """The instances of a plan of the year, signed in December 2026."""
    facts = DeadlineFacts(
        DeadlineKind.REGULAR,
        rhythms=(rhythm,) if rhythm else (),
        weekday=weekday,
    )
    return wanted_occurrences(facts, tracked_from=SIGNED, tracked_until=until, year=year)


def december_plan() -> Plan:
    """A plan of 2027, signed before the year began."""
    return make_plan("Kế hoạch cải cách hành chính năm 2027", year=2027, issued_on=SIGNED)


def due_days(task: Task) -> list[date | None]:
    return sorted(part.due_on for part in contributions_of_task(task.id) if part.due_on)


@pytest.mark.parametrize(
    ("rhythm", "first_due"),
    [
        (Rhythm.MONTHLY, date(2027, 1, 31)),
        (Rhythm.QUARTERLY, date(2027, 3, 31)),
        (Rhythm.HALF_YEARLY, date(2027, 6, 30)),
        (Rhythm.YEARLY, date(2027, 12, 31)),
    ],
)
def test_nothing_is_owed_for_the_year_it_was_signed_in(rhythm: Rhythm, first_due: date) -> None:
    found = wanted(rhythm, year=2027, until=date(2027, 12, 31))
    assert found[0].due_on == first_due


def test_nor_is_anybody_asked_how_regular_work_stands_before_the_year() -> None:
    found = wanted(None, year=2027, until=date(2027, 2, 1))
    assert [item.key for item in found] == ["check_in:2027-01", "check_in:2027-02"]


@pytest.mark.parametrize("weekday", range(1, 8))
@pytest.mark.parametrize("year", range(2026, 2037))
def test_the_week_over_new_year_falls_due_once_in_the_plan_of_its_day(
    year: int, weekday: int
) -> None:
    new_year = date(year + 1, 1, 1)
    of_old = wanted(Rhythm.WEEKLY, year=year, until=new_year + 60 * ONE_DAY, weekday=weekday)
    of_new = wanted(Rhythm.WEEKLY, year=year + 1, until=new_year + 60 * ONE_DAY, weekday=weekday)
    assert {item.key for item in of_old}.isdisjoint(item.key for item in of_new)
    days = [item.due_on for item in (*of_old, *of_new) if item.due_on]
    assert {later - earlier for earlier, later in pairwise(days)} == {7 * ONE_DAY}
    assert {item.due_on.year for item in of_old if item.due_on} == {year}


def test_a_period_of_the_year_may_fall_due_before_it() -> None:
    facts = DeadlineFacts(
        DeadlineKind.REGULAR, rhythms=(Rhythm.YEARLY,), due_day=31, due_month_shift=-12
    )
    (found,) = wanted_occurrences(
        facts, tracked_from=SIGNED, tracked_until=date(2027, 1, 31), year=2027
    )
    assert found.due_on == date(2026, 12, 31)


def test_printed_days_are_owed_from_the_signing_day_on(ward: Ward) -> None:
    task = make_task(december_plan(), fixed(date(2026, 12, 30)), lead=ward.culture)
    assert due_days(task) == [date(2026, 12, 30)]


def test_on_new_years_day_no_unit_is_late_for_the_new_plan(ward: Ward) -> None:
    plan = december_plan()
    tasks = [
        make_task(plan, regular(rhythm), lead=ward.culture, until=date(2027, 3, 1))
        for rhythm in (Rhythm.MONTHLY, Rhythm.QUARTERLY, Rhythm.YEARLY)
    ]
    assert [due_days(task) for task in tasks] == [
        [date(2027, 1, 31), date(2027, 2, 28)],
        [],
        [],
    ]
