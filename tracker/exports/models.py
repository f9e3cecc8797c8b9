"""Long exports that are made after the answer: who asked, how far, the file when it is ready."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import JSON, ColumnElement, ForeignKey, LargeBinary, Text, and_
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from tracker.accounts.models import User
from tracker.core.db import UtcDateTime
from tracker.core.leases import LeasedRow
from tracker.plans.models import Plan

KEPT_HOURS = 24


class ExportJob(LeasedRow):
    """One file somebody asked for; gone a day after it was asked.

    The right to make it is renewed with every piece that is typeset.
    """

    __tablename__ = "export_job"
    lease = timedelta(minutes=5)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    file_format: Mapped[str]
    choice: Mapped[dict[str, str]] = mapped_column(JSON)
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

    @classmethod
    def still_to_do(cls) -> ColumnElement[bool]:
        """Neither made nor given up."""
        return and_(super().still_to_do(), cls.size.is_(None))

    def has_stopped(self, now: datetime) -> bool:
        """Whether a person may have it made again: it failed, or nobody goes on with it."""
        return not self.is_ready and super().has_stopped(now)
