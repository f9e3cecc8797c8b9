"""Which backups the journal tells of, and when the last was made."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from tracker.audit.models import AuditEntry
from tracker.audit.rules import AuditAction
from tracker.core import clock
from tracker.core.db import db

_WHOLE = AuditAction.BACKUP_MADE.value
_SHORT = AuditAction.BACKUP_MADE_SHORT.value
_MADE = (_WHOLE, _SHORT)


def unsaved_since() -> datetime | None:
    """From when on nothing is in a backup: the last one, or the first thing that was recorded."""
    first = select(AuditEntry.at).order_by(AuditEntry.id).limit(1)
    return last_backup_at() or db.session.scalar(first)


def last_backup_at() -> datetime | None:
    """The moment of the last backup that the journal knows; None when there was none.

    One that bears a moment still to come was made while the clock was ahead: taken for the last, it
    would put off every backup, and the warning too, until that moment.
    """
    moment: datetime | None = db.session.scalar(_last(AuditEntry.at))
    return moment


def backups_told_of(*, is_short: bool | None = None) -> frozenset[str]:
    """The names of the backups that this very installation made, as its journal has them.

    All; or those that hold every kept file whole, or (`is_short`) those that do not.
    """
    wanted = _MADE if is_short is None else [_SHORT if is_short else _WHOLE]
    statement = select(AuditEntry.subject_name).where(AuditEntry.action.in_(wanted))
    return frozenset(db.session.scalars(statement))


def backups_before_upgrades() -> frozenset[str]:
    """The names of the backups after which the tables were changed to those of a newer program."""
    upgraded = AuditEntry.action == AuditAction.DATABASE_UPGRADED.value
    return frozenset(db.session.scalars(select(AuditEntry.subject_name).where(upgraded)))


def last_is_short() -> bool:
    """Whether the last backup lacks kept files, or holds altered ones."""
    return bool(db.session.scalar(_last(AuditEntry.action)) == _SHORT)


def _last(column: Any) -> Select[Any]:
    """Of the last backup, whole or not, that does not bear a moment still to come."""
    return (
        select(column)
        .where(AuditEntry.action.in_(_MADE), AuditEntry.at <= clock.now())
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )
