"""Urging letters with the rows they speak of, leaders' directives, and the units' answers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.models import User
from tracker.core.db import Model, UtcDateTime
from tracker.follow_up.rules import DirectiveState, is_answer_late
from tracker.progress.models import Contribution
from tracker.tasks.models import Task
from tracker.units.models import Unit


class UrgingLetter(Model):
    """A letter that was sent. `printed` is the very text of it, to be printed again unchanged."""

    __tablename__ = "urging_letter"
    __table_args__ = (UniqueConstraint("year", "code", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    year: Mapped[int]
    code: Mapped[str]
    number: Mapped[int]
    issued_on: Mapped[date]
    answer_by: Mapped[date]
    printed: Mapped[dict[str, Any]] = mapped_column(JSON)
    people_told: Mapped[int] = mapped_column(default=0)
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # A letter sent by mistake is withdrawn: its number stays taken, as in the register of papers.
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawal_reason: Mapped[str | None] = mapped_column(Text)
    # Made with the form: the same form sent twice is one letter per unit.
    request_key: Mapped[str] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column(default=1)

    unit: Mapped[Unit] = relationship()
    sent_by: Mapped[User] = relationship(foreign_keys=[sent_by_id])
    withdrawn_by: Mapped[User | None] = relationship(foreign_keys=[withdrawn_by_id])
    items: Mapped[list[UrgingItem]] = relationship(
        back_populates="letter", cascade="all, delete-orphan", order_by="UrgingItem.position"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def reference(self) -> str:
        """How the letter is cited: "12/UBND-VP"."""
        return f"{self.number}/{self.code}"

    @property
    def answered(self) -> list[UrgingItem]:
        """The rows that the unit has answered."""
        return [item for item in self.items if item.answered_at is not None]

    @property
    def is_answered(self) -> bool:
        """Whether no row waits for the unit's word."""
        return len(self.answered) == len(self.items)

    @property
    def is_withdrawn(self) -> bool:
        """Whether the letter asks for nothing any more."""
        return self.withdrawn_at is not None

    def is_answer_late(self, today: date) -> bool:
        """Whether the unit's word to some row is missing beyond the day the letter names."""
        is_awaited = not self.is_withdrawn and not self.is_answered
        return is_answer_late(self.answer_by, today, is_awaited=is_awaited)


class UrgingItem(Model):
    """One row of a letter's list, as printed, and what the unit answered to it."""

    __tablename__ = "urging_item"
    __table_args__ = (UniqueConstraint("letter_id", "contribution_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("urging_letter.id"))
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), index=True)
    position: Mapped[int]
    cells: Mapped[list[str]] = mapped_column(JSON)
    answer: Mapped[str | None] = mapped_column(Text)
    promised_on: Mapped[date | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    letter: Mapped[UrgingLetter] = relationship(back_populates="items")
    contribution: Mapped[Contribution] = relationship()
    answered_by: Mapped[User | None] = relationship()

    def is_answer_late(self, today: date) -> bool:
        """Whether the unit's word to this row is missing beyond the day the letter names."""
        return is_answer_late(self.letter.answer_by, today, is_awaited=self.answered_at is None)


class Directive(Model):
    """A leader's word to one unit about a task (ý kiến chỉ đạo), tracked until it is answered.

    `contribution` is the unit's part that was nearest when it was given; bell and mail hang on it.
    """

    __tablename__ = "directive"
    __table_args__ = (Index("ix_directive_unit_closed", "unit_id", "closed_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    answer_by: Mapped[date | None]
    # Who said it: a leader, also where the Office wrote it down for them (`entered_by`).
    given_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    said_on: Mapped[date | None]
    document: Mapped[str | None]
    answer: Mapped[str | None] = mapped_column(Text)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Made with the form: the same form sent twice is one directive per unit.
    request_key: Mapped[str] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column(default=1)

    task: Mapped[Task] = relationship()
    unit: Mapped[Unit] = relationship()
    contribution: Mapped[Contribution] = relationship()
    given_by: Mapped[User] = relationship(foreign_keys=[given_by_id])
    entered_by: Mapped[User | None] = relationship(foreign_keys=[entered_by_id])
    answered_by: Mapped[User | None] = relationship(foreign_keys=[answered_by_id])
    closed_by: Mapped[User | None] = relationship(foreign_keys=[closed_by_id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def state(self) -> DirectiveState:
        """How far it has come."""
        if self.closed_at is not None:
            return DirectiveState.CLOSED
        return DirectiveState.ANSWERED if self.answered_at else DirectiveState.OPEN

    def is_answer_late(self, today: date) -> bool:
        """Whether the unit lets the leader wait beyond the day that was named."""
        is_awaited = self.state is DirectiveState.OPEN
        return is_answer_late(self.answer_by, today, is_awaited=is_awaited)
