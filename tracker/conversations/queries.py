"""Finding remarks, and those who may be called."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TypeVar

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.accounts.models import User
from tracker.accounts.rules import Role
from tracker.conversations.models import Mention, Remark
from tracker.core.db import db
from tracker.core.plain_rows import plain_rows
from tracker.tasks.models import Task

LATEST_MENTIONS = 20

Around = TypeVar("Around")


def remarks_on(task_id: int) -> Sequence[Remark]:
    """What was said about a task, the first remark first."""
    return db.session.scalars(_remarks(), {"task_id": task_id}).all()


@cache
def _remarks() -> Select[Remark]:
    """Made once: to put it together takes as long as to send it."""
    return (
        select(Remark)
        .where(Remark.task_id == bindparam("task_id"))
        .options(
            joinedload(Remark.author).joinedload(User.unit),
            selectinload(Remark.mentions).joinedload(Mention.user),
        )
        .order_by(Remark.id)
    )


def people_around(task: Task) -> Sequence[User]:
    """Who reads the conversation and may be called: the units on the task, the Office, leaders."""
    statement = _around(select(User)).options(joinedload(User.unit))
    return db.session.scalars(statement, {"units": _units_around(task)}).all()


def names_around(task: Task) -> Sequence[str]:
    """What these people are called."""
    return db.session.scalars(_names_around(), {"units": _units_around(task)}).all()


@cache
def _names_around() -> Select[str]:
    return _around(select(User.full_name))


def _units_around(task: Task) -> list[int]:
    units = {member.id for item in task.assignments for member in item.unit.members}
    if task.plan.coordinator_unit_id is not None:
        units.add(task.plan.coordinator_unit_id)
    return sorted(units)


def _around(statement: Select[Around]) -> Select[Around]:
    of_the_units = User.unit_id.in_(bindparam("units", expanding=True))
    return statement.where(
        User.is_enabled,
        or_(of_the_units, User.role.in_([Role.OFFICE, Role.LEADER])),
        User.role != Role.OBSERVER,
    ).order_by(User.full_name, User.id)


def remark_with_key(request_key: str) -> Remark | None:
    """The remark a form has already made."""
    return db.session.scalars(select(Remark).where(Remark.request_key == request_key)).first()


def mentions_of(user_id: int) -> Sequence[Mention]:
    """Where a person was called lately, the latest first."""
    statement = (
        select(Mention)
        .where(Mention.user_id == user_id)
        .options(
            joinedload(Mention.remark).options(
                joinedload(Remark.author), joinedload(Remark.task).joinedload(Task.plan)
            )
        )
        .order_by(Mention.id.desc())
        .limit(LATEST_MENTIONS)
    )
    return db.session.scalars(statement).all()


def count_unread_mentions(user_id: int) -> int:
    """How many calls the person has not opened."""
    count: int = plain_rows(_count_of_unread_mentions(), {"user_id": user_id}).scalar_one()
    return count


@cache
def _count_of_unread_mentions() -> Select[int]:
    return select(func.count(Mention.id)).where(
        Mention.user_id == bindparam("user_id"), Mention.read_at.is_(None)
    )
