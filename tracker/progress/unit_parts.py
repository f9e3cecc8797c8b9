"""What the units owe for one instance, or one of them for a whole task, and who does it there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from typing import NamedTuple

from sqlalchemy import Select, and_, bindparam, func, select

from tracker.accounts.models import User
from tracker.core.db import db
from tracker.core.plain_rows import plain_rows
from tracker.core.unchanged import kept_until_written
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


@kept_until_written
def unit_parts(occurrence_id: int) -> tuple[UnitPart, ...]:
    """What every unit owes for the instance, in the order of the plan's units."""
    found = plain_rows(_statement_of_unit_parts(), {"occurrence_id": occurrence_id})
    return tuple(UnitPart(*row) for row in found)


@cache
def _statement_of_unit_parts() -> Select[int, str, TaskRole, ContributionStatus]:
    return (
        select(Contribution.unit_id, Unit.name, Contribution.role, Contribution.status)
        .join(Contribution.unit)
        .where(Contribution.occurrence_id == bindparam("occurrence_id"))
        .order_by(Contribution.id)
    )


def officers_in_charge(tasks: Collection[int]) -> dict[tuple[int, int], int]:
    """Whom each unit has put in charge, by task and unit; only who still works there.

    What is open says so, for whoever is named is named for all of it, and so is nobody; where
    nothing is, what was accepted last.
    """
    in_charge: dict[tuple[int, int], int | None] = {}
    told_by_open: set[tuple[int, int]] = set()
    for task, unit, is_open, officer in db.session.execute(_statement_of_officers(tasks)):
        if is_open and (task, unit) not in told_by_open:
            told_by_open.add((task, unit))
            in_charge.pop((task, unit), None)
        if officer is not None or not is_open:
            in_charge[task, unit] = officer
    return {key: officer for key, officer in in_charge.items() if officer is not None}


def _statement_of_officers(tasks: Collection[int]) -> Select[int, int, bool, int | None]:
    """What is done first, the last accepted behind the others, then what is open."""
    is_open = Contribution.status.in_(OPEN_STATUSES)
    works_there = and_(
        User.id == Contribution.officer_id,
        User.unit_id == Contribution.unit_id,
        User.is_enabled,
    )
    ended_at = func.coalesce(Contribution.accepted_at, Occurrence.created_at)
    return (
        select(Occurrence.task_id, Contribution.unit_id, is_open.label("is_open"), User.id)
        .join(Contribution.occurrence)
        .outerjoin(User, works_there)
        .where(Occurrence.task_id.in_(tasks))
        .order_by(is_open, ended_at, Contribution.id)
    )
