"""Finding tasks."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from tracker.core.db import db
from tracker.plans.models import Plan, Section
from tracker.tasks.models import Assignment, Task
from tracker.units.models import Unit, UnitMembership

# A row of the appendix: a heading or a task.
AppendixRow = Section | Task


def tasks_of_plan(plan_id: int, *, dropped: bool = False) -> Sequence[Task]:
    """A plan's tasks in printed order, with their units; or those an amendment has dropped."""
    statement = (
        select(Task)
        .where(Task.plan_id == plan_id, Task.dropped_on.is_not(None) == dropped)
        .options(
            joinedload(Task.plan),
            selectinload(Task.assignments)
            .joinedload(Assignment.unit)
            .selectinload(Unit.memberships)
            .joinedload(UnitMembership.member),
        )
        .order_by(Task.position)
    )
    return db.session.scalars(statement).all()


def appendix_rows(plan: Plan) -> list[AppendixRow]:
    """Headings and tasks of the plan, in printed order."""
    rows: list[AppendixRow] = [*plan.sections, *tasks_of_plan(plan.id)]
    return sorted(rows, key=lambda row: row.position)
