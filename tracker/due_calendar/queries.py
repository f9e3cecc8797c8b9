"""What is due in a span of days, one line for each instance; personal feeds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from tracker.core.db import db
from tracker.due_calendar.models import CalendarSubscription
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.progress.models import Contribution
from tracker.progress.rules import ContributionStatus
from tracker.progress.summary import TaskSummary, summarise
from tracker.tasks.models import Occurrence, Task


@dataclass(frozen=True, slots=True)
class DueRow:
    """An instance due on a day; the summary is empty when every part of it was cancelled."""

    occurrence: Occurrence
    contributions: Sequence[Contribution]
    summary: TaskSummary[Contribution]

    @property
    def is_called_off(self) -> bool:
        """Whether nobody owes it any more: cancelled, or not done when its plan ended.

        Who still finds its day in a calendar would work, or be asked, for nothing.
        """
        if all(c.status is ContributionStatus.CANCELLED for c in self.contributions):
            return True
        current = self.summary.current
        is_done = current is not None and current.status is ContributionStatus.ACCEPTED
        return self.occurrence.task.plan.state is PlanState.CLOSED and not is_done


def due_between(start: date, end: date, *, unit_id: int | None, today: date) -> list[DueRow]:
    """The instances due in the span in plans that are or were in force, called off ones too.

    With a unit, only what that unit owes; both ends are counted.
    """
    statement = (
        select(Contribution)
        .join(Contribution.occurrence)
        .join(Occurrence.task)
        .join(Task.plan)
        .where(Occurrence.due_on.between(start, end), Plan.state != PlanState.DRAFT)
        .options(
            contains_eager(Contribution.occurrence)
            .contains_eager(Occurrence.task)
            .contains_eager(Task.plan),
            joinedload(Contribution.unit),
        )
        .order_by(Occurrence.due_on, Task.plan_id, Task.position, Occurrence.id, Contribution.id)
    )
    if unit_id is not None:
        statement = statement.where(Contribution.unit_id == unit_id)
    by_occurrence: dict[int, list[Contribution]] = {}
    for contribution in db.session.scalars(statement):
        by_occurrence.setdefault(contribution.occurrence_id, []).append(contribution)
    return [
        DueRow(owed[0].occurrence, owed, summarise(owed, today)) for owed in by_occurrence.values()
    ]


def subscription_of(user_id: int) -> CalendarSubscription | None:
    """The person's feed."""
    statement = select(CalendarSubscription).where(CalendarSubscription.user_id == user_id)
    return db.session.scalars(statement).first()


def subscription_by_hash(token_hash: str) -> CalendarSubscription | None:
    """The feed whose token has this hash."""
    statement = (
        select(CalendarSubscription)
        .where(CalendarSubscription.token_hash == token_hash)
        .options(joinedload(CalendarSubscription.user))
    )
    return db.session.scalars(statement).first()
