"""Changing the ward's settings."""

from __future__ import annotations

from typing import Any

from tracker.audit.rules import AuditAction
from tracker.audit.service import Actor, record
from tracker.core.db import db
from tracker.settings import queries, rules
from tracker.settings.models import StoredSetting


def change_setting(name: str, value: Any, *, actor: Actor | None) -> None:
    """Store one setting; KeyError on a name that is not declared."""
    if name not in rules.FIELD_NAMES:
        raise KeyError(name)
    before = getattr(queries.ward_settings(), name)
    stored = db.session.get(StoredSetting, name) or StoredSetting(name=name)
    stored.value = list(value) if isinstance(value, tuple) else value
    db.session.add(stored)
    db.session.flush()
    record(
        AuditAction.SETTING_CHANGED, stored, name=name, actor=actor, changes={name: (before, value)}
    )
