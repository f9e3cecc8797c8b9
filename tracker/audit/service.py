"""Writing the journal, in the same transaction as what it tells of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Protocol

from flask import has_request_context, request

from tracker.audit.models import AuditEntry
from tracker.audit.rules import AuditAction
from tracker.audit.sealing import seal_at_the_end
from tracker.core import clock
from tracker.core.db import Model

SYSTEM_NAME = "Hệ thống"


class Actor(Protocol):
    """Whoever acts: a user, seen from below."""

    @property
    def id(self) -> int:
        """The user's number."""

    @property
    def full_name(self) -> str:
        """The user's name as the journal keeps it."""


def record(
    action: AuditAction,
    subject: Model,
    *,
    name: str,
    actor: Actor | None,
    changes: Mapping[str, tuple[object, object]] | None = None,
    plan_id: int | None = None,
) -> AuditEntry:
    """Add an entry; without an actor the system itself acted. The subject must be flushed."""
    entry = AuditEntry(
        at=clock.now(),
        action=action.value,
        user_id=actor.id if actor else None,
        user_name=actor.full_name if actor else SYSTEM_NAME,
        subject_type=subject.__tablename__,
        subject_id=getattr(subject, "id", None),
        subject_name=name,
        plan_id=plan_id,
        changes={
            field: [_plain(old), _plain(new)] for field, (old, new) in (changes or {}).items()
        },
        remote_address=request.remote_addr if has_request_context() else None,
    )
    seal_at_the_end(entry)
    return entry


def record_installation(action: AuditAction, *, name: str) -> AuditEntry:
    """Add an entry about the installation as a whole; the system itself acted."""
    entry = AuditEntry(
        at=clock.now(),
        action=action.value,
        user_name=SYSTEM_NAME,
        subject_type="installation",
        subject_name=name,
        changes={},
        remote_address=request.remote_addr if has_request_context() else None,
    )
    seal_at_the_end(entry)
    return entry


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return str(value)
