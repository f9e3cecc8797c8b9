"""Which due days a changed calendar or rule would move, and which reminders with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.core.db import db
from tracker.due_dates.rules import Reckoned, may_move, reminder_days
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.progress.models import Contribution
from tracker.progress.moment import first_day_in_time
from tracker.progress.rules import OPEN_STATUSES
from tracker.progress.settling import day_in_force
from tracker.settings.queries import ward_settings
from tracker.tasks.models import Occurrence, Task
from tracker.working_calendar.queries import due_day_rule
from tracker.working_calendar.rules import DueDayRule


@dataclass(frozen=True, slots=True)
class Move:
    """One instance: its due day and days of reminder, as they are and as they would be."""

    occurrence: Occurrence
    unit_names: tuple[str, ...]
    due_on: date
    new_due_on: date
    # The document's own day, which an extension may have put further.
    original_on: date
    new_original_on: date
    reminders: tuple[date, ...]
    new_reminders: tuple[date, ...]

    @property
    def is_moved(self) -> bool:
        """Whether the due day itself moves, not only its reminders."""
        return self.due_on != self.new_due_on

    @property
    def follows(self) -> bool:
        """Whether the document's day moves; the last day of an extension may stand beside it."""
        return self.original_on != self.new_original_on


def foresee(tried: DueDayRule, *, today: date) -> list[Move]:
    """What would move if the ward settled its due days by this rule; nothing is written.

    Only what somebody still owes in plans in force, and only where a due day or a reminder that is
    still to come differs.
    """
    present = due_day_rule()
    days_before = ward_settings().remind_days_before
    moves = []
    for occurrence, owed in _open_instances():
        due_on, original_on = occurrence.due_on, occurrence.original_due_on
        if due_on is None or original_on is None:
            continue
        new_original_on = _new_original_on(occurrence, owed, present, tried, today) or original_on
        new_due_on = max(new_original_on, due_on) if occurrence.is_extended else new_original_on
        move = Move(
            occurrence,
            tuple(dict.fromkeys(item.unit.name for item in owed if item.status in OPEN_STATUSES)),
            due_on,
            new_due_on,
            original_on,
            new_original_on,
            reminder_days(due_on, days_before, present.calendar),
            reminder_days(new_due_on, days_before, tried.calendar),
        )
        if move.follows or _still_to_come(move.reminders, today) != _still_to_come(
            move.new_reminders, today
        ):
            moves.append(move)
    return sorted(moves, key=lambda move: (not move.is_moved, move.new_due_on, move.occurrence.id))


def reckon(
    occurrence: Occurrence, present: DueDayRule, tried: DueDayRule
) -> tuple[Reckoned, date | None] | None:
    """The due day by both rules and its printed day; None where no rule gives one."""
    now, then = day_in_force(occurrence, present), day_in_force(occurrence, tried)
    if now is None or then is None:
        return None
    return Reckoned(now.due_on, then.due_on), then.printed_on


def _new_original_on(
    occurrence: Occurrence,
    owed: Sequence[Contribution],
    present: DueDayRule,
    tried: DueDayRule,
    today: date,
) -> date | None:
    """Where the document's day moves to; None when it stays."""
    found = reckon(occurrence, present, tried)
    if found is None:
        return None
    reckoned, _printed_on = found
    moves = may_move(
        reckoned,
        original_due_on=occurrence.original_due_on,
        statuses=[item.status for item in owed],
        first_day=first_day_in_time(occurrence.due_time, today),
    )
    return reckoned.then if moves else None


def _still_to_come(days: Sequence[date], today: date) -> list[date]:
    return [day for day in days if day >= today]


def _open_instances() -> list[tuple[Occurrence, list[Contribution]]]:
    """Dated instances that somebody owes, each with all that units owe for it."""
    open_ids = select(Contribution.occurrence_id).where(Contribution.status.in_(OPEN_STATUSES))
    statement = (
        select(Contribution)
        .join(Contribution.occurrence)
        .join(Occurrence.task)
        .join(Task.plan)
        .where(
            Occurrence.due_on.is_not(None),
            Occurrence.id.in_(open_ids),
            Plan.state == PlanState.ISSUED,
            Task.dropped_on.is_(None),
        )
        .options(
            joinedload(Contribution.occurrence).joinedload(Occurrence.task).joinedload(Task.plan),
            joinedload(Contribution.unit),
        )
        .order_by(Contribution.occurrence_id, Contribution.id)
    )
    found: dict[int, tuple[Occurrence, list[Contribution]]] = {}
    for contribution in db.session.scalars(statement):
        _occurrence, owed = found.setdefault(
            contribution.occurrence_id, (contribution.occurrence, [])
        )
        owed.append(contribution)
    return list(found.values())
