"""What was decided while the clock was ahead is decided again once it is right.

A machine whose clock says another year at its start, until it asks a server for the time, tells
everybody that all work is late. Every step would then count as told, and nobody would be reminded
on the day itself.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from tracker.audit.models import AuditEntry
from tracker.core.db import db
from tracker.reminders.models import FigureReminder, Reminder

# So much later than now nothing bears its moment unless one of the two clocks was wrong.
_AHEAD = timedelta(days=1)
# A clock that is back now stands amid what was written day by day; one that leapt ahead left no
# entry between, and was put right before long.
_LEAP, _LAST_HEARD, _PUT_RIGHT_WITHIN = timedelta(days=60), timedelta(days=14), timedelta(days=7)


def was_ahead(now: datetime) -> bool:
    """Whether the journal says that the clock leapt ahead and is right now, not the other way."""
    limit = now + _AHEAD
    last = db.session.scalar(select(func.max(AuditEntry.at)).where(AuditEntry.at <= limit))
    later = select(func.min(AuditEntry.at), func.max(AuditEntry.at)).where(AuditEntry.at > limit)
    begun, ended = db.session.execute(later).one()
    if last is None or begun is None:
        return False
    is_near = now - last <= _LAST_HEARD
    return is_near and begun - last >= _LEAP and ended - begun <= _PUT_RIGHT_WITHIN


def forget_what_was_decided_ahead(now: datetime) -> None:
    """Take the steps out of the ledger that were told then; the mails themselves stay on record."""
    for ledger in (Reminder, FigureReminder):
        db.session.execute(delete(ledger).where(ledger.decided_at > now + _AHEAD))
