"""What the journal tells, for any test whose verb records it."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.audit.models import AuditEntry
from tracker.audit.queries import PAGE_SIZE, JournalFilter, journal
from tracker.core.db import db


def latest_entries() -> Sequence[AuditEntry]:
    """The first page of the journal, the newest first."""
    return db.session.scalars(journal(JournalFilter()).limit(PAGE_SIZE)).all()
