"""The ledger of reminders, and the outbox."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.models import User
from tracker.core.db import Model, UtcDateTime
from tracker.plans.models import Plan
from tracker.progress.models import Contribution
from tracker.reminders.choices import Delivery
from tracker.reminders.rules import MailKind, OutboxState
from tracker.units.models import Unit


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
    figures: Mapped[list[FigureReminder]] = relationship(cascade="all, delete-orphan")
    calls: Mapped[list[CallReminder]] = relationship(cascade="all, delete-orphan")


class Reminder(Model):
    """One step told to one person for one version of a due date: told once, for ever.

    Each is a notice in the program. With `mail_on` it waits for the mail of that day; with neither
    that nor a mail, the person had no address when it was decided, or wants no mails.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("contribution_id", "step", "due_version", "recipient_id"),
        Index("ix_reminder_recipient_read", "recipient_id", "read_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    step: Mapped[str]
    due_version: Mapped[int]
    recipient_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    reason: Mapped[str]
    outbox_message_id: Mapped[int | None] = mapped_column(
        ForeignKey("outbox_message.id"), index=True
    )
    mail_on: Mapped[date | None] = mapped_column(index=True)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    contribution: Mapped[Contribution] = relationship()
    recipient: Mapped[User] = relationship()
    outbox_message: Mapped[OutboxMessage | None] = relationship(back_populates="reminders")


class FigureReminder(Model):
    """A figure of a target that one person was asked for in a digest: once each."""

    __tablename__ = "figure_reminder"
    __table_args__ = (UniqueConstraint("target_id", "figure", "recipient_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("target.id"))
    # Which figure (`AskedFigure.key`).
    figure: Mapped[str]
    recipient_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    outbox_message_id: Mapped[int] = mapped_column(ForeignKey("outbox_message.id"), index=True)


class CallReminder(Model):
    """A call by name that was told in a digest: once each."""

    __tablename__ = "call_reminder"

    id: Mapped[int] = mapped_column(primary_key=True)
    mention_id: Mapped[int] = mapped_column(ForeignKey("mention.id"), unique=True)
    outbox_message_id: Mapped[int] = mapped_column(ForeignKey("outbox_message.id"), index=True)


class NotificationChoice(Model):
    """How a person wants to be told; without a row, by a mail each working day."""

    __tablename__ = "notification_choice"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    delivery: Mapped[Delivery]
    version: Mapped[int] = mapped_column(default=1)

    user: Mapped[User] = relationship()

    __mapper_args__ = {"version_id_col": version}


class LeaderInCharge(Model):
    """The leader who hears of a unit's long-late work; without a row, all leaders do.

    Where a plan has a leader of its own, that one hears of it instead.
    """

    __tablename__ = "leader_in_charge"

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    unit: Mapped[Unit] = relationship()
    user: Mapped[User] = relationship()


class LeaderOfPlan(Model):
    """The leader who hears of long-late work of a plan, whichever unit owes it."""

    __tablename__ = "leader_of_plan"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    plan: Mapped[Plan] = relationship()
    user: Mapped[User] = relationship()
