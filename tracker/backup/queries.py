"""Which backups the journal tells of, and when the last was made."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from tracker.audit.models import AuditEntry
from tracker.audit.rules import AuditAction
from tracker.core import clock
from tracker.core.db import db


def unsaved_since() -> datetime | None:
    """From when on nothing is in a backup: the last one, or the first thing that was recorded."""
    first = select(AuditEntry.at).order_by(AuditEntry.id).limit(1)
    return last_backup_at() or db.session.scalar(first)


def last_backup_at() -> datetime | None:
    """The moment of the last backup that the journal knows; None when there was none.

    One that bears a moment still to come was made while the clock was ahead: taken for the last, it
    would put off every backup, and the warning too, until that moment.
    """
    statement = (
        select(AuditEntry.at)
        .where(AuditEntry.action == AuditAction.BACKUP_MADE.value, AuditEntry.at <= clock.now())
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )
    return db.session.scalar(statement)


def backups_told_of() -> frozenset[str]:
    """The names of all backups that this very installation made, as its journal has them."""
    statement = select(AuditEntry.subject_name).where(
        AuditEntry.action == AuditAction.BACKUP_MADE.value
    )
    return frozenset(db.session.scalars(statement))
