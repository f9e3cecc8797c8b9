"""What a unit owes in the order of need, kept up with what the journal tells (`keeping_up.py`).

To find one page the database would put all that the unit owes in order, and somebody reports on a
piece of it every few moments. `tests/progress/test_unit_order.py` holds what is kept against the
database's own order.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Collection, Mapping
from datetime import date
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import Select, bindparam, select

from tracker.core.db import db
from tracker.progress.keeping_up import KeptUp
from tracker.progress.models import Contribution
from tracker.progress.moment import Moment
from tracker.progress.need_in_sql import RANKS, TODAY, need_rank, owed_work, rank_parameters
from tracker.progress.rules import Need
from tracker.tasks.models import Occurrence, Task

# A place in the order is one whole number: compared as fast as can be, and small in memory. Its
# parts, each of so many bits: rank, due day, plan, position, piece of work, whose it is.
_BITS = 64
_PIECE = (1 << _BITS) - 1
_AFTER_ALL_DAYS = date.max.toordinal() + 1
# Positions may be negative in the database, parts of a place may not.
_POSITION_0 = 1 << (_BITS - 1)
_NOBODY = 0


class _Order:
    """The places of all that the unit owes, the most urgent first."""

    def __init__(self) -> None:
        self._places: list[int] = []

    def put_all(
        self, places: Mapping[int, tuple[int, bool]], among: Collection[int]
    ) -> Collection[int]:
        """Those among the numbers stand there now, or nowhere."""
        moved = set(among)
        self._places = [place for place in self._places if _piece_of(place) not in moved]
        if len(places) > len(self._places):
            self._places = sorted([*self._places, *(place for place, _timed in places.values())])
        else:
            for place, _is_timed in places.values():
                insort(self._places, place)
        return [piece for piece, (_place, is_timed) in places.items() if is_timed]

    def page(
        self, people: Collection[int | None] | None, need: Need | None, first: int, most: int
    ) -> tuple[int, ...]:
        """The pieces of work on a page, of these people's and of that need only; None: of all."""
        start, end = 0, len(self._places)
        if need is not None:
            start, end = (self._begin_of(rank) for rank in (RANKS[need], RANKS[need] + 1))
        if people is None:
            page = self._places[min(start + first, end) : min(start + first + most, end)]
            return tuple(map(_piece_of, page))
        officers = {_NOBODY if number is None else number for number in people}
        theirs = (
            _piece_of(place)
            for place in islice(self._places, start, end)
            if place & _PIECE in officers
        )
        return tuple(islice(theirs, first, first + most))

    def _begin_of(self, rank: int) -> int:
        return bisect_left(self._places, _place(rank, 0, 0, -_POSITION_0, 0, _NOBODY))


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
    )


def _judge(
    unit_id: int, moment: Moment, among: Collection[int] | None
) -> dict[int, tuple[int, bool]]:
    """Where each piece stands that the unit owes, and whether the hour will change it today."""
    told = {**rank_parameters(moment), "unit_id": unit_id, "among": list(among or ())}
    found = db.session.execute(_statement(is_narrowed=among is not None), told)
    return {
        piece: (
            _place(
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


def _place(rank: int, day: int, plan_id: int, position: int, piece: int, officer_id: int) -> int:
    place = rank
    for part in (day, plan_id, position + _POSITION_0, piece, officer_id):
        place = place << _BITS | part
    return place


def _piece_of(place: int) -> int:
    return place >> _BITS & _PIECE
