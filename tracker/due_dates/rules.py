"""Whether a due day follows its calendar, and what that does to its reminders. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.core.calendar_vn import WorkingCalendar
from tracker.progress.rules import HANDED_IN_STATUSES, UNIT_OWES_STATUSES, ContributionStatus


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A due day as the rules give it: under the rule in force, and under the one tried."""

    now: date
    then: date


def may_move(
    reckoned: Reckoned,
    *,
    original_due_on: date | None,
    statuses: Sequence[ContributionStatus],
    first_day: date,
) -> bool:
    """Whether the due day follows the change.

    One that somebody set otherwise stays; so does one that everybody has answered for. Nobody is
    made late by a change of the calendar, and nothing handed in is judged by an earlier day.
    `first_day` is the first one on which what is due by its hour is not late yet.
    """
    if reckoned.now == reckoned.then or original_due_on != reckoned.now:
        return False
    if not UNIT_OWES_STATUSES & set(statuses):
        return False
    is_earlier = reckoned.then < reckoned.now
    return not (is_earlier and (reckoned.then < first_day or HANDED_IN_STATUSES & set(statuses)))


def reminder_days(
    due_on: date, days_before: Sequence[int], calendar: WorkingCalendar
) -> tuple[date, ...]:
    """On which days people are told before the due day, the first one first."""
    return tuple(calendar.add_working_days(due_on, -count) for count in days_before)
