"""What units owe, as far as summaries of tasks ask: plain columns, no objects.

A plan of forty rows has some three hundred such parts. Each read as an object brought its task, its
plan and its unit along, most of which no summary looks at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import InstrumentedAttribute

from tracker.core.plain_rows import plain_rows
from tracker.progress.models import Contribution, columns_of_facts, facts_of
from tracker.progress.rules import ContributionFacts, ContributionStatus
from tracker.tasks.models import Occurrence, Task
from tracker.tasks.rules import OccurrenceKind, Period, TaskRole, occurrence_words


class PlainInstance(NamedTuple):
    """One due instance, by the columns that were read of it."""

    row: Any
    period: Period | None

    @property
    def id(self) -> int:
        """Its number."""
        return int(self.row.occurrence_id)

    @property
    def task_id(self) -> int:
        """The number of its task."""
        return int(self.row.task_id)

    @property
    def kind(self) -> OccurrenceKind:
        """A due day, a check-in, or an event's."""
        kind: OccurrenceKind = self.row.kind
        return kind

    @property
    def due_on(self) -> date | None:
        """The last permitted day."""
        day: date | None = self.row.due_on
        return day

    @property
    def original_due_on(self) -> date | None:
        """The day that the document names."""
        day: date | None = self.row.original_due_on
        return day

    @property
    def period_start(self) -> date | None:
        """The first day of its period."""
        day: date | None = self.row.period_start
        return day

    @property
    def period_end(self) -> date | None:
        """The last day of its period."""
        day: date | None = self.row.period_end
        return day

    @property
    def name(self) -> str:
        """How the instance is named to people."""
        row = self.row
        return occurrence_words(
            row.key, period=self.period, due_on=row.due_on, event_title=row.event_title
        )


@dataclass(frozen=True, slots=True)
class PlainPart:
    """One unit's part in an instance."""

    id: int
    role: TaskRole
    facts: ContributionFacts
    occurrence: PlainInstance

    @property
    def status(self) -> ContributionStatus:
        """How far it has come."""
        return self.facts.status

    @property
    def standing_due_on(self) -> date | None:
        """The due day that counts, whatever was handed in for an earlier one."""
        return self.occurrence.due_on


def columns_of_parts() -> tuple[InstrumentedAttribute[Any], ...]:
    """What to select so that `part_of(row)` answers."""
    return (
        Contribution.id,
        Contribution.occurrence_id,
        Contribution.role,
        *columns_of_facts(),
        Occurrence.task_id,
        Occurrence.key,
        Occurrence.event_title,
    )


def part_of(row: Any) -> PlainPart:
    """The part that a row with these columns tells of."""
    facts = facts_of(row, row)
    return PlainPart(row.id, row.role, facts, PlainInstance(row, facts.period))


def parts_of_plan(plan_id: int) -> Sequence[PlainPart]:
    """Every unit's part in the plan's tasks in force, as `queries.contributions_of_plan` has it."""
    return [part_of(row) for row in plain_rows(_statement(), {"plan_id": plan_id})]


@cache
def _statement() -> Select[Any]:
    """Made once: to put it together takes as long as to send it."""
    return (
        select(*columns_of_parts())
        .join(Contribution.occurrence)
        .join(Occurrence.task)
        .where(Task.plan_id == bindparam("plan_id"), Task.dropped_on.is_(None))
        .order_by(Task.position, Occurrence.due_on.nulls_first(), Occurrence.id, Contribution.id)
    )
