"""Finding people."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import NamedTuple

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import joinedload

from tracker.accounts.models import SignIn, User
from tracker.accounts.rules import Role
from tracker.audit.models import AuditEntry
from tracker.audit.rules import AuditAction
from tracker.core.db import db
from tracker.core.plain_rows import plain_rows
from tracker.core.unchanged import kept_until_written


def find_user(username: str) -> User | None:
    """The account of that name, whatever its capitals."""
    statement = select(User).where(func.lower(User.username) == username.strip().lower())
    return db.session.scalars(statement).first()


def user_called(external_name: str) -> User | None:
    """The account that an administrator tied to what the provider calls a person."""
    statement = select(User).where(User.external_name == external_name)
    return db.session.scalars(statement).first()


def all_users() -> Sequence[User]:
    """Every account, by unit and name."""
    statement = (
        select(User)
        .options(joinedload(User.unit))
        .order_by(User.unit_id.is_not(None), User.unit_id, User.role, User.full_name, User.id)
    )
    return db.session.scalars(statement).all()


_REMINDED_ROLES = (Role.UNIT_HEAD, Role.OFFICER, Role.LEADER, Role.OFFICE)


@kept_until_written
def units_with_people() -> frozenset[int]:
    """The units in which there is anybody to remind."""
    statement = select(User.unit_id).where(
        User.unit_id.is_not(None), User.is_enabled, User.role.in_(_REMINDED_ROLES)
    )
    return frozenset(unit_id for unit_id in db.session.scalars(statement) if unit_id is not None)


def people_to_remind(unit_ids: Sequence[int]) -> dict[int, list[User]]:
    """The enabled people of each unit: its head and its officers."""
    statement = (
        select(User)
        .where(
            User.unit_id.in_(unit_ids),
            User.is_enabled,
            User.role.in_(_REMINDED_ROLES),
        )
        .order_by(User.id)
    )
    people: dict[int, list[User]] = {unit_id: [] for unit_id in unit_ids}
    for user in db.session.scalars(statement):
        people[user.unit_id or 0].append(user)
    return people


def accounts_cared_for_at() -> dict[int, datetime]:
    """When somebody last made or changed each account, by the journal."""
    cared = (AuditAction.USER_CREATED, AuditAction.USER_CHANGED, AuditAction.PASSWORD_CHANGED)
    statement = (
        select(AuditEntry.subject_id, func.max(AuditEntry.at))
        .where(
            AuditEntry.subject_type == User.__tablename__,
            AuditEntry.action.in_([action.value for action in cared]),
        )
        .group_by(AuditEntry.subject_id)
    )
    return {number: at for number, at in db.session.execute(statement) if number is not None}


def was_moved_since(user: User, moment: datetime) -> bool:
    """Whether the person has had another role or unit since then, by the journal."""
    statement = select(AuditEntry.changes).where(
        AuditEntry.subject_type == User.__tablename__,
        AuditEntry.subject_id == user.id,
        AuditEntry.action == AuditAction.USER_CHANGED.value,
        AuditEntry.at >= moment,
    )
    return any({"role", "unit"} & changes.keys() for changes in db.session.scalars(statement))


def moments_in_journal(since: datetime, until: datetime) -> Sequence[datetime]:
    """When anything was written into the journal, the first first: sign-ins, work, backups."""
    statement = select(AuditEntry.at).where(AuditEntry.at >= since, AuditEntry.at <= until)
    return plain_rows(statement.order_by(AuditEntry.at)).scalars().all()


class Colleague(NamedTuple):
    """As much of a person as lists of a unit show."""

    id: int
    full_name: str
    job_title: str | None


def people_with(numbers: Collection[int]) -> tuple[Colleague, ...]:
    """The people of these numbers, by name."""
    statement = _statement_of_colleagues().where(User.id.in_(numbers))
    return tuple(Colleague(*row) for row in plain_rows(statement))


@kept_until_written
def colleagues_in(unit_id: int) -> tuple[Colleague, ...]:
    """Everybody of a unit who may sign in, by name."""
    found = plain_rows(_statement_of_unit(), {"unit_id": unit_id})
    return tuple(Colleague(*row) for row in found)


@cache
def _statement_of_unit() -> Select[int, str, str | None]:
    in_unit = (User.unit_id == bindparam("unit_id"), User.is_enabled)
    return _statement_of_colleagues().where(*in_unit)


@cache
def _statement_of_colleagues() -> Select[int, str, str | None]:
    return select(User.id, User.full_name, User.job_title).order_by(User.full_name, User.id)


def unit_has_head(unit_id: int) -> bool:
    """Whether somebody who may sign in heads the unit."""
    statement = select(User.id).where(
        User.unit_id == unit_id, User.role == Role.UNIT_HEAD, User.is_enabled
    )
    return db.session.scalars(statement.limit(1)).first() is not None


def has_accounts() -> bool:
    """Whether anybody was given an account yet."""
    return db.session.scalar(select(User.id).limit(1)) is not None


def enabled_people(role: Role) -> Sequence[User]:
    """Everybody of a role who may sign in."""
    statement = select(User).where(User.role == role, User.is_enabled).order_by(User.id)
    return db.session.scalars(statement).all()


def open_sign_ins(user: User) -> Sequence[SignIn]:
    """Where the person may still be signed in, the latest first."""
    statement = (
        select(SignIn)
        .where(SignIn.user_id == user.id, SignIn.ended_at.is_(None))
        .order_by(SignIn.started_at.desc(), SignIn.id.desc())
    )
    return db.session.scalars(statement).all()


def open_sign_in(key: str | None, user: User) -> SignIn | None:
    """The cookie's sign-in, if it is the person's and nobody has ended it."""
    if not key:
        return None
    statement = select(SignIn).where(
        SignIn.key == key, SignIn.user_id == user.id, SignIn.ended_at.is_(None)
    )
    return db.session.scalars(statement).first()
