"""Reading the journal."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from tracker.audit.models import AuditEntry
from tracker.core.db import Model, db

PAGE_SIZE = 50


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


def latest_entries(*, before_id: int | None = None) -> Sequence[AuditEntry]:
    """One page of the journal, the newest first, older than `before_id`."""
    statement = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(PAGE_SIZE)
    if before_id is not None:
        statement = statement.where(AuditEntry.id < before_id)
    return db.session.scalars(statement).all()
