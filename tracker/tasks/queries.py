"""Finding tasks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Select, bindparam, or_, select
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
    return _tasks(Task.plan_id == plan_id, Task.dropped_on.is_not(None) == dropped)


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


def _tasks(*which: ColumnElement[bool]) -> Sequence[Task]:
    statement = (
        select(Task)
        .where(*which)
        .options(
            joinedload(Task.plan),
            selectinload(Task.assignments)
            .joinedload(Assignment.unit)
            .selectinload(Unit.memberships)
            .joinedload(UnitMembership.member),
        )
        .order_by(Task.position, Task.id)
    )
    return db.session.scalars(statement).all()


def appendix_rows(plan: Plan, *, at: datetime | None = None) -> list[AppendixRow]:
    """Headings and tasks of the plan, in printed order: those in force now, or at the moment."""
    if at is None:
        tasks = tasks_of_plan(plan.id)
    else:
        came_later = _tasks_made_after(plan.id, at)
        found = _tasks(Task.plan_id == plan.id, in_force_at(at))
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
