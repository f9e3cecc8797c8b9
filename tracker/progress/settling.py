"""The due day that the plan and the calendar name for an instance, and taking it up afterwards.

An amendment and a change of the calendar leave alone what waits for the Office's answer, and what
belongs to a plan that is closed or to a task that was dropped. Once it is owed again it is owed by
the day and hour in force: otherwise a unit would be late by what the plan no longer names.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import NamedTuple

from tracker.accounts.models import User
from tracker.progress.moment import last_moment_of
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
    """The due day and hour by a rule, and the day as printed where a day off moved it."""

    due_on: date
    due_time: time | None
    printed_on: date | None


def take_up_later_days(occurrences: Iterable[Occurrence], *, actor: User | None) -> None:
    """Give each instance the day and hour in force where they are later.

    Earlier ones make nobody late, nor does an hour that the plan names now shorten the last day
    of an extension.
    """
    rule = due_day_rule()
    for occurrence in occurrences:
        if occurrence.due_on is None or occurrence.original_due_on is None:
            continue
        found = day_in_force(occurrence, rule)
        present = last_moment_of(occurrence.original_due_on, occurrence.due_time)
        if found is None or last_moment_of(found.due_on, found.due_time) <= present:
            continue
        due_time = found.due_time
        if occurrence.is_extended and found.due_on < occurrence.due_on:
            due_time = max(found.due_time, occurrence.due_time, key=_end_of_day_last)
        occurrence.printed_due_on = found.printed_on
        move_due_day(occurrence, found.due_on, due_time=due_time, reason=IN_FORCE, actor=actor)


def day_in_force(occurrence: Occurrence, rule: DueDayRule) -> DayInForce | None:
    """The due day of a dated instance by this rule; None where no rule gives one."""
    if occurrence.kind is OccurrenceKind.EVENT:
        day = _event_day(occurrence, rule)
        return None if day is None else DayInForce(day, occurrence.due_time, None)
    last_day = max(day for day in (occurrence.original_due_on, occurrence.period_end) if day)
    for item in wanted_of(occurrence.task, until=last_day + BEYOND, due_days=rule):
        if item.key == occurrence.key:
            if item.due_on is None:
                return None
            return DayInForce(item.due_on, occurrence.task.due_time, item.printed_on)
    return None


def _end_of_day_last(hour: time | None) -> time:
    return hour or time.max


def _event_day(occurrence: Occurrence, rule: DueDayRule) -> date | None:
    if occurrence.event_on is None or occurrence.term_days is None:
        return None
    return event_due_on(
        occurrence.event_on,
        occurrence.term_days,
        working_days=occurrence.term_counts_working_days,
        calendar=rule.calendar,
    )
