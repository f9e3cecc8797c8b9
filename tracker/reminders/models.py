"""The ledger of reminders, and the outbox."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.models import User
from tracker.core.db import Model, UtcDateTime
from tracker.progress.models import Contribution
from tracker.reminders.rules import MailKind, OutboxState


class OutboxMessage(Model):
    """One mail to one person; the unique key makes it one digest per person per day.

    It may be sent on `send_on` only: a digest speaks of its day. One that could not be sent then
    is folded into the digest of the next working day. `attempts` tells the senders apart: an
    outcome is taken only from the sender whose attempt is the current one.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (
        UniqueConstraint("recipient_id", "digest_on", "kind"),
        Index("ix_outbox_message_state", "state", "send_on", "next_attempt_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[MailKind]
    recipient_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    digest_on: Mapped[date] = mapped_column(index=True)
    send_on: Mapped[date]
    address: Mapped[str]
    subject: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(Text, default="")
    html: Mapped[str] = mapped_column(Text, default="")
    message_id: Mapped[str] = mapped_column(unique=True)
    state: Mapped[OutboxState] = mapped_column(default=OutboxState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_attempt_at: Mapped[datetime] = mapped_column(UtcDateTime)
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    server_answer: Mapped[str | None] = mapped_column(Text)

    recipient: Mapped[User] = relationship()
    reminders: Mapped[list[Reminder]] = relationship(
        back_populates="outbox_message", order_by="Reminder.id"
    )


class Reminder(Model):
    """One step told to one person for one version of a due date: told once, for ever.

    Without a mail the person had no address when the step was decided.
    """

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("contribution_id", "step", "due_version", "recipient_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    step: Mapped[str]
    due_version: Mapped[int]
    recipient_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    reason: Mapped[str]
    outbox_message_id: Mapped[int | None] = mapped_column(
        ForeignKey("outbox_message.id"), index=True
    )

    contribution: Mapped[Contribution] = relationship()
    recipient: Mapped[User] = relationship()
    outbox_message: Mapped[OutboxMessage | None] = relationship(back_populates="reminders")
