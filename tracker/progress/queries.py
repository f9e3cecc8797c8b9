"""Finding contributions. Whatever is shown of them is derived from these rows and today's date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select, true
from sqlalchemy.orm import contains_eager, defaultload, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from tracker.core.db import db
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.progress.models import (
    CauseVerdict,
    Contribution,
    Evidence,
    ProgressUpdate,
)
from tracker.progress.need_in_sql import is_no_history
from tracker.progress.rules import (
    OPEN_STATUSES,
    ContributionStatus,
)
from tracker.tasks.models import Occurrence, Task
from tracker.tasks.queries import in_force_at
from tracker.units.models import Unit


def with_task() -> Select[Contribution]:
    """Contributions together with everything one line about them shows."""
    return _with_plan().options(joinedload(Contribution.unit), joinedload(Contribution.officer))


def _with_plan() -> Select[Contribution]:
    return (
        select(Contribution)
        .join(Contribution.occurrence)
        .join(Occurrence.task)
        .join(Task.plan)
        .options(
            contains_eager(Contribution.occurrence)
            .contains_eager(Occurrence.task)
            .contains_eager(Task.plan)
        )
    )


def followed_up_by(unit_id: int | ColumnElement[int] | None) -> ColumnElement[bool]:
    """Only plans that the unit follows up; all with None."""
    return true() if unit_id is None else Plan.coordinator_unit_id == unit_id


def open_contributions_of_unit(unit_id: int, *, today: date) -> Sequence[Contribution]:
    """What a unit owes in running plans; what `rules.is_history` tells of is left out."""
    statement = (
        with_task()
        .where(
            Contribution.unit_id == unit_id,
            Contribution.status.in_(OPEN_STATUSES),
            Plan.state == PlanState.ISSUED,
            is_no_history(today),
        )
        .options(selectinload(Contribution.evidence), selectinload(Contribution.difficulties))
        .order_by(Occurrence.due_on.is_(None), Occurrence.due_on, *as_printed())
    )
    return db.session.scalars(statement).all()


def contribution_by_id(contribution_id: int, *, anew: bool = False) -> Contribution | None:
    """One with its task and plan; anew, where some of it was read before.

    Its unit is mostly that of whoever asks, who was read already.
    """
    return db.session.scalars(
        _statement_by_id(),
        {"contribution_id": contribution_id},
        execution_options={"populate_existing": anew},
    ).first()


def contributions_by_id(ids: Sequence[int]) -> Sequence[Contribution]:
    """Those of these numbers that there are, the nearest due day first."""
    statement = _with_difficulties().where(Contribution.id.in_(ids))
    return db.session.scalars(statement).all()


def _with_difficulties() -> Select[Contribution]:
    return (
        with_task()
        .options(selectinload(Contribution.difficulties))
        .order_by(Occurrence.due_on.is_(None), Occurrence.due_on, *as_printed())
    )


def as_printed() -> tuple[ColumnElement[int], ...]:
    """By the plan and its rows; what several units owe alike in one order, whoever wrote last."""
    return Task.plan_id.expression, Task.position.expression, Contribution.id.expression


def contributions_of_plan(plan_id: int, *, at: datetime | None = None) -> Sequence[Contribution]:
    """Every contribution to a plan's tasks in force, now or then, by row, due date and role."""
    in_force = Task.dropped_on.is_(None) if at is None else in_force_at(at)
    statement = (
        with_task()
        .where(Task.plan_id == plan_id, in_force)
        .options(selectinload(Contribution.difficulties))
        .order_by(Task.position, Occurrence.due_on.nulls_first(), Occurrence.id, Contribution.id)
    )
    return db.session.scalars(statement).all()


def contributions_of_task(task_id: int) -> Sequence[Contribution]:
    """Every contribution of a task, the latest instance first, leads before the others."""
    return db.session.scalars(_statement_of_task(), {"task_id": task_id}).all()


@cache
def _statement_of_task() -> Select[Contribution]:
    """Without the task's own wide row beside each: whoever asks has read it, or reads it once."""
    return (
        select(Contribution)
        .join(Contribution.occurrence)
        .where(Occurrence.task_id == bindparam("task_id"))
        .options(
            contains_eager(Contribution.occurrence),
            joinedload(Contribution.unit),
            joinedload(Contribution.officer),
            selectinload(Contribution.evidence),
            updates_with_verdicts(),
            selectinload(Contribution.difficulties),
        )
        .order_by(Occurrence.due_on.desc().nulls_last(), Occurrence.id.desc(), Contribution.id)
    )


class Waiting(NamedTuple):
    """A submission that nobody has answered, by what the queue is narrowed to."""

    id: int
    unit_id: int
    unit_name: str
    plan_id: int
    plan_number: str | None
    plan_title: str


def waiting_for_review(*, coordinated_by: int | None = None) -> list[Waiting]:
    """What units have submitted and nobody has answered, the oldest first.

    With a unit, only that of plans which the unit follows up.
    """
    columns = select(Contribution.id, Unit.id, Unit.name, Plan.id, Plan.number, Plan.title)
    statement = (
        of_waiting(columns.join(Contribution.unit))
        .where(followed_up_by(coordinated_by))
        .order_by(Contribution.submitted_at, Contribution.id)
    )
    return [Waiting(*row) for row in db.session.execute(statement)]


def of_waiting(
    statement: Select[*tuple[Any, ...]],
) -> Select[*tuple[Any, ...]]:
    """Only what units have submitted and nobody has answered."""
    return (
        statement.join(Contribution.occurrence)
        .join(Occurrence.task)
        .join(Task.plan)
        .where(Contribution.status == ContributionStatus.SUBMITTED, Plan.state == PlanState.ISSUED)
    )


def submissions(ids: Sequence[int]) -> Sequence[Contribution]:
    """These submissions with everything their answer depends on, the oldest first."""
    statement = (
        with_task()
        .where(Contribution.id.in_(ids))
        .options(selectinload(Contribution.evidence), updates_with_verdicts())
        .order_by(Contribution.submitted_at, Contribution.id)
    )
    return db.session.scalars(statement).all()


def accepted_with_claim(*, coordinated_by: int | None = None) -> Sequence[Contribution]:
    """Accepted work for which a unit once named an objective cause, the latest accepted first."""
    claimed = select(ProgressUpdate.contribution_id).where(
        ProgressUpdate.late_is_objective.is_(True)
    )
    statement = (
        with_task()
        .where(
            Contribution.status == ContributionStatus.ACCEPTED,
            Contribution.id.in_(claimed),
            followed_up_by(coordinated_by),
        )
        .options(updates_with_verdicts())
        .order_by(Contribution.accepted_at.desc(), Contribution.id)
    )
    return db.session.scalars(statement).all()


def updates_with_verdicts() -> ExecutableOption:
    """Load what was reported, and what was judged of the causes named in it."""
    return (
        selectinload(Contribution.updates)
        .selectinload(ProgressUpdate.verdicts)
        .joinedload(CauseVerdict.judged_by)
    )


def is_past_due_at(today: date, at: time | None) -> ColumnElement[bool]:
    """Whether the due day has passed; with an hour, also one of today with an earlier hour."""
    has_passed = Contribution.due_on < today
    if at is not None:
        is_today = and_(Contribution.due_on == today, Occurrence.due_time < at)
        has_passed = or_(has_passed, is_today)
    return or_(has_passed, Contribution.late_for < today)


def past_due(
    today: date, *, at: time | None = None, coordinated_by: int | None = None
) -> Sequence[Contribution]:
    """Open contributions whose due day has passed, by unit; a submission may clear them.

    With an hour, those too that were due today at an earlier hour.
    """
    statement = (
        with_task()
        .where(
            Contribution.status.in_(OPEN_STATUSES),
            is_past_due_at(today, at),
            Plan.state == PlanState.ISSUED,
            followed_up_by(coordinated_by),
        )
        .options(selectinload(Contribution.difficulties), *_without_deadline_as_read())
        .order_by(Contribution.unit_id, Occurrence.due_on, *as_printed())
    )
    return db.session.scalars(statement).all()


def evidence_by_id(evidence_id: int) -> Evidence | None:
    """A piece of evidence with the contribution it belongs to."""
    statement = (
        select(Evidence)
        .where(Evidence.id == evidence_id)
        .options(joinedload(Evidence.contribution))
    )
    return db.session.scalars(statement).first()


def count_waiting_for_review(*, coordinated_by: int | None = None) -> int:
    """How many submissions nobody has answered; with a unit, in the plans it follows up."""
    statement = of_waiting(select(func.count(Contribution.id)))
    return db.session.scalar(statement.where(followed_up_by(coordinated_by))) or 0


@cache
def _statement_by_id() -> Select[Contribution]:
    """Made once, as the next: to put them together takes as long as to send them."""
    return _with_plan().where(Contribution.id == bindparam("contribution_id"))


def _without_deadline_as_read() -> Iterator[ExecutableOption]:
    """Of thousands of rows, what a list says nothing of would take a quarter of the reading."""
    task = defaultload(Contribution.occurrence).defaultload(Occurrence.task)
    for column in (Task.due_dates, Task.rhythms, Task.months, Task.extra, Task.anchor):
        yield task.defer(column)
