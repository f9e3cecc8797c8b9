"""Finding tasks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.audit.models import AuditEntry
from tracker.audit.rules import AuditAction
from tracker.core.clock import day_in_vietnam
from tracker.core.db import db
from tracker.plans.models import Plan, Section
from tracker.tasks.models import Assignment, Task
from tracker.units.models import Unit, UnitMembership

# A row of the appendix: a heading or a task.
AppendixRow = Section | Task


def tasks_of_plan(plan_id: int, *, dropped: bool = False) -> Sequence[Task]:
    """A plan's tasks in printed order, with their units; or those an amendment has dropped."""
    return db.session.scalars(_of_plan(dropped=dropped), {"plan_id": plan_id}).all()


@cache
def _of_plan(*, dropped: bool) -> Select[Task]:
    """Made once: to put it together takes as long as to send it."""
    left = Task.dropped_on.is_not(None) if dropped else Task.dropped_on.is_(None)
    return _with_units(Task.plan_id == bindparam("plan_id"), left)


def count_dropped(plan_id: int) -> int:
    """How many of the plan's tasks amendments have dropped."""
    return db.session.scalar(_count_of_dropped(), {"plan_id": plan_id}) or 0


@cache
def _count_of_dropped() -> Select[int]:
    return select(func.count(Task.id)).where(
        Task.plan_id == bindparam("plan_id"), Task.dropped_on.is_not(None)
    )


def task_of_page(task_id: int) -> Task | None:
    """One task with its plan and heading."""
    return db.session.scalars(_task_of_page(), {"task_id": task_id}).first()


@cache
def _task_of_page() -> Select[Task]:
    """Made once: to put it together takes as long as to send it."""
    return (
        select(Task)
        .where(Task.id == bindparam("task_id"))
        .options(joinedload(Task.plan), joinedload(Task.section))
    )


def in_force_at(moment: datetime) -> ColumnElement[bool]:
    """Tasks that no amendment had dropped by the moment."""
    return or_(Task.dropped_on.is_(None), Task.dropped_on > day_in_vietnam(moment))


def _with_units(*which: ColumnElement[bool]) -> Select[Task]:
    """Without their plan's wide row beside each: whoever asks has read it, or reads it once."""
    return (
        select(Task)
        .where(*which)
        .options(
            selectinload(Task.assignments)
            .joinedload(Assignment.unit)
            .selectinload(Unit.memberships)
            .joinedload(UnitMembership.member),
        )
        .order_by(Task.position, Task.id)
    )


def appendix_rows(plan: Plan, *, at: datetime | None = None) -> list[AppendixRow]:
    """Headings and tasks of the plan, in printed order: those in force now, or at the moment."""
    if at is None:
        tasks = tasks_of_plan(plan.id)
    else:
        came_later = _tasks_made_after(plan.id, at)
        found = db.session.scalars(_with_units(Task.plan_id == plan.id, in_force_at(at)))
        tasks = [task for task in found if task.id not in came_later]
    rows: list[AppendixRow] = [*plan.sections, *tasks]
    return sorted(rows, key=lambda row: row.position)


def _tasks_made_after(plan_id: int, moment: datetime) -> set[int | None]:
    """Rows that an amendment brought, by the journal."""
    statement = select(AuditEntry.subject_id).where(
        AuditEntry.plan_id == plan_id,
        AuditEntry.action == AuditAction.TASK_CREATED.value,
        AuditEntry.at > moment,
    )
    return set(db.session.scalars(statement))


def was_amended_after(plan_id: int, moment: datetime) -> bool:
    """Whether the words of a row changed since the moment: a sheet shows those in force."""
    statement = select(AuditEntry.id).where(
        AuditEntry.plan_id == plan_id,
        AuditEntry.action == AuditAction.TASK_CHANGED.value,
        AuditEntry.at > moment,
    )
    return db.session.scalars(statement.limit(1)).first() is not None
