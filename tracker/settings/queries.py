"""Reading the ward's settings."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Select, select

from tracker.core.plain_rows import plain_rows
from tracker.core.unchanged import kept_until_written
from tracker.settings import rules
from tracker.settings.models import StoredSetting


@kept_until_written
def ward_settings() -> rules.WardSettings:
    """The settings in force."""
    return rules.from_stored(dict(plain_rows(_statement()).all()))


@cache
def _statement() -> Select[str, str]:
    return select(StoredSetting.name, StoredSetting.value)
