"""The rows of the board as plain values: thousands are judged and counted, a page is loaded."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from textwrap import shorten
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from tracker.core import clock
from tracker.core.db import db
from tracker.follow_up.board import (
    BoardFilter,
    BoardRow,
    ContactState,
    Group,
    RowPlan,
    RowUnit,
    Stage,
    Verdict,
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
    ContributionFacts,
    ContributionStatus,
    TimingClass,
    days_late,
    is_due_soon,
    timing_class,
)
from tracker.tasks.models import Occurrence, Task
from tracker.units.models import Unit

ROWS_PER_PAGE, READ_AT_ONCE = 50, 500
# Remembered at a time; so many different ones are seldom among a ward's work.
MOST_VERDICTS = 10_000


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
        return sum(len(group.pieces) for group in self.groups)

    def page(self, first: int) -> list[tuple[Group, Sequence[int]]]:
        """The groups on one page, each with the numbers of its work there."""
        found: list[tuple[Group, Sequence[int]]] = []
        begins = 0
        for group in self.groups:
            pieces = group.pieces[max(0, first - begins) : max(0, first + ROWS_PER_PAGE - begins)]
            begins += len(group.pieces)
            if pieces:
                found.append((group, pieces))
        return found


def board_of(chosen: BoardFilter, found: Iterable[BoardRow], answers: Mapping[int, bool]) -> Board:
    """What the filter lets through of the rows, which come in the order of their numbers.

    `answers` as `letter_answers` gives them.
    """
    total, is_narrow = 0, chosen.is_narrow
    units: set[RowUnit] = set()
    plans: set[RowPlan] = set()

    def let_through() -> Iterator[BoardRow]:
        nonlocal total
        for row in found:
            total += 1
            units.add(row.unit)
            plans.add(row.plan)
            if not is_narrow or _fits(chosen, row, answers):
                yield row

    groups = tuple(grouped(let_through(), chosen.grouping))
    return Board(
        total=total,
        groups=groups,
        unit_options=_options(units),
        plan_options=_options(plans),
    )


def board_rows(
    stage: Stage,
    unit_overseen: int | None,
    moment: Moment,
    *,
    among: Collection[int] | None = None,
) -> Iterator[BoardRow]:
    """Everything of the stage in plans that run, or of the work among the numbers.

    With a unit, in the plans it follows up; each row is judged by the rules.
    """
    columns = _columns(unit_overseen)
    if among is not None:
        columns = columns.where(Contribution.id.in_(among))
    if stage is not Stage.SOON:
        hour = clock.in_vietnam(clock.now()).time()
        late = columns.where(
            _is_open(is_narrowed=among is not None), is_past_due_at(moment.today, hour)
        )
        yield from (row for row in _judged(late, moment.today) if row.verdict.is_late)
    if stage is not Stage.LATE:
        last = moment.today + timedelta(days=SOON_DAYS)
        soon = columns.where(
            Contribution.status.in_(UNIT_OWES_STATUSES),
            Contribution.due_on.between(moment.today, last),
        )
        yield from (row for row in _judged(soon, moment.today) if row.verdict.is_soon)


def _columns(unit_overseen: int | None) -> Select[*tuple[Any, ...]]:
    """Whose and what it is; then what its judgement depends on, from here to the end."""
    return (
        select(Contribution.id, Contribution.unit_id, Task.plan_id, *columns_of_facts())
        .join(Contribution.occurrence)
        .join(Occurrence.task)
        .join(Task.plan)
        .where(Plan.state == PlanState.ISSUED, followed_up_by(unit_overseen))
    )


def _is_open(*, is_narrowed: bool) -> ColumnElement[bool]:
    """Said so that SQLite goes through all rows in turn, unless few are asked for.

    Late is a large part of what there is: found by the index of states and days, each row and its
    instance would be looked up at a place of its own, which takes four times as long.
    """
    if is_narrowed:
        return Contribution.status.in_(OPEN_STATUSES)
    return Contribution.status.not_in(set(ContributionStatus) - OPEN_STATUSES)


def _judged(statement: Select[*tuple[Any, ...]], today: date) -> Iterator[BoardRow]:
    """Each row by the rules, what is alike once; units and plans are held once, not by each."""
    units, plans = _units(), _plans()
    verdicts: dict[tuple[Any, ...], Verdict] = {}
    # Past the session: it would look at each of very many rows for objects.
    found = db.session.connection().execute(statement.execution_options(yield_per=READ_AT_ONCE))
    for row in found:
        told = row[3:]
        verdict = verdicts.get(told)
        if verdict is None:
            verdict = verdicts[told] = _verdict(facts_of(row, row), today)
            if len(verdicts) > MOST_VERDICTS:
                verdicts.clear()
        yield BoardRow(row[0], units[row[1]], plans[row[2]], verdict)


def _verdict(facts: ContributionFacts, today: date) -> Verdict:
    is_late = timing_class(facts, today) is TimingClass.OPEN_OVERDUE
    return Verdict(
        days_late(facts, today) if is_late else 0,
        is_late=is_late,
        is_soon=is_due_soon(facts, today),
    )


def _units() -> dict[int, RowUnit]:
    found = db.session.execute(select(Unit.id, Unit.name))
    return {unit_id: RowUnit(unit_id, name) for unit_id, name in found}


def _plans() -> dict[int, RowPlan]:
    found = db.session.execute(select(Plan.id, Plan.number, Plan.title))
    return {
        plan_id: RowPlan(plan_id, *_plan_words(number, title)) for plan_id, number, title in found
    }


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


def _options(found: Iterable[RowUnit | RowPlan]) -> tuple[tuple[int, str], ...]:
    return tuple(sorted(((each.id, each.name) for each in found), key=lambda told: told[::-1]))
