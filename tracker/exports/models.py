"""Long exports that are made after the answer: who asked, how far, the file when it is ready."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import JSON, ForeignKey, LargeBinary, Text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from tracker.accounts.models import User
from tracker.core.db import Model, UtcDateTime
from tracker.plans.models import Plan

STALE_MINUTES = 5
KEPT_HOURS = 24


class ExportJob(Model):
    """One file somebody asked for; gone a day after it was asked.

    `claim` is the right of one process to make it, renewed at `seen_at` with every piece that is
    typeset; `problem` says in one sentence why there is no file.
    """

    __tablename__ = "export_job"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    file_format: Mapped[str]
    choice: Mapped[dict[str, str]] = mapped_column(JSON)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int]
    claim: Mapped[str | None]
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str | None] = mapped_column(Text)
    file_name: Mapped[str | None]
    size: Mapped[int | None]
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    # Made with the form: the same form sent twice is one file.
    request_key: Mapped[str] = mapped_column(unique=True)

    plan: Mapped[Plan] = relationship()
    asked_by: Mapped[User] = relationship()

    @property
    def is_ready(self) -> bool:
        """Whether the file can be had."""
        return self.size is not None

    @property
    def expires_at(self) -> datetime:
        """When it is forgotten."""
        return self.asked_at + timedelta(hours=KEPT_HOURS)

    def has_stopped(self, now: datetime) -> bool:
        """Whether a person may have it made again: it failed, or nobody goes on with it."""
        stale = now - timedelta(minutes=STALE_MINUTES)
        return not self.is_ready and (self.problem is not None or self.seen_at < stale)
