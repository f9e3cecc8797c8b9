"""Everything a sheet with progress shows, in a fixed number of queries."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from tracker.core.db import db
from tracker.progress.models import Contribution
from tracker.tasks.models import Occurrence, Task


def owed_with_papers(plan_id: int) -> dict[int, list[Contribution]]:
    """A plan's contributions with their notes and evidence, leads first, by the task's number."""
    statement = (
        select(Contribution)
        .join(Contribution.occurrence)
        .join(Occurrence.task)
        .where(Task.plan_id == plan_id)
        .options(
            contains_eager(Contribution.occurrence).contains_eager(Occurrence.task),
            joinedload(Contribution.unit),
            selectinload(Contribution.updates),
            selectinload(Contribution.evidence),
        )
        .order_by(Task.position, Occurrence.due_on, Occurrence.id, Contribution.id)
    )
    by_task: dict[int, list[Contribution]] = {}
    for contribution in db.session.scalars(statement):
        by_task.setdefault(contribution.occurrence.task_id, []).append(contribution)
    return by_task
