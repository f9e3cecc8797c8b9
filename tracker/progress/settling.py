"""Due days that the plan or the calendar moved while nobody owed the work, taken up afterwards.

An amendment and a change of the calendar leave alone what waits for the Office's answer, and what
belongs to a plan that is closed or to a task that was dropped. Once it is owed again it is owed by
the day that is in force: otherwise a unit would be late by a day that the plan no longer names.
"""

from __future__ import annotations

from datetime import date, timedelta

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


def take_up_later_day(occurrence: Occurrence, *, actor: User | None) -> None:
    """Give the instance the day in force where that is later; an earlier one makes nobody late."""
    if occurrence.due_on is None or occurrence.original_due_on is None:
        return
    rule = due_day_rule()
    is_event = occurrence.kind is OccurrenceKind.EVENT
    wanted, printed_on = _of_event(occurrence, rule) if is_event else _of_plan(occurrence, rule)
    if wanted is None or wanted <= occurrence.original_due_on:
        return
    occurrence.printed_due_on = printed_on
    due_time = occurrence.due_time
    move_due_day(occurrence, wanted, due_time=due_time, reason=IN_FORCE, actor=actor)


def _of_event(occurrence: Occurrence, rule: DueDayRule) -> tuple[date | None, None]:
    if occurrence.event_on is None or occurrence.term_days is None:
        return None, None
    days, working = occurrence.term_days, occurrence.term_counts_working_days
    day = event_due_on(occurrence.event_on, days, working_days=working, calendar=rule.calendar)
    return day, None


def _of_plan(occurrence: Occurrence, rule: DueDayRule) -> tuple[date | None, date | None]:
    last_day = max(day for day in (occurrence.original_due_on, occurrence.period_end) if day)
    for item in wanted_of(occurrence.task, until=last_day + BEYOND, due_days=rule):
        if item.key == occurrence.key:
            return item.due_on, item.printed_on
    return None, None
