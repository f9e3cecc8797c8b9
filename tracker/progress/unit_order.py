"""What a unit owes in the order of need, kept up with what the journal tells (`keeping_up.py`).

To find one page the database would put all that the unit owes in order, and somebody reports on a
piece of it every few moments. `tests/progress/test_unit_order.py` holds what is kept against the
database's own order.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping
from datetime import date
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select

from tracker.core.plain_rows import plain_rows
from tracker.progress.keeping_up import KeptUp
from tracker.progress.models import Contribution
from tracker.progress.moment import Moment
from tracker.progress.need_in_sql import RANKS, TODAY, need_rank, owed_work, rank_parameters
from tracker.progress.rules import Need
from tracker.tasks.models import Occurrence, Task

_AFTER_ALL_DAYS = date.max.toordinal() + 1
_NOBODY = 0


class Place(NamedTuple):
    """Where a piece of work stands: compared part by part; and last, whose it is."""

    rank: int
    day: int
    plan_id: int
    position: int
    piece: int
    officer_id: int


class _Order:
    """The places of all that the unit owes, the most urgent first.

    Each part of all places lies in an array of its own: a fraction of what places would take. The
    numbers of rows are as large as PostgreSQL's columns are: four bytes.
    """

    def __init__(self) -> None:
        self._ranks, self._pieces, self._officers = array("b"), array("i"), array("i")
        days, plans, positions = array("i"), array("i"), array("i")
        self._parts = (self._ranks, days, plans, positions, self._pieces, self._officers)

    def put_all(
        self, places: Mapping[int, tuple[Place, bool]], among: Collection[int]
    ) -> Collection[int]:
        """Those among the numbers stand there now, or nowhere."""
        self._take_away(set(among))
        new = [place for place, _is_timed in places.values()]
        if len(new) > len(self._pieces):
            self._put_in_order([*map(Place._make, zip(*self._parts, strict=True)), *new])
        else:
            for place in new:
                self._insert(place)
        return [piece for piece, (_place, is_timed) in places.items() if is_timed]

    def page(
        self, people: Collection[int | None] | None, need: Need | None, first: int, most: int
    ) -> tuple[int, ...]:
        """The pieces of work on a page, of these people's and of that need only; None: of all."""
        start, end = 0, len(self._pieces)
        if need is not None:
            start, end = (bisect_left(self._ranks, RANKS[need] + after) for after in (0, 1))
        if people is None:
            return tuple(self._pieces[min(start + first, end) : min(start + first + most, end)])
        officers = {_NOBODY if number is None else number for number in people}
        theirs = (self._pieces[at] for at in range(start, end) if self._officers[at] in officers)
        return tuple(islice(theirs, first, first + most))

    def _take_away(self, pieces: Collection[int]) -> None:
        for at in reversed([at for at, piece in enumerate(self._pieces) if piece in pieces]):
            for part in self._parts:
                del part[at]

    def _put_in_order(self, places: list[Place]) -> None:
        places.sort()
        for part, values in zip(self._parts, zip(*places, strict=True), strict=True):
            part[:] = array(part.typecode, values)

    def _insert(self, place: Place) -> None:
        at = bisect_left(range(len(self._pieces)), place, key=self._at)
        for part, value in zip(self._parts, place, strict=True):
            part.insert(at, value)

    def _at(self, at: int) -> Place:
        return Place._make(part[at] for part in self._parts)


_KEPT = KeptUp("kept_orders", _Order, most=40)


def page_in_order(
    unit_id: int,
    moment: Moment,
    *,
    people: Collection[int | None] | None,
    need: Need | None,
    first: int,
    most: int,
    otherwise: Callable[[], tuple[int, ...]],
) -> tuple[int, ...]:
    """The pieces of work on a page; `otherwise` finds them where nothing is kept."""
    return _KEPT.find(
        unit_id,
        lambda among: _judge(unit_id, moment, among),
        lambda order: order.page(people, need, first, most),
        otherwise=otherwise,
        unit_id=unit_id,
    )


def _judge(
    unit_id: int, moment: Moment, among: Collection[int] | None
) -> dict[int, tuple[Place, bool]]:
    """Where each piece stands that the unit owes, and whether the hour will change it today."""
    told = {**rank_parameters(moment), "unit_id": unit_id, "among": list(among or ())}
    found = plain_rows(_statement(is_narrowed=among is not None), told)
    return {
        piece: (
            Place(
                rank,
                due_on.toordinal() if due_on else _AFTER_ALL_DAYS,
                plan_id,
                position,
                piece,
                officer_id or _NOBODY,
            ),
            due_time is not None and due_on == moment.today,
        )
        for piece, rank, due_on, plan_id, position, officer_id, due_time in found
    }


@cache
def _statement(*, is_narrowed: bool) -> Select[Any]:
    columns = select(
        Contribution.id,
        need_rank(),
        Contribution.due_on,
        Task.plan_id,
        Task.position,
        Contribution.officer_id,
        Occurrence.due_time,
    )
    statement = owed_work(columns, TODAY).where(Contribution.unit_id == bindparam("unit_id"))
    if is_narrowed:
        return statement.where(Contribution.id.in_(bindparam("among", expanding=True)))
    return statement
