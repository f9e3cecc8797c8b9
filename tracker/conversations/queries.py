"""Finding remarks, and those who may be called."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.accounts.models import User
from tracker.accounts.rules import Role
from tracker.conversations.models import Mention, Remark
from tracker.core.db import db
from tracker.tasks.models import Task

LATEST_MENTIONS = 20


def remarks_on(task_id: int) -> Sequence[Remark]:
    """What was said about a task, the first remark first."""
    statement = (
        select(Remark)
        .where(Remark.task_id == task_id)
        .options(
            joinedload(Remark.author).joinedload(User.unit),
            selectinload(Remark.mentions).joinedload(Mention.user),
        )
        .order_by(Remark.id)
    )
    return db.session.scalars(statement).all()


def people_around(task: Task) -> Sequence[User]:
    """Who reads the conversation and may be called: the units on the task, the Office, leaders."""
    units = {member.id for item in task.assignments for member in item.unit.members}
    if task.plan.coordinator_unit_id is not None:
        units.add(task.plan.coordinator_unit_id)
    statement = (
        select(User)
        .where(
            User.is_enabled,
            or_(User.unit_id.in_(units), User.role.in_([Role.OFFICE, Role.LEADER])),
            User.role != Role.OBSERVER,
        )
        .options(joinedload(User.unit))
        .order_by(User.full_name)
    )
    return db.session.scalars(statement).all()


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
    return db.session.scalar(_count_of_unread_mentions(), {"user_id": user_id}) or 0


@cache
def _count_of_unread_mentions() -> Select[int]:
    return select(func.count(Mention.id)).where(
        Mention.user_id == bindparam("user_id"), Mention.read_at.is_(None)
    )
