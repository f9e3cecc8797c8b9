"""Targets, the units that owe them, and what was measured."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.models import User
from tracker.core.db import Model, UtcDateTime
from tracker.evidence.models import EvidenceColumns
from tracker.plans.models import Plan
from tracker.reading.result import Comparator, Rhythm
from tracker.targets.rules import Base, Change, Entered, Level, Timing
from tracker.tasks.models import Task
from tracker.tasks.rules import Period, days_of_year
from tracker.units.models import Unit


class Target(Model):
    """A number a plan asks for: the printed words beside what was confirmed of them.

    `scope` (a field, a territory), `exception` and `base_words` are as printed. `parent` is the
    target that this one is a part of ("trong đó"). `rhythm` says how often a figure is asked for;
    without one only before `evaluated_on`.
    """

    __tablename__ = "target"
    __table_args__ = (Index("ix_target_plan_position", "plan_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("target.id"), index=True)
    position: Mapped[int]
    label: Mapped[str] = mapped_column(default="")
    indicator: Mapped[str]
    comparator: Mapped[Comparator]
    value: Mapped[Decimal]
    measure: Mapped[str]
    scope: Mapped[str | None]
    exception: Mapped[str | None]
    base_words: Mapped[str | None]
    base_year: Mapped[int | None]
    base_value: Mapped[Decimal | None]
    base_unit: Mapped[str | None]
    change: Mapped[Change | None]
    is_striving: Mapped[bool] = mapped_column(default=False)
    evaluated_on: Mapped[date | None]
    rhythm: Mapped[Rhythm | None]
    printed_text: Mapped[str | None]
    is_from_document: Mapped[bool] = mapped_column(default=False)
    search_key: Mapped[str] = mapped_column(default="")
    # Set when the target no longer holds; its figures stay.
    dropped_on: Mapped[date | None]
    request_key: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    plan: Mapped[Plan] = relationship()
    task: Mapped[Task | None] = relationship()
    parent: Mapped[Target | None] = relationship(remote_side="Target.id", back_populates="parts")
    parts: Mapped[list[Target]] = relationship(
        back_populates="parent", order_by="Target.position, Target.id"
    )
    owners: Mapped[list[TargetUnit]] = relationship(
        back_populates="target",
        cascade="all, delete-orphan",
        order_by="TargetUnit.position, TargetUnit.id",
    )
    measurements: Mapped[list[Measurement]] = relationship(
        back_populates="target",
        cascade="all, delete-orphan",
        order_by="Measurement.period_end, Measurement.period_start, Measurement.revision",
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def level(self) -> Level:
        """The number asked for."""
        return Level(self.comparator, self.value, self.measure)

    @property
    def base(self) -> Base | None:
        """What a change is counted from, for a target against a base year."""
        return Base(self.change, self.base_value) if self.change else None

    @property
    def timing(self) -> Timing:
        """When its figures are due: of its plan's year, and on to the day it is evaluated."""
        begins_on, ends_on = days_of_year(self.plan.year)
        return Timing(
            max(self.plan.tracked_from, begins_on),
            self.rhythm,
            self.evaluated_on,
            max(ends_on, self.evaluated_on or ends_on),
        )

    @property
    def printed_scope(self) -> str | None:
        """What narrows it, whatever kind of narrowing it is, as printed."""
        return self.scope or self.exception or self.base_words

    @property
    def units(self) -> list[Unit]:
        """The units as printed, in order."""
        return [owner.unit for owner in self.owners]

    @property
    def owner_ids(self) -> set[int]:
        """The units that owe figures: those named, and the members of collectives."""
        return {member.id for unit in self.units for member in unit.members}


class TargetUnit(Model):
    """A unit that a target is given to."""

    __tablename__ = "target_unit"
    __table_args__ = (UniqueConstraint("target_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("target.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)

    target: Mapped[Target] = relationship(back_populates="owners")
    unit: Mapped[Unit] = relationship()


class Measurement(Model):
    """A figure of a period as entered once; a correction is a new row with the next `revision`.

    Either `value`, or `numerator` and `denominator`, or (against a base year) `level`. A row that
    `is_withdrawn` says that the period has no figure after all.
    """

    __tablename__ = "measurement"
    __table_args__ = (UniqueConstraint("target_id", "period_start", "period_end", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("target.id"))
    period_start: Mapped[date]
    period_end: Mapped[date]
    revision: Mapped[int] = mapped_column(default=1)
    value: Mapped[Decimal | None]
    numerator: Mapped[Decimal | None]
    denominator: Mapped[Decimal | None]
    level: Mapped[Decimal | None]
    taken_on: Mapped[date | None]
    source: Mapped[str | None]
    note: Mapped[str | None]
    # Why an earlier figure of the period was wrong.
    reason: Mapped[str | None]
    is_withdrawn: Mapped[bool] = mapped_column(default=False)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    request_key: Mapped[str | None] = mapped_column(unique=True)

    target: Mapped[Target] = relationship(back_populates="measurements")
    entered_by: Mapped[User | None] = relationship()
    evidence: Mapped[list[MeasurementEvidence]] = relationship(
        back_populates="measurement",
        cascade="all, delete-orphan",
        order_by="MeasurementEvidence.id",
    )

    @property
    def period(self) -> Period:
        """The span the figure speaks of."""
        return Period(self.period_start, self.period_end)

    @property
    def entered(self) -> Entered:
        """The numbers as they were entered."""
        return Entered(self.value, self.numerator, self.denominator, self.level)


class MeasurementEvidence(EvidenceColumns):
    """What shows that a figure is right."""

    __tablename__ = "measurement_evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    measurement_id: Mapped[int] = mapped_column(ForeignKey("measurement.id"), index=True)

    measurement: Mapped[Measurement] = relationship(back_populates="evidence")
