"""Finding difficulties in running plans."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from tracker.core.db import db
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.progress.models import Contribution, Difficulty
from tracker.progress.queries import followed_up_by
from tracker.progress.rules import ContributionStatus, DifficultyState
from tracker.tasks.models import Occurrence, Task


def difficulties_told(
    *, state: DifficultyState | None = DifficultyState.OPEN, coordinated_by: int | None = None
) -> Sequence[Difficulty]:
    """Difficulties in running plans, the oldest first; all states with None.

    With a unit, only those in plans which the unit follows up.
    """
    statement = (
        _of_running_work(select(Difficulty), coordinated_by)
        .where(*(_IN_STATE[state] if state else ()))
        .options(
            contains_eager(Difficulty.contribution).options(
                contains_eager(Contribution.occurrence)
                .contains_eager(Occurrence.task)
                .contains_eager(Task.plan),
                joinedload(Contribution.unit),
            ),
            joinedload(Difficulty.raised_by),
            joinedload(Difficulty.answered_by),
            joinedload(Difficulty.closed_by),
        )
        .order_by(Difficulty.raised_at, Difficulty.id)
    )
    return db.session.scalars(statement).all()


def answered_difficulties(*, since: datetime) -> Sequence[Difficulty]:
    """Answered since then in running plans and not closed, in the order of the answers."""
    statement = (
        _of_running_work(select(Difficulty), None)
        .where(*_IN_STATE[DifficultyState.ANSWERED], Difficulty.answered_at >= since)
        .options(
            contains_eager(Difficulty.contribution).options(
                contains_eager(Contribution.occurrence)
                .contains_eager(Occurrence.task)
                .contains_eager(Task.plan),
                joinedload(Contribution.unit),
                joinedload(Contribution.assignment),
            ),
            joinedload(Difficulty.answered_by),
        )
        .order_by(Difficulty.answered_at, Difficulty.id)
    )
    return db.session.scalars(statement).all()


def count_open_difficulties(*, coordinated_by: int | None = None) -> int:
    """How many difficulties nobody has answered; with a unit, in the plans it follows up."""
    statement = _of_running_work(select(func.count(Difficulty.id)), coordinated_by)
    return db.session.scalar(statement.where(*_IN_STATE[DifficultyState.OPEN])) or 0


_IN_STATE = {
    DifficultyState.OPEN: (Difficulty.answered_at.is_(None), Difficulty.closed_at.is_(None)),
    DifficultyState.ANSWERED: (Difficulty.answered_at.is_not(None), Difficulty.closed_at.is_(None)),
    DifficultyState.CLOSED: (Difficulty.closed_at.is_not(None),),
}


def _of_running_work(statement: Select, coordinated_by: int | None) -> Select:  # type: ignore[type-arg]
    return (
        statement.join(Difficulty.contribution)
        .join(Contribution.occurrence)
        .join(Occurrence.task)
        .join(Task.plan)
        .where(
            Contribution.status != ContributionStatus.CANCELLED,
            Plan.state == PlanState.ISSUED,
            followed_up_by(coordinated_by),
        )
    )
