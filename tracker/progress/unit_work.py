"""What a unit owes, counted and paged by the database: the page costs the same for any number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from tracker.accounts.models import User
from tracker.accounts.rules import Role
from tracker.core import clock
from tracker.core.db import db
from tracker.core.numbers import whole_number
from tracker.core.text_vn import fold
from tracker.core.unchanged import kept_until_written
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.progress.in_charge import MINE, NOBODY
from tracker.progress.lines import WorkLine, lines_of
from tracker.progress.models import Contribution
from tracker.progress.need_in_sql import RANKS, need_rank
from tracker.progress.rules import OPEN_STATUSES, Need
from tracker.tasks.models import Occurrence, Task
from tracker.tasks.rules import OccurrenceKind, TaskRole

ROWS_PER_PAGE = 25
_BY_RANK = {rank: kind for kind, rank in RANKS.items()}


@dataclass(frozen=True, slots=True)
class WorkFilter:
    """Which of the unit's work is asked for; empty values let everything through."""

    officer: str = ""
    role: str = ""
    words: str = ""
    need: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str], user: User) -> WorkFilter:
        """What an address asks for; officers see their own work and what nobody has taken."""
        usual = MINE if user.role is Role.OFFICER else ""
        asked = query.get("officer", usual)
        return cls(
            officer=f"{MINE}:{user.id}" if asked == MINE else asked,
            role=query.get("role", ""),
            words=query.get("words", "").strip(),
            need=query.get("need", ""),
        )

    @property
    def officer_only(self) -> WorkFilter:
        """The same person's work, whatever else was asked for."""
        return WorkFilter(officer=self.officer)

    @property
    def people(self) -> frozenset[int | None] | None:
        """Whose work: the people's numbers, None among them for nobody's; None for everybody's."""
        chosen, _, user_id = self.officer.partition(":")
        if chosen == MINE:
            return frozenset({int(user_id), None})
        if chosen == NOBODY:
            return frozenset({None})
        number = whole_number(chosen)
        return None if number is None else frozenset({number})


@dataclass(frozen=True, slots=True)
class Moment:
    """The day and the last minute that has begun: work due by an hour is late after it."""

    today: date
    minute: time

    @classmethod
    def of(cls, now: datetime) -> Moment:
        """The moment; at 16:30 sharp nothing due by 16:30 is late yet."""
        begun = clock.in_vietnam(now - timedelta(microseconds=1)).time()
        return cls(clock.day_in_vietnam(now), begun.replace(second=0, microsecond=0))


@kept_until_written
def count_by_need(unit_id: int, wanted: WorkFilter, moment: Moment) -> dict[Need, int]:
    """How much of it stands at each place in the order of need."""
    if wanted == wanted.officer_only:
        return _of_people(count_by_officer(unit_id, moment), wanted.people)
    rank = need_rank(moment.today, moment.minute)
    statement = _work(select(rank, func.count()), unit_id, wanted, moment).group_by(rank)
    return {_BY_RANK[found]: count for found, count in db.session.execute(statement)}


def _of_people(
    counts: Mapping[tuple[int | None, Need], int], people: frozenset[int | None] | None
) -> dict[Need, int]:
    found: Counter[Need] = Counter()
    for (officer_id, kind), count in counts.items():
        if people is None or officer_id in people:
            found[kind] += count
    return dict(found)


@kept_until_written
def count_by_officer(unit_id: int, moment: Moment) -> dict[tuple[int | None, Need], int]:
    """How much of it each person has in hand."""
    rank = need_rank(moment.today, moment.minute)
    columns = select(Contribution.officer_id, rank, func.count())
    statement = _work(columns, unit_id, WorkFilter(), moment)
    statement = statement.group_by(Contribution.officer_id, rank)
    return {
        (officer_id, _BY_RANK[found]): count
        for officer_id, found, count in db.session.execute(statement)
    }


@kept_until_written
def page_of_work(unit_id: int, wanted: WorkFilter, moment: Moment, *, first: int) -> list[WorkLine]:
    """A page of it, the most urgent first, then by the due day and the order of paper."""
    return lines_of(_page_of_ids(unit_id, wanted, moment, first), today=moment.today)


def _page_of_ids(unit_id: int, wanted: WorkFilter, moment: Moment, first: int) -> tuple[int, ...]:
    order = (
        need_rank(moment.today, moment.minute),
        Contribution.due_on.is_(None),
        Contribution.due_on,
        Task.plan_id,
        Task.position,
        Contribution.id,
    )
    statement = _work(select(Contribution.id), unit_id, wanted, moment).order_by(*order)
    return tuple(db.session.scalars(statement.limit(ROWS_PER_PAGE).offset(first)))


def _work(
    statement: Select[*tuple[Any, ...]], unit_id: int, wanted: WorkFilter, moment: Moment
) -> Select[*tuple[Any, ...]]:
    """Of running plans; check-ins of past periods are history and left out."""
    return (
        statement.select_from(Contribution)
        .join(Contribution.occurrence)
        .join(Occurrence.task)
        .join(Task.plan)
        .where(
            Contribution.unit_id == unit_id,
            Contribution.status.in_(OPEN_STATUSES),
            Plan.state == PlanState.ISSUED,
            or_(
                Occurrence.kind != OccurrenceKind.CHECK_IN,
                Occurrence.period_end >= moment.today,
            ),
            *_conditions(wanted, moment),
        )
    )


def _conditions(wanted: WorkFilter, moment: Moment) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if (people := wanted.people) is not None:
        named = Contribution.officer_id.in_([number for number in people if number is not None])
        conditions.append(
            or_(named, Contribution.officer_id.is_(None)) if None in people else named
        )
    if wanted.role in set(TaskRole):
        conditions.append(Contribution.role == TaskRole(wanted.role))
    if wanted.words:
        conditions.append(Task.search_key.contains(fold(wanted.words), autoescape=True))
    if wanted.need in set(Need):
        rank = need_rank(moment.today, moment.minute)
        conditions.append(rank == RANKS[Need(wanted.need)])
    return conditions
