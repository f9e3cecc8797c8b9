"""Remarks about a task, and the calls in them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.models import User
from tracker.core.db import Model, UtcDateTime
from tracker.tasks.models import Task


class Remark(Model):
    """What one person said about a task; never changed afterwards."""

    __tablename__ = "remark"

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    words: Mapped[str] = mapped_column(Text)
    # Made with the form: the same form sent twice is one remark.
    request_key: Mapped[str] = mapped_column(unique=True)

    task: Mapped[Task] = relationship()
    author: Mapped[User] = relationship()
    mentions: Mapped[list[Mention]] = relationship(
        back_populates="remark", cascade="all, delete-orphan", order_by="Mention.id"
    )


class Mention(Model):
    """One person called by name; it waits at the bell until the person opens it."""

    __tablename__ = "mention"
    __table_args__ = (
        UniqueConstraint("remark_id", "user_id"),
        Index("ix_mention_user_read", "user_id", "read_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    remark_id: Mapped[int] = mapped_column(ForeignKey("remark.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    remark: Mapped[Remark] = relationship(back_populates="mentions")
    user: Mapped[User] = relationship()
