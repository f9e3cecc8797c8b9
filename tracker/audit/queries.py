"""Reading the journal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import BindParameter, Select, and_, func, or_, select

from tracker.audit.models import AuditEntry
from tracker.audit.rules import AuditAction
from tracker.core import clock
from tracker.core.db import Model, db

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """Which entries to show; None asks for nothing. Both days count, as days in Vietnam."""

    user_id: int | None = None
    action: AuditAction | None = None
    plan_id: int | None = None
    since: date | None = None
    until: date | None = None


def entries_about(subject: Model) -> Sequence[AuditEntry]:
    """All entries about one thing, the newest first."""
    statement = (
        select(AuditEntry)
        .where(
            AuditEntry.subject_type == subject.__tablename__,
            AuditEntry.subject_id == getattr(subject, "id", None),
        )
        .order_by(AuditEntry.id.desc())
    )
    return db.session.scalars(statement).all()


def entries_about_many(
    subjects: Mapping[str, BindParameter[Any] | Select[int]], *, most: int
) -> Select[AuditEntry]:
    """The newest entries about things of these kinds; parameters or statements name them."""
    return (
        select(AuditEntry)
        .where(
            or_(
                *(
                    and_(AuditEntry.subject_type == kind, AuditEntry.subject_id.in_(numbers))
                    for kind, numbers in subjects.items()
                )
            )
        )
        .order_by(AuditEntry.id.desc())
        .limit(most)
    )


def journal(chosen: JournalFilter) -> Select[AuditEntry]:
    """The entries that were asked for, the newest first."""
    statement = select(AuditEntry).order_by(AuditEntry.id.desc())
    if chosen.user_id is not None:
        statement = statement.where(AuditEntry.user_id == chosen.user_id)
    if chosen.action is not None:
        statement = statement.where(AuditEntry.action == chosen.action.value)
    if chosen.plan_id is not None:
        statement = statement.where(AuditEntry.plan_id == chosen.plan_id)
    if chosen.since is not None:
        statement = statement.where(AuditEntry.at >= _midnight_before(chosen.since))
    if chosen.until is not None:
        day_after = chosen.until + timedelta(days=1)
        statement = statement.where(AuditEntry.at < _midnight_before(day_after))
    return statement


def count_entries() -> int:
    """How many entries the journal holds."""
    return db.session.scalar(select(func.count()).select_from(AuditEntry)) or 0


def people_in_journal() -> list[tuple[int, str]]:
    """Whoever has done something, by name; the accounts themselves may be gone."""
    name = func.max(AuditEntry.user_name)
    statement = (
        select(AuditEntry.user_id, name)
        .where(AuditEntry.user_id.is_not(None))
        .group_by(AuditEntry.user_id)
        .order_by(name, AuditEntry.user_id)
    )
    return [(number, words) for number, words in db.session.execute(statement) if number]


def plans_in_journal() -> list[tuple[int, str]]:
    """The plans that entries belong to, the newest first, as they were named when made."""
    statement = (
        select(AuditEntry.plan_id, AuditEntry.subject_name)
        .where(AuditEntry.action == AuditAction.PLAN_CREATED.value)
        .order_by(AuditEntry.plan_id.desc())
    )
    return [(number, words) for number, words in db.session.execute(statement) if number]


def _midnight_before(day: date) -> datetime:
    return clock.from_vietnam(datetime.combine(day, time.min))
