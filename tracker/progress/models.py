"""Contributions, progress updates, evidence."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypedDict

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint, event, inspect, update
from sqlalchemy.engine import Connection
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column, relationship

from tracker.accounts.models import User
from tracker.core import clock
from tracker.core.db import Model, UtcDateTime
from tracker.evidence.models import EvidenceColumns
from tracker.progress.rules import (
    HANDED_IN_STATUSES,
    ContributionFacts,
    ContributionStatus,
    DifficultyState,
)
from tracker.tasks.models import Assignment, Occurrence
from tracker.tasks.rules import Period, TaskRole
from tracker.units.models import Unit


class SilentUnit(TypedDict):
    """A cooperating unit that had not answered when its lead handed in, named as it was then."""

    unit_id: int
    unit: str
    reason: str


class Contribution(Model):
    """What one unit owes once: occurrence × unit.

    `submitted_at` is the last submission; "done on time" is judged by it once accepted.
    A member of a collective has its own contribution, as one state per member is kept (R03).
    """

    __tablename__ = "contribution"
    __table_args__ = (
        UniqueConstraint("occurrence_id", "unit_id"),
        Index("ix_contribution_unit_status", "unit_id", "status"),
        Index("ix_contribution_status_due_on", "status", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrence.id"))
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    role: Mapped[TaskRole]
    # Whom the head put in charge within the unit.
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    # The occurrence's due day, kept equal to it below: one index then finds what is owed and near,
    # among however many rows. Everything else reads the occurrence's.
    due_on: Mapped[date | None]
    status: Mapped[ContributionStatus] = mapped_column(default=ContributionStatus.NOT_STARTED)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_updated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    times_returned: Mapped[int] = mapped_column(default=0)
    return_reason: Mapped[str | None]
    difficulty: Mapped[str | None]
    # What was handed in late before an extension was granted stays late for the day it missed.
    late_for: Mapped[date | None]
    # Later than its instance for a unit that an amended plan or a collective brought in; None where
    # it was made with its instance and nobody wrote the moment down.
    created_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=clock.now)
    version: Mapped[int] = mapped_column(default=1)

    occurrence: Mapped[Occurrence] = relationship()
    assignment: Mapped[Assignment] = relationship()
    unit: Mapped[Unit] = relationship()
    officer: Mapped[User | None] = relationship()
    updates: Mapped[list[ProgressUpdate]] = relationship(
        back_populates="contribution",
        cascade="all, delete-orphan",
        order_by="ProgressUpdate.id.desc()",
    )
    evidence: Mapped[list[Evidence]] = relationship(
        back_populates="contribution", cascade="all, delete-orphan", order_by="Evidence.id"
    )
    difficulties: Mapped[list[Difficulty]] = relationship(
        back_populates="contribution",
        cascade="all, delete-orphan",
        order_by="Difficulty.id.desc()",
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def facts(self) -> ContributionFacts:
        """What the rules of timing need to know."""
        return facts_of(self, self.occurrence)

    @property
    def standing_due_on(self) -> date | None:
        """The due day that counts, whatever was handed in for an earlier one."""
        return self.occurrence.due_on

    @property
    def judged_due_on(self) -> date | None:
        """The last permitted day by which the contribution is judged."""
        return (self.late_for if self.is_handed_in else None) or self.occurrence.due_on

    @property
    def is_handed_in(self) -> bool:
        """Whether the unit has given it out of its hands."""
        return self.status in HANDED_IN_STATUSES

    @property
    def standing_difficulty(self) -> Difficulty | None:
        """The difficulty that still stands: asked or answered, not yet closed."""
        return next((item for item in self.difficulties if item.closed_at is None), None)

    @property
    def lateness(self) -> ProgressUpdate | None:
        """The latest report in which the unit said why it is late."""
        return next((item for item in self.updates if item.late_reason), None)

    @property
    def silence(self) -> ProgressUpdate | None:
        """The latest result handed in, where its lead named units that had not answered."""
        handed_in = ContributionStatus.SUBMITTED
        last = next((item for item in self.updates if item.status_after is handed_in), None)
        return last if last is not None and last.silent_units else None

    @property
    def current_evidence(self) -> list[Evidence]:
        """The evidence that has not been taken back."""
        return [item for item in self.evidence if item.removed_at is None]


def columns_of_facts() -> tuple[InstrumentedAttribute[Any], ...]:
    """What to select so that `facts_of(row, row)` answers for many rows without their objects."""
    return (
        Contribution.status,
        Contribution.submitted_at,
        Contribution.last_updated_at,
        Contribution.late_for,
        Occurrence.kind,
        Occurrence.due_on,
        Occurrence.original_due_on,
        Occurrence.due_time,
        Occurrence.period_start,
        Occurrence.period_end,
    )


def facts_of(work: Any, instance: Any) -> ContributionFacts:
    """What the rules of timing need to know, of the columns of a contribution and its instance."""
    submitted = clock.in_vietnam(work.submitted_at) if work.submitted_at else None
    has_period = instance.period_start is not None and instance.period_end is not None
    handed_in = work.status in HANDED_IN_STATUSES
    return ContributionFacts(
        status=work.status,
        kind=instance.kind,
        due_on=(work.late_for if handed_in else None) or instance.due_on,
        original_due_on=instance.original_due_on,
        submitted_on=submitted.date() if submitted else None,
        due_time=instance.due_time,
        submitted_time=submitted.time() if submitted and instance.due_time else None,
        looked_at=clock.in_vietnam(clock.now()).time() if instance.due_time else None,
        was_updated=work.last_updated_at is not None,
        period=Period(instance.period_start, instance.period_end) if has_period else None,
    )


@event.listens_for(Contribution, "before_insert")
def _take_due_day(_mapper: object, _connection: Connection, contribution: Contribution) -> None:
    contribution.due_on = contribution.occurrence.due_on


@event.listens_for(Occurrence, "after_update")
def _pass_due_day_on(_mapper: object, connection: Connection, occurrence: Occurrence) -> None:
    if inspect(occurrence).attrs.due_on.history.has_changes():
        connection.execute(
            update(Contribution)
            .where(Contribution.occurrence_id == occurrence.id)
            .values(due_on=occurrence.due_on)
        )


class ProgressUpdate(Model):
    """One report: who, when, from which status to which, in what words."""

    __tablename__ = "progress_update"

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    status_before: Mapped[ContributionStatus]
    status_after: Mapped[ContributionStatus]
    note: Mapped[str | None]
    difficulty: Mapped[str | None]
    # Why the result comes after its due day; whether the cause is objective is what the unit says.
    late_reason: Mapped[str | None] = mapped_column(Text)
    late_is_objective: Mapped[bool | None]
    # Which cooperating units had not answered when their lead handed in, and why.
    silent_units: Mapped[list[SilentUnit] | None] = mapped_column(JSON(none_as_null=True))
    # Made with the form: the same form sent twice is one update.
    request_key: Mapped[str | None] = mapped_column(unique=True)

    contribution: Mapped[Contribution] = relationship(back_populates="updates")
    user: Mapped[User | None] = relationship()
    verdicts: Mapped[list[CauseVerdict]] = relationship(
        back_populates="report", cascade="all, delete-orphan", order_by="CauseVerdict.id"
    )


class CauseVerdict(Model):
    """Whether the objective cause that a unit names for being late is one, and who says so.

    Nghị định 335/2025/NĐ-CP takes no points off for a cause confirmed by whoever is competent.
    Another verdict later does not overwrite the first: the latest counts.
    """

    __tablename__ = "cause_verdict"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("progress_update.id"), index=True)
    is_confirmed: Mapped[bool]
    note: Mapped[str | None] = mapped_column(Text)
    judged_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    judged_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # Made with the form: the same form sent twice is one verdict.
    request_key: Mapped[str] = mapped_column(unique=True)

    report: Mapped[ProgressUpdate] = relationship(back_populates="verdicts")
    judged_by: Mapped[User] = relationship()


class Difficulty(Model):
    """What keeps a unit from its work, as a question: asked, answered, closed."""

    __tablename__ = "difficulty"

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    raised_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[str | None] = mapped_column(Text)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    version: Mapped[int] = mapped_column(default=1)

    contribution: Mapped[Contribution] = relationship(back_populates="difficulties")
    raised_by: Mapped[User] = relationship(foreign_keys=raised_by_id)
    answered_by: Mapped[User | None] = relationship(foreign_keys=answered_by_id)
    closed_by: Mapped[User | None] = relationship(foreign_keys=closed_by_id)

    __mapper_args__ = {"version_id_col": version}

    @property
    def state(self) -> DifficultyState:
        """Asked, answered or closed."""
        if self.closed_at is not None:
            return DifficultyState.CLOSED
        return DifficultyState.ANSWERED if self.answered_at else DifficultyState.OPEN


class Evidence(EvidenceColumns):
    """What shows that a contribution was done."""

    __tablename__ = "evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), index=True)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # The newer version of the same file; the older one stays and can still be opened.
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("evidence.id"))

    contribution: Mapped[Contribution] = relationship(back_populates="evidence")

    @property
    def may_be_opened(self) -> bool:
        """Whether the file is there and was not taken back."""
        return self.sha256 is not None and self.newest_version.removed_at is None

    @property
    def newest_version(self) -> Evidence:
        """What has taken its place, or itself: taken back, it goes with all that it replaced."""
        if self.replaced_by_id is None:
            return self
        others = self.contribution.evidence
        return next(item for item in others if item.id == self.replaced_by_id).newest_version

    @property
    def older_versions(self) -> list[Evidence]:
        """The versions before this one, the latest first."""
        older = [item for item in self.contribution.evidence if item.replaced_by_id == self.id]
        return [version for item in older for version in (item, *item.older_versions)]
