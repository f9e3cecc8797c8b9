"""What the units owe for one instance, or one of them for a whole task."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from sqlalchemy import Select, bindparam, select

from tracker.core.db import db
from tracker.core.plain_rows import plain_rows
from tracker.progress.models import Contribution
from tracker.progress.queries import with_task
from tracker.progress.rules import OPEN_STATUSES, ContributionStatus
from tracker.tasks.models import Occurrence
from tracker.tasks.rules import TaskRole
from tracker.units.models import Unit


def parts_of_instance(occurrence_id: int) -> Sequence[Contribution]:
    """What every unit owes for one instance, in the order of the plan's units."""
    statement = with_task().where(Contribution.occurrence_id == occurrence_id)
    return db.session.scalars(statement.order_by(Contribution.id)).all()


def open_parts_in_task(task_id: int, unit_id: int) -> Sequence[Contribution]:
    """What a unit still owes for a task, every instance."""
    statement = (
        with_task()
        .where(
            Occurrence.task_id == task_id,
            Contribution.unit_id == unit_id,
            Contribution.status.in_(OPEN_STATUSES),
        )
        .order_by(Contribution.id)
    )
    return db.session.scalars(statement).all()


class UnitPart(NamedTuple):
    """What one unit owes for an instance, as far as the other units are concerned."""

    unit_id: int
    unit: str
    role: TaskRole
    status: ContributionStatus


def unit_parts(occurrence_id: int) -> list[UnitPart]:
    """What every unit owes for the instance, in the order of the plan's units."""
    found = plain_rows(_statement_of_unit_parts(), {"occurrence_id": occurrence_id})
    return [UnitPart(*row) for row in found]


@cache
def _statement_of_unit_parts() -> Select[int, str, TaskRole, ContributionStatus]:
    return (
        select(Contribution.unit_id, Unit.name, Contribution.role, Contribution.status)
        .join(Contribution.unit)
        .where(Contribution.occurrence_id == bindparam("occurrence_id"))
        .order_by(Contribution.id)
    )
