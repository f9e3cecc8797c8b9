"""The journal's one table."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from tracker.core.db import Model, UtcDateTime


class AuditEntry(Model):
    """One thing that happened. Names are copied so that the entry outlives what it speaks of.

    `number` and `seal` are given when the transaction commits (see `sealing`): they bind the entry
    to the one before it.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject_type", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    action: Mapped[str] = mapped_column(index=True)
    user_id: Mapped[int | None]
    user_name: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[int | None]
    subject_name: Mapped[str]
    plan_id: Mapped[int | None] = mapped_column(index=True)
    changes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    remote_address: Mapped[str | None]
    number: Mapped[int | None] = mapped_column(unique=True)
    seal: Mapped[str | None]
