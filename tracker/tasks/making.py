"""The instances that tasks should have up to a day, and those they lack."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.orm import contains_eager, selectinload

from tracker.core import clock
from tracker.core.db import db, insert_missing
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.reading.result import DeadlineKind
from tracker.tasks.models import Assignment, Occurrence, Task, columns_of_deadline, deadline_of
from tracker.tasks.rules import DeadlineFacts, WantedOccurrence, wanted_occurrences
from tracker.working_calendar.rules import DueDayRule

_LOOKED_AT_ONCE = 500


def wanted_of(task: Task, *, until: date, due_days: DueDayRule) -> list[WantedOccurrence]:
    """The instances that the task should have up to the day."""
    span = _Span(until, due_days)
    return span.wanted(task.deadline, task.plan.tracked_from, task.plan.year)


def make_occurrences(
    some: Sequence[Task], *, until: date, due_days: DueDayRule
) -> list[Occurrence]:
    """Make the instances due up to the day that do not exist yet; making them again adds none.

    Several schedulers may do so at once: each instance is made by one of them.
    """
    known = _known_keys(Occurrence.task_id.in_([task.id for task in some]))
    rows = [
        _occurrence_row(task, instance)
        for task in some
        for instance in wanted_of(task, until=until, due_days=due_days)
        if instance.key not in known.get(task.id, ())
    ]
    new = insert_missing(Occurrence, rows)
    for task in some:
        db.session.expire(task, ["occurrences"])
    statement = select(Occurrence).where(Occurrence.id.in_(new)).order_by(Occurrence.id)
    return list(db.session.scalars(statement))


def tasks_of_running_plans(among: Collection[int] | None = None) -> Sequence[Task]:
    """All tasks whose plan is in force, or those among the numbers."""
    statement = (
        select(Task)
        .join(Task.plan)
        .where(Plan.state == PlanState.ISSUED, Task.dropped_on.is_(None))
        .options(
            contains_eager(Task.plan),
            selectinload(Task.assignments).joinedload(Assignment.unit),
        )
        .order_by(Task.id)
    )
    if among is not None:
        statement = statement.where(Task.id.in_(among))
    return db.session.scalars(statement).all()


def tasks_lacking_instances(*, until: date, due_days: DueDayRule) -> Iterator[int]:
    """The tasks that lack an instance due up to the day; only looks.

    Every task of the ward is looked at, each hour: plain rows, and what tasks with the same
    deadline should have is worked out once. Events are opened by hand.
    """
    span, last = _Span(until, due_days), 0
    statement = (
        select(Task.id, Plan.tracked_from, Plan.year, *columns_of_deadline())
        .join(Task.plan)
        .where(
            Plan.state == PlanState.ISSUED,
            Task.dropped_on.is_(None),
            Task.deadline_kind != DeadlineKind.ON_OCCURRENCE,
        )
        .order_by(Task.id)
        .limit(_LOOKED_AT_ONCE)
    )
    while rows := db.session.execute(statement.where(Task.id > last)).all():
        last = rows[-1].id
        yield from _lacking(rows, span)


def horizon(today: date, days: int) -> date:
    """How far ahead instances are made."""
    return today + timedelta(days=days)


@dataclass(slots=True)
class _Span:
    """The day up to which instances are wanted, by the ward's calendar."""

    until: date
    due_days: DueDayRule
    _keys: dict[tuple[DeadlineFacts, date, int], frozenset[str]] = field(default_factory=dict)

    def wanted(
        self, deadline: DeadlineFacts, tracked_from: date, year: int
    ) -> list[WantedOccurrence]:
        return wanted_occurrences(
            deadline,
            tracked_from=tracked_from,
            tracked_until=self.until,
            year=year,
            due_days=self.due_days,
        )

    def keys(self, deadline: DeadlineFacts, tracked_from: date, year: int) -> frozenset[str]:
        """The same as keys, kept: many tasks of a ward fall due alike."""
        asked = (deadline, tracked_from, year)
        if asked not in self._keys:
            self._keys[asked] = frozenset(item.key for item in self.wanted(*asked))
        return self._keys[asked]


def _lacking(rows: Sequence[Row[Any]], span: _Span) -> Iterator[int]:
    known = _known_keys(Occurrence.task_id.between(rows[0].id, rows[-1].id))
    for row in rows:
        wanted = span.keys(deadline_of(row, row.check_in_rhythm), row.tracked_from, row.year)
        if not wanted <= known.get(row.id, frozenset()):
            yield row.id


def _known_keys(which: ColumnElement[bool]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for number, key in db.session.execute(select(Occurrence.task_id, Occurrence.key).where(which)):
        found.setdefault(number, set()).add(key)
    return found


def _occurrence_row(task: Task, wanted: WantedOccurrence) -> dict[str, Any]:
    return {
        "task_id": task.id,
        "key": wanted.key,
        "kind": wanted.kind,
        "due_on": wanted.due_on,
        "original_due_on": wanted.due_on,
        "printed_due_on": wanted.printed_on,
        "due_time": task.due_time if wanted.due_on else None,
        "period_start": wanted.period.start if wanted.period else None,
        "period_end": wanted.period.end if wanted.period else None,
        "created_at": clock.now(),
    }
