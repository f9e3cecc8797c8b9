"""A piece of work as one line of a list shows it, in plain values only.

A list needs a few columns of its rows and none of the objects behind them: one statement finds
them all. Equal lines look alike, so a line is drawn once (`templating.KeptFragments`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ScalarSelect, Select, bindparam, func, select

from tracker.accounts.models import User
from tracker.core.plain_rows import plain_rows
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.progress.models import (
    Contribution,
    Difficulty,
    Evidence,
    columns_of_facts,
    facts_of,
)
from tracker.progress.rules import (
    STATUS_WORDS,
    Need,
    check_in_words,
    due_look,
    due_words,
    need,
    unit_choices,
)
from tracker.reading.result import DeadlineKind
from tracker.tasks.models import Occurrence, Task
from tracker.tasks.rules import TASK_ROLE_WORDS, OccurrenceKind, Period, occurrence_words


class PlanStanding(NamedTuple):
    """What the policy asks about a line's plan."""

    state: PlanState
    coordinator_unit_id: int | None


@dataclass(frozen=True, slots=True)
class WorkLine:
    """What the line says; `name` is that of the instance where its task has several."""

    id: int
    occurrence_id: int
    task_id: int
    content: str
    name: str
    details: tuple[str, ...]
    return_reason: str | None
    difficulty: str | None
    answer: str | None
    deadline_kind: DeadlineKind
    due_on: date | None
    original_due_on: date | None
    due_look: str | None
    due_words: str
    status: str
    status_words: str
    takes_updates: bool
    need: Need
    unit_id: int = field(repr=False)
    plan: PlanStanding = field(repr=False)


def line_of(contribution: Contribution, *, today: date) -> WorkLine:
    """The line of one contribution, as it has been written."""
    return _line(plain_rows(_statement_of_one(), {"id": contribution.id}).one(), today)


def lines_of(ids: Sequence[int], *, today: date) -> list[WorkLine]:
    """The lines of these contributions, in this order."""
    found = plain_rows(_statement_of_these(), {"ids": ids}) if ids else ()
    lines = {row.id: _line(row, today) for row in found}
    return [lines[number] for number in ids]


def standing_difficulty() -> ScalarSelect[int]:
    """The number of the difficulty that stands of each contribution a statement selects."""
    return (
        select(Difficulty.id)
        .where(Difficulty.contribution_id == Contribution.id, Difficulty.closed_at.is_(None))
        .order_by(Difficulty.id.desc())
        .limit(1)
        .correlate(Contribution)
        .scalar_subquery()
    )


@cache
def _statement_of_one() -> Select[Any]:
    """Made once, as the next: to put them together takes as long as to send them."""
    return _statement().where(Contribution.id == bindparam("id"))


@cache
def _statement_of_these() -> Select[Any]:
    return _statement().where(Contribution.id.in_(bindparam("ids", expanding=True)))


def _statement() -> Select[Any]:
    papers = select(func.count(Evidence.id)).where(
        Evidence.contribution_id == Contribution.id, Evidence.removed_at.is_(None)
    )
    return (
        select(
            Contribution.id,
            Contribution.occurrence_id,
            Contribution.unit_id,
            Contribution.role,
            Contribution.return_reason,
            *columns_of_facts(),
            Occurrence.task_id,
            Occurrence.key,
            Occurrence.event_title,
            Task.content,
            Task.label,
            Task.deadline_kind,
            Plan.number,
            Plan.title,
            Plan.state,
            Plan.coordinator_unit_id,
            User.full_name.label("officer"),
            Difficulty.words.label("difficulty"),
            Difficulty.answer,
            papers.correlate(Contribution).scalar_subquery().label("papers"),
        )
        .join(Contribution.occurrence)
        .join(Occurrence.task)
        .join(Task.plan)
        .outerjoin(Contribution.officer)
        .outerjoin(Difficulty, Difficulty.id == standing_difficulty())
    )


def _line(row: Any, today: date) -> WorkLine:
    facts = facts_of(row, row)
    words = STATUS_WORDS[row.status]
    name = instance_name(row)
    if row.kind is OccurrenceKind.CHECK_IN:
        words = check_in_words(facts, today, name=name)
    return WorkLine(
        id=row.id,
        occurrence_id=row.occurrence_id,
        task_id=row.task_id,
        content=row.content,
        name=name,
        details=_details(row, name),
        return_reason=row.return_reason,
        difficulty=row.difficulty,
        answer=row.answer,
        deadline_kind=row.deadline_kind,
        due_on=row.due_on,
        original_due_on=row.original_due_on,
        due_look=due_look(facts, today),
        due_words=due_words(facts, today),
        status=row.status,
        status_words=words,
        takes_updates=bool(unit_choices(row.status)),
        need=need(facts, today),
        unit_id=row.unit_id,
        plan=PlanStanding(row.state, row.coordinator_unit_id),
    )


def instance_name(row: Any) -> str:
    """A task with a due day is known by it; every other instance has a name of its own."""
    if row.kind is OccurrenceKind.DUE_DATE:
        return ""
    has_period = row.period_start is not None and row.period_end is not None
    period = Period(row.period_start, row.period_end) if has_period else None
    return occurrence_words(row.key, period=period, due_on=row.due_on, event_title=row.event_title)


def _details(row: Any, name: str) -> tuple[str, ...]:
    parts = (
        row.label,
        TASK_ROLE_WORDS[row.role],
        name,
        row.number or row.title,
        f"phụ trách: {row.officer}" if row.officer else "",
        f"{row.papers} minh chứng" if row.papers else "",
    )
    return tuple(part for part in parts if part)
