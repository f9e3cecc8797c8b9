"""Reading the ward's settings."""

from __future__ import annotations

from sqlalchemy import select

from tracker.core.db import db
from tracker.core.unchanged import kept_until_written
from tracker.settings import rules
from tracker.settings.models import StoredSetting


@kept_until_written
def ward_settings() -> rules.WardSettings:
    """The settings in force."""
    rows = db.session.scalars(select(StoredSetting)).all()
    return rules.from_stored({row.name: row.value for row in rows})
