"""What a unit owes, counted and paged by the database: the page costs the same for any number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from tracker.accounts.models import User
from tracker.accounts.rules import Role
from tracker.core.db import db
from tracker.core.numbers import whole_number
from tracker.core.text_vn import fold
from tracker.core.unchanged import kept_until_written
from tracker.progress.counting import Changed, Place, count_by_place
from tracker.progress.in_charge import MINE, NOBODY
from tracker.progress.lines import WorkLine, lines_of
from tracker.progress.models import Contribution
from tracker.progress.moment import Moment
from tracker.progress.need_in_sql import (
    NEED_OF_RANK,
    RANKS,
    need_rank,
    owed_work,
    rank_parameters,
)
from tracker.progress.rules import Need
from tracker.progress.unit_order import page_in_order
from tracker.tasks.models import Task
from tracker.tasks.rules import TaskRole

ROWS_PER_PAGE = 25


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
            return frozenset({whole_number(user_id), None})
        if chosen == NOBODY:
            return frozenset({None})
        number = whole_number(chosen)
        return None if number is None else frozenset({number})


@kept_until_written
def count_by_need(
    unit_id: int, wanted: WorkFilter, moment: Moment, *, changed: tuple[Changed, ...] = ()
) -> dict[Need, int]:
    """How much of it stands at each place in the order of need.

    `changed` tells of all that this request has changed and not yet committed.
    """
    if wanted == wanted.officer_only:
        return _of_people(count_by_place(unit_id, moment, changed=changed), wanted.people)
    columns = select(need_rank(), func.count())
    statement = _work(columns, unit_id, wanted, moment).group_by(need_rank())
    found = db.session.execute(statement, rank_parameters(moment))
    return {NEED_OF_RANK[rank]: count for rank, count in found}


def _of_people(
    counts: Mapping[Place, int], people: frozenset[int | None] | None
) -> dict[Need, int]:
    found: Counter[Need] = Counter()
    for (officer_id, kind), count in counts.items():
        if people is None or officer_id in people:
            found[kind] += count
    return dict(found)


@kept_until_written
def page_of_work(unit_id: int, wanted: WorkFilter, moment: Moment, *, first: int) -> list[WorkLine]:
    """A page of it, the most urgent first, then by the due day and the order of paper."""
    return lines_of(_numbers_on_page(unit_id, wanted, moment, first), today=moment.today)


def _numbers_on_page(
    unit_id: int, wanted: WorkFilter, moment: Moment, first: int
) -> tuple[int, ...]:
    def found() -> tuple[int, ...]:
        return _page_of_ids(unit_id, wanted, moment, first)

    if wanted.words or wanted.role:
        return found()
    return page_in_order(
        unit_id,
        moment,
        people=wanted.people,
        need=Need(wanted.need) if wanted.need in set(Need) else None,
        first=first,
        most=ROWS_PER_PAGE,
        otherwise=found,
    )


def _page_of_ids(unit_id: int, wanted: WorkFilter, moment: Moment, first: int) -> tuple[int, ...]:
    order = (
        need_rank(),
        Contribution.due_on.is_(None),
        Contribution.due_on,
        Task.plan_id,
        Task.position,
        Contribution.id,
    )
    statement = _work(select(Contribution.id), unit_id, wanted, moment).order_by(*order)
    page = statement.limit(ROWS_PER_PAGE).offset(first)
    return tuple(db.session.scalars(page, rank_parameters(moment)))


def _work(
    statement: Select[*tuple[Any, ...]], unit_id: int, wanted: WorkFilter, moment: Moment
) -> Select[*tuple[Any, ...]]:
    owed = owed_work(statement, moment.today).where(Contribution.unit_id == unit_id)
    return owed.where(*_conditions(wanted))


def _conditions(wanted: WorkFilter) -> list[ColumnElement[bool]]:
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
        conditions.append(need_rank() == RANKS[Need(wanted.need)])
    return conditions
