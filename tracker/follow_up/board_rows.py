"""The rows of the board as plain values: thousands are judged and counted, a page is loaded."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from textwrap import shorten
from typing import Any

from sqlalchemy import Select, select

from tracker.core import clock
from tracker.core.db import db
from tracker.follow_up.board import (
    BoardFilter,
    BoardRow,
    ContactState,
    Group,
    Stage,
    contact_state,
    grouped,
)
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.progress.models import Contribution, columns_of_facts, facts_of
from tracker.progress.moment import Moment
from tracker.progress.queries import (
    followed_up_by,
    is_past_due_at,
)
from tracker.progress.rules import (
    OPEN_STATUSES,
    SOON_DAYS,
    UNIT_OWES_STATUSES,
    TimingClass,
    days_late,
    is_due_soon,
    timing_class,
)
from tracker.tasks.models import Occurrence, Task
from tracker.units.models import Unit

ROWS_PER_PAGE, READ_AT_ONCE = 50, 500


@dataclass(frozen=True, slots=True)
class Board:
    """What the filter lets through, in groups, and what it could be narrowed to."""

    total: int
    groups: tuple[Group, ...]
    unit_options: tuple[tuple[int, str], ...]
    plan_options: tuple[tuple[int, str], ...]

    @property
    def shown(self) -> int:
        """How many rows there are on all pages."""
        return sum(len(group.rows) for group in self.groups)

    def page(self, first: int) -> list[tuple[Group, tuple[BoardRow, ...]]]:
        """The groups on one page, each with its rows there."""
        found, begins = [], 0
        for group in self.groups:
            rows = group.rows[max(0, first - begins) : max(0, first + ROWS_PER_PAGE - begins)]
            begins += len(group.rows)
            if rows:
                found.append((group, rows))
        return found


def board_of(chosen: BoardFilter, found: Sequence[BoardRow], answers: Mapping[int, bool]) -> Board:
    """What the filter lets through of the rows; `answers` as `letter_answers` gives them."""
    shown = [row for row in found if _fits(chosen, row, answers)]
    return Board(
        total=len(found),
        groups=tuple(grouped(shown, chosen.grouping)),
        unit_options=tuple(sorted({(r.unit_id, r.unit_name) for r in found}, key=_by_name)),
        plan_options=tuple(sorted({(r.plan_id, r.plan_name) for r in found}, key=_by_name)),
    )


def board_rows(
    stage: Stage,
    unit_overseen: int | None,
    moment: Moment,
    *,
    among: Collection[int] | None = None,
) -> tuple[BoardRow, ...]:
    """Everything of the stage in plans that run, or of the work among the numbers.

    With a unit, in the plans it follows up; each row is judged by the rules.
    """
    found: list[BoardRow] = []
    columns = _columns(unit_overseen)
    if among is not None:
        columns = columns.where(Contribution.id.in_(among))
    if stage is not Stage.SOON:
        hour = clock.in_vietnam(clock.now()).time()
        late = columns.where(
            Contribution.status.in_(OPEN_STATUSES), is_past_due_at(moment.today, hour)
        )
        found += (row for row in _judged(late, moment.today) if row.is_late)
    if stage is not Stage.LATE:
        last = moment.today + timedelta(days=SOON_DAYS)
        soon = columns.where(
            Contribution.status.in_(UNIT_OWES_STATUSES),
            Contribution.due_on.between(moment.today, last),
        )
        found += (row for row in _judged(soon, moment.today) if row.is_soon)
    return tuple(found)


def _columns(unit_overseen: int | None) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Contribution.id,
            Contribution.unit_id,
            *columns_of_facts(),
            Unit.name.label("unit_name"),
            Task.plan_id,
            Plan.number,
            Plan.title,
        )
        .join(Contribution.occurrence)
        .join(Occurrence.task)
        .join(Task.plan)
        .join(Contribution.unit)
        .where(Plan.state == PlanState.ISSUED, followed_up_by(unit_overseen))
    )


def _judged(statement: Select[*tuple[Any, ...]], today: date) -> list[BoardRow]:
    """Names are held once, not with each row: in a large ward the rows are many and are kept."""
    rows = []
    units: dict[int, str] = {}
    plans: dict[int, tuple[str, str]] = {}
    for row in db.session.execute(statement.execution_options(yield_per=READ_AT_ONCE)):
        facts = facts_of(row, row)
        if row.plan_id not in plans:
            plans[row.plan_id] = _plan_words(row.number, row.title)
        plan_name, plan_title = plans[row.plan_id]
        is_late = timing_class(facts, today) is TimingClass.OPEN_OVERDUE
        rows.append(
            BoardRow(
                contribution_id=row.id,
                unit_id=row.unit_id,
                unit_name=units.setdefault(row.unit_id, row.unit_name),
                plan_id=row.plan_id,
                plan_name=plan_name,
                plan_title=plan_title,
                days=days_late(facts, today) if is_late else 0,
                is_late=is_late,
                is_soon=is_due_soon(facts, today),
            )
        )
    return rows


def _plan_words(number: str | None, title: str) -> tuple[str, str]:
    """For a narrow place, and in full."""
    if number:
        return number, f"{number}: {title}"
    return shorten(title, 60, placeholder="…"), title


def _fits(chosen: BoardFilter, row: BoardRow, answers: Mapping[int, bool]) -> bool:
    if not chosen.lets_through(row):
        return False
    if chosen.contact is ContactState.ANY:
        return True
    return chosen.contact is contact_state(answers.get(row.contribution_id))


def _by_name(option: tuple[int, str]) -> str:
    return option[1]
