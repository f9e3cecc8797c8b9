"""The due day that the plan and the calendar name for an instance, and taking it up afterwards.

An amendment and a change of the calendar leave alone what waits for the Office's answer, and what
belongs to a plan that is closed or to a task that was dropped. Once it is owed again it is owed by
the day that is in force: otherwise a unit would be late by a day that the plan no longer names.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from tracker.accounts.models import User
from tracker.tasks.making import wanted_of
from tracker.tasks.models import Occurrence
from tracker.tasks.moving import move_due_day
from tracker.tasks.rules import OccurrenceKind, event_due_on
from tracker.working_calendar.queries import due_day_rule
from tracker.working_calendar.rules import DueDayRule

IN_FORCE = "Hạn theo kế hoạch và lịch làm việc đang có hiệu lực."
# A due day may lie in a later month than its period, and a day off may push it on.
BEYOND = timedelta(days=100)


class DayInForce(NamedTuple):
    """The due day by a rule, and the day as printed where a day off moved it."""

    due_on: date
    printed_on: date | None


def take_up_later_days(occurrences: Iterable[Occurrence], *, actor: User | None) -> None:
    """Give each instance the day in force where that is later; an earlier one makes nobody late."""
    rule = due_day_rule()
    for occurrence in occurrences:
        if occurrence.due_on is None or occurrence.original_due_on is None:
            continue
        found = day_in_force(occurrence, rule)
        if found is None or found.due_on <= occurrence.original_due_on:
            continue
        occurrence.printed_due_on = found.printed_on
        due_time = occurrence.due_time
        move_due_day(occurrence, found.due_on, due_time=due_time, reason=IN_FORCE, actor=actor)


def day_in_force(occurrence: Occurrence, rule: DueDayRule) -> DayInForce | None:
    """The due day of a dated instance by this rule; None where no rule gives one."""
    if occurrence.kind is OccurrenceKind.EVENT:
        day = _event_day(occurrence, rule)
        return None if day is None else DayInForce(day, None)
    last_day = max(day for day in (occurrence.original_due_on, occurrence.period_end) if day)
    for item in wanted_of(occurrence.task, until=last_day + BEYOND, due_days=rule):
        if item.key == occurrence.key:
            return None if item.due_on is None else DayInForce(item.due_on, item.printed_on)
    return None


def _event_day(occurrence: Occurrence, rule: DueDayRule) -> date | None:
    if occurrence.event_on is None or occurrence.term_days is None:
        return None
    return event_due_on(
        occurrence.event_on,
        occurrence.term_days,
        working_days=occurrence.term_counts_working_days,
        calendar=rule.calendar,
    )
