"""How many tasks of each plan stand in each class: all plans in one statement, no row loaded."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from tracker.core.db import db
from tracker.core.unchanged import kept_until_written
from tracker.progress.models import Contribution, columns_of_facts, facts_of
from tracker.progress.moment import Moment
from tracker.progress.rules import ContributionFacts, ContributionStatus, TimingClass
from tracker.progress.summary import summarise
from tracker.tasks.models import Occurrence, Task
from tracker.tasks.rules import TaskRole


@dataclass(frozen=True, slots=True)
class _Part:
    """As much of a contribution as a task's summary asks about."""

    row: Any
    facts: ContributionFacts

    @property
    def id(self) -> int:
        return int(self.row.id)

    @property
    def status(self) -> ContributionStatus:
        return self.facts.status

    @property
    def role(self) -> TaskRole:
        role: TaskRole = self.row.role
        return role

    @property
    def occurrence(self) -> Any:
        return self.row

    @property
    def standing_due_on(self) -> date | None:
        day: date | None = self.row.due_on
        return day


@kept_until_written
def class_counts_of_plans(moment: Moment) -> dict[int, dict[TimingClass, int]]:
    """By the plan's number; plans without tasks have none."""
    statement = (
        select(
            Contribution.id,
            Contribution.role,
            *columns_of_facts(),
            Occurrence.task_id,
            Task.plan_id,
        )
        .join(Contribution.occurrence)
        .join(Occurrence.task)
        .where(Task.dropped_on.is_(None))
    )
    parts: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for row in db.session.execute(statement):
        parts[row.plan_id, row.task_id].append(_Part(row, facts_of(row, row)))
    counts: dict[int, dict[TimingClass, int]] = {}
    for (plan_id, _task_id), owed in parts.items():
        timing = summarise(owed, moment.today).timing
        if timing is not None:
            of_plan = counts.setdefault(plan_id, dict.fromkeys(TimingClass, 0))
            of_plan[timing] += 1
    return counts
