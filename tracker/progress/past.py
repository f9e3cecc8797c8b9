"""Reading what happened: a handful of statements, however many rows there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import selectinload

from tracker.audit.models import AuditEntry
from tracker.audit.rules import AuditAction
from tracker.core.db import db
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.progress.history import DueDay, History, PlanTurn, StatusChange, state_at
from tracker.progress.models import CauseVerdict, Contribution, ProgressUpdate
from tracker.progress.rules import ContributionStatus
from tracker.progress.told import is_step_of_work, kept_until_told
from tracker.tasks.models import Assignment, DueDayMove, Occurrence, Task
from tracker.tasks.rules import Period

NONE_EXTENDED: Mapping[int, Sequence[datetime]] = MappingProxyType({})

# Instances whose moves are asked for by name.
FEW = 500

owed_since = func.coalesce(Contribution.created_at, Occurrence.created_at)


def histories_of(
    which: ColumnElement[bool],
    *,
    until: datetime,
    extended: Mapping[int, Sequence[datetime]] = NONE_EXTENDED,
) -> list[History]:
    """What happened by the moment to the contributions that `which` names, in printed order.

    `extended` says when requests of theirs for a later day were granted.
    """
    return histories_among(which, until, extended, plan_turns())


def histories_among(
    which: ColumnElement[bool],
    until: datetime,
    extended: Mapping[int, Sequence[datetime]],
    turns: Mapping[int, Sequence[PlanTurn]],
) -> list[History]:
    """The same for whoever asks about one part after another; `turns` are those of plans."""
    rows = db.session.execute(_owed(which, until)).all()
    changes = _changes(which, until)
    moves = _moves({row.occurrence_id for row in rows})
    return [
        _history(
            row,
            changes=tuple(changes.get(row.id, ())),
            moves=moves.get(row.occurrence_id, ()),
            plan_changes=tuple(turns.get(row.plan_id, ())),
            extended_at=tuple(extended.get(row.id, ())),
        )
        for row in rows
    ]


def late_reasons(ids: Sequence[int], moment: datetime) -> dict[int, ProgressUpdate]:
    """The latest report in which each unit said why it is late."""
    statement = (
        select(ProgressUpdate)
        .where(
            ProgressUpdate.contribution_id.in_(ids),
            ProgressUpdate.late_reason.is_not(None),
            ProgressUpdate.at <= moment,
        )
        .options(selectinload(ProgressUpdate.verdicts).joinedload(CauseVerdict.judged_by))
        .order_by(ProgressUpdate.at, ProgressUpdate.id)
    )
    return {update.contribution_id: update for update in db.session.scalars(statement)}


def return_reasons(ids: Sequence[int], moment: datetime) -> dict[int, str | None]:
    """Why each unit was last given its result back."""
    statement = (
        select(ProgressUpdate.contribution_id, ProgressUpdate.note)
        .where(
            ProgressUpdate.contribution_id.in_(ids),
            ProgressUpdate.status_after == ContributionStatus.RETURNED,
            ProgressUpdate.status_before != ContributionStatus.CANCELLED,
            ProgressUpdate.at <= moment,
        )
        .order_by(ProgressUpdate.at, ProgressUpdate.id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def plan_ids_in_force(moment: datetime) -> list[int]:
    """The plans that were in force, the newest last."""
    statement = select(Plan.id, Plan.state).where(Plan.created_at <= moment).order_by(Plan.id)
    turns = plan_turns()
    return [
        plan_id
        for plan_id, state in db.session.execute(statement)
        if state_at(turns.get(plan_id, ()), state, moment) is PlanState.ISSUED
    ]


def _owed(which: ColumnElement[bool], until: datetime) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Contribution.id,
            Contribution.unit_id,
            Contribution.role,
            owed_since.label("owed_since"),
            Contribution.occurrence_id,
            func.coalesce(Contribution.officer_id, Assignment.officer_id).label("officer_id"),
            Occurrence.kind,
            Occurrence.period_start,
            Occurrence.period_end,
            Occurrence.due_on,
            Occurrence.original_due_on,
            Occurrence.due_time,
            Task.plan_id,
            Task.section_id,
            Plan.state,
        )
        .join(Assignment, Assignment.id == Contribution.assignment_id)
        .join(Occurrence, Occurrence.id == Contribution.occurrence_id)
        .join(Task, Task.id == Occurrence.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(owed_since <= until, which)
        .order_by(Task.plan_id, Task.position, Occurrence.due_on.nulls_first(), Contribution.id)
    )


def _changes(which: ColumnElement[bool], until: datetime) -> dict[int, list[StatusChange]]:
    statement = (
        select(
            ProgressUpdate.contribution_id,
            ProgressUpdate.at,
            ProgressUpdate.status_before,
            ProgressUpdate.status_after,
        )
        .join(Contribution, Contribution.id == ProgressUpdate.contribution_id)
        .join(Occurrence, Occurrence.id == Contribution.occurrence_id)
        .join(Task, Task.id == Occurrence.task_id)
        .where(ProgressUpdate.at <= until, which)
        .order_by(ProgressUpdate.at, ProgressUpdate.id)
    )
    found: dict[int, list[StatusChange]] = defaultdict(list)
    for contribution_id, at, before, after in db.session.execute(statement):
        found[contribution_id].append(StatusChange(at, before, after))
    return found


def _moves(instances: Collection[int]) -> dict[int, list[DueDay]]:
    found: dict[int, list[DueDay]] = defaultdict(list)
    statement = select(DueDayMove).order_by(DueDayMove.at, DueDayMove.id)
    if len(instances) <= FEW:
        statement = statement.where(DueDayMove.occurrence_id.in_(instances))
    for move in db.session.scalars(statement):
        found[move.occurrence_id].append(
            DueDay(move.due_on, move.original_due_on, move.due_time, until=move.at)
        )
    return found


@kept_until_told(is_step_of_work)
def plan_turns(plan_id: int | None = None) -> dict[int, list[PlanTurn]]:
    """When each plan, or the one, came into another state, as the journal tells, in order."""
    statement = (
        select(AuditEntry.subject_id, AuditEntry.at, AuditEntry.changes)
        .where(
            AuditEntry.action == AuditAction.PLAN_CHANGED,
            # The index knows this.
            AuditEntry.subject_type == Plan.__tablename__,
        )
        .order_by(AuditEntry.at, AuditEntry.id)
    )
    if plan_id is not None:
        statement = statement.where(AuditEntry.subject_id == plan_id)
    found: dict[int, list[PlanTurn]] = defaultdict(list)
    for number, at, changes in db.session.execute(statement):
        if number is not None and "state" in changes:
            before, after = changes["state"]
            found[number].append(PlanTurn(at, PlanState(before), PlanState(after)))
    return found


def _history(
    row: Row[Any],
    *,
    changes: tuple[StatusChange, ...],
    moves: Sequence[DueDay],
    plan_changes: tuple[PlanTurn, ...],
    extended_at: tuple[datetime, ...],
) -> History:
    has_period = row.period_start is not None and row.period_end is not None
    return History(
        contribution_id=row.id,
        unit_id=row.unit_id,
        plan_id=row.plan_id,
        section_id=row.section_id,
        officer_id=row.officer_id,
        role=row.role,
        kind=row.kind,
        period=Period(row.period_start, row.period_end) if has_period else None,
        created_at=row.owed_since,
        plan_state=row.state,
        due_days=(*moves, DueDay(row.due_on, row.original_due_on, row.due_time)),
        changes=changes,
        plan_changes=plan_changes,
        extended_at=extended_at,
    )
