"""Tasks, assignments, occurrences."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, event, insert, inspect
from sqlalchemy.engine import Connection
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column, relationship

from tracker.accounts.models import User
from tracker.core import clock
from tracker.core.db import Model, UtcDateTime
from tracker.plans.models import Plan, Section
from tracker.reading.result import DeadlineKind, DeadlineReading, Rhythm, WorkingDayOfMonth
from tracker.settings.rules import DataWindow
from tracker.tasks.rules import (
    DeadlineFacts,
    OccurrenceKind,
    Period,
    TaskRole,
    occurrence_words,
)
from tracker.units.models import Unit


class Task(Model):
    """One row that someone must do: the printed words beside what was confirmed of them.

    `due_dates` are the last permitted days of a fixed task (ISO strings, ascending).
    `rhythms` are the `Rhythm` values of a regular one; empty means a check-in as the plan has it.
    """

    __tablename__ = "task"
    __table_args__ = (Index("ix_task_plan_position", "plan_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    section_id: Mapped[int | None] = mapped_column(ForeignKey("section.id"), index=True)
    position: Mapped[int]
    level: Mapped[int] = mapped_column(default=0)
    label: Mapped[str] = mapped_column(default="")
    content: Mapped[str]
    product: Mapped[str | None]
    lead_text: Mapped[str | None]
    cooperating_text: Mapped[str | None]
    deadline_text: Mapped[str | None]
    deadline_kind: Mapped[DeadlineKind]
    due_dates: Mapped[list[str]] = mapped_column(JSON, default=list)
    rhythms: Mapped[list[str]] = mapped_column(JSON, default=list)
    due_day: Mapped[int | None]
    due_month_shift: Mapped[int] = mapped_column(default=0)
    weekday: Mapped[int | None]
    due_time: Mapped[time | None]
    months: Mapped[list[int]] = mapped_column(JSON, default=list)
    working_day: Mapped[WorkingDayOfMonth | None]
    # Of which days a report's figures are; None: as the plan has it.
    data_window: Mapped[DataWindow | None]
    days_after_event: Mapped[int | None]
    counts_working_days: Mapped[bool] = mapped_column(default=False)
    extra: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    anchor: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    search_key: Mapped[str] = mapped_column(default="")
    # What the product counts for when officials are rated; None where the office has said nothing.
    weight: Mapped[Decimal | None]
    # Set when an amended plan no longer has the row: no unit owes it, its history stays.
    dropped_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    plan: Mapped[Plan] = relationship()
    section: Mapped[Section | None] = relationship()
    assignments: Mapped[list[Assignment]] = relationship(
        back_populates="task",
        cascade="all, delete-orphan",
        order_by="Assignment.position, Assignment.id",
        primaryjoin="and_(Assignment.task_id == Task.id, Assignment.ended_on.is_(None))",
    )
    occurrences: Mapped[list[Occurrence]] = relationship(
        back_populates="task",
        cascade="all, delete-orphan",
        order_by="Occurrence.due_on.nulls_first(), Occurrence.id",
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def deadline(self) -> DeadlineFacts:
        """The deadline as confirmed."""
        return deadline_of(self, self.plan.check_in_rhythm)

    @property
    def deadline_reading(self) -> DeadlineReading:
        """The deadline as a reading would give it, to compare it with another document's."""
        return DeadlineReading(
            kind=self.deadline_kind,
            dates=self.deadline.due_dates,
            recurrence=self.deadline.rhythms or None,
            due_day=self.due_day,
            due_month_shift=self.due_month_shift,
            weekday=self.weekday,
            due_time=self.due_time,
            days_after_event=self.days_after_event,
            working_days=self.counts_working_days,
            months=tuple(self.months),
            working_day=self.working_day,
        )

    @property
    def leads(self) -> list[Assignment]:
        """The lead units as printed, in order."""
        return [a for a in self.assignments if a.role is TaskRole.LEAD]

    @property
    def cooperators(self) -> list[Assignment]:
        """The cooperating units as printed, in order."""
        return [a for a in self.assignments if a.role is TaskRole.COOPERATING]


def columns_of_deadline() -> tuple[InstrumentedAttribute[Any], ...]:
    """What to select so that `deadline_of(row, row.check_in_rhythm)` answers without objects."""
    return (
        Task.deadline_kind,
        Task.due_dates,
        Task.rhythms,
        Task.due_day,
        Task.due_month_shift,
        Task.weekday,
        Task.due_time,
        Task.months,
        Task.working_day,
        Plan.check_in_rhythm,
    )


def deadline_of(task: Any, check_in_rhythm: Rhythm) -> DeadlineFacts:
    """The deadline that was confirmed, of the columns of a task."""
    return DeadlineFacts(
        kind=task.deadline_kind,
        due_dates=tuple(date.fromisoformat(text) for text in task.due_dates),
        rhythms=tuple(Rhythm(text) for text in task.rhythms),
        due_day=task.due_day,
        due_month_shift=task.due_month_shift,
        weekday=task.weekday,
        due_time=task.due_time,
        months=tuple(task.months),
        working_day=task.working_day,
        check_in_rhythm=check_in_rhythm,
    )


class Assignment(Model):
    """A unit's role in a task. Exactly one of several leads is accountable (đầu mối)."""

    __tablename__ = "assignment"
    __table_args__ = (UniqueConstraint("task_id", "unit_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    role: Mapped[TaskRole]
    is_accountable: Mapped[bool] = mapped_column(default=False)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    position: Mapped[int] = mapped_column(default=0)
    printed_name: Mapped[str]
    # Set when an amended plan no longer names the unit; what it did still hangs on this row.
    ended_on: Mapped[date | None]

    task: Mapped[Task] = relationship(back_populates="assignments")
    unit: Mapped[Unit] = relationship()
    officer: Mapped[User | None] = relationship()


class Occurrence(Model):
    """One due instance of a task.

    `key` names the instance within its task ("2026-03-31", "monthly:2026-08", "event:3"), so that
    making it again changes nothing. A check-in has a period but no due date: it is never late.
    `printed_due_on` is the printed day before a day off moved it.
    `original_due_on` is the day the document names, `due_on` the one that counts after extensions;
    `due_version` counts moves of the due date (`tasks/moving.py`); reminders are tied to it.
    """

    __tablename__ = "occurrence"
    __table_args__ = (
        UniqueConstraint("task_id", "key"),
        Index("ix_occurrence_due_on", "due_on"),
        Index("ix_occurrence_kind_period_end", "kind", "period_end"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    key: Mapped[str]
    kind: Mapped[OccurrenceKind]
    # Active history: what they were is kept (DueDayMove) even when it was not read before.
    due_on: Mapped[date | None] = mapped_column(active_history=True)
    original_due_on: Mapped[date | None] = mapped_column(active_history=True)
    printed_due_on: Mapped[date | None]
    due_time: Mapped[time | None] = mapped_column(active_history=True)
    due_version: Mapped[int] = mapped_column(default=1)
    period_start: Mapped[date | None]
    period_end: Mapped[date | None]
    event_title: Mapped[str | None]
    event_document: Mapped[str | None]
    event_on: Mapped[date | None]
    # An event's own clock; None when the day was given by hand.
    term_days: Mapped[int | None]
    term_counts_working_days: Mapped[bool] = mapped_column(default=False)
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    task: Mapped[Task] = relationship(back_populates="occurrences")
    opened_by: Mapped[User | None] = relationship()

    @property
    def is_extended(self) -> bool:
        """Whether an extension put the due day further than the document says."""
        return self.due_on != self.original_due_on

    @property
    def period(self) -> Period | None:
        """The span the instance speaks of, if any."""
        if self.period_start is None or self.period_end is None:
            return None
        return Period(self.period_start, self.period_end)

    @property
    def name(self) -> str:
        """How the instance is named to people."""
        return occurrence_words(
            self.key, period=self.period, due_on=self.due_on, event_title=self.event_title
        )

    @property
    def own_name(self) -> str:
        """The name beside which its due day stands; one that is known by that day has none."""
        return "" if self.kind is OccurrenceKind.DUE_DATE else self.name


class DueDayMove(Model):
    """What the due day of an instance was until this moment; the present one is the instance's.

    An extension, the working calendar and an amended plan move due days: figures as of an earlier
    day judge work by the day that counted then.
    """

    __tablename__ = "due_day_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrence.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_on: Mapped[date | None]
    original_due_on: Mapped[date | None]
    due_time: Mapped[time | None]


_MOVABLE = ("due_on", "original_due_on", "due_time")


@event.listens_for(Occurrence, "after_update")
def _keep_former_due_day(_mapper: object, connection: Connection, occurrence: Occurrence) -> None:
    """Whoever moves it, and why ever: nothing is left to remember for those who write the verbs."""
    state = inspect(occurrence)
    histories = {name: state.attrs[name].history for name in _MOVABLE}
    if not any(history.has_changes() for history in histories.values()):
        return
    former = {
        name: next(iter(history.deleted), None)
        if history.has_changes()
        else getattr(occurrence, name)
        for name, history in histories.items()
    }
    connection.execute(
        insert(DueDayMove).values(occurrence_id=occurrence.id, at=clock.now(), **former)
    )
