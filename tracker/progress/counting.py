"""How much of what a unit owes each person has in hand, kept up with what the journal tells.

Counting reads all that the unit owes, and somebody reports on a piece of it every few moments. The
work that the journal names is judged again, the rest stays as it was counted (`marks.py`). A
request that writes keeps nothing; it adds what it has changed itself, of which the journal is yet
to tell. `tests/progress/test_counting.py` holds kept numbers against numbers counted anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from threading import Lock
from typing import Any

from sqlalchemy import Select, bindparam, select

from tracker.core import clock
from tracker.core.compact import CompactMap
from tracker.core.plain_rows import plain_rows
from tracker.core.unchanged import kept_for_this_database, kept_until_written
from tracker.progress.marks import Standing, current_mark, due_by_an_hour, may_be_kept
from tracker.progress.models import Contribution
from tracker.progress.moment import Moment
from tracker.progress.need_in_sql import NEED_OF_RANK, TODAY, need_rank, owed_work, rank_parameters
from tracker.progress.rules import Need

# Units; a ward has fewer.
MOST_KEPT = 40
_EXTENSION = "kept_numbers"

# Who has it in hand, None where nobody was named, and where it stands in the order of need.
Place = tuple[int | None, Need]


@dataclass
class _Kept:
    standing: Standing
    places: CompactMap[Place] = field(default_factory=CompactMap)
    numbers: Counter[Place] = field(default_factory=Counter)

    def put(self, piece: int, place: Place | None) -> None:
        """It stands there now; nowhere with None."""
        former = self.places.put(piece, place)
        if former is not None:
            self.numbers[former] -= 1
        if place is not None:
            self.numbers[place] += 1


class _Keeper:
    def __init__(self) -> None:
        self.lock = Lock()
        self.kept: dict[int, _Kept] = {}

    def put(self, unit_id: int, kept: _Kept | None) -> None:
        """As the one asked for last; the one not asked for longest goes when there are too many."""
        if kept is None:
            return
        self.kept[unit_id] = kept
        if len(self.kept) > MOST_KEPT:
            del self.kept[next(iter(self.kept))]


@kept_until_written
def count_by_place(
    unit_id: int, moment: Moment, *, changed: Collection[int] = ()
) -> Mapping[Place, int]:
    """How much of what the unit owes stands where.

    `changed` names what this request has changed and not yet committed.
    """
    mark, now = current_mark(), clock.now()
    keeper: _Keeper = kept_for_this_database(_EXTENSION, _Keeper)
    with keeper.lock:
        kept = keeper.kept.pop(unit_id, None)
        touched = kept.standing.news(mark, now) if kept else None
        if not may_be_kept(mark, now):
            keeper.put(unit_id, kept)
            among = None if touched is None else touched.union(changed)
            return _seen_by_writer(kept, unit_id, moment, among)
        if kept is None or touched is None:
            kept, touched = _Kept(Standing(mark=mark, moment=now, timed=set())), None
        _judge(kept, unit_id, moment, touched)
        kept.standing.move_to(mark, now)
        keeper.put(unit_id, kept)
        return +kept.numbers


def _judge(kept: _Kept, unit_id: int, moment: Moment, among: Collection[int] | None) -> None:
    """Those pieces of work, all of the unit's with None."""
    if among is not None and not among:
        return
    places = _places(unit_id, moment, among=among)
    for piece in places.keys() if among is None else among:
        kept.put(piece, places.get(piece))
    kept.standing.timed -= set(among or ())
    kept.standing.timed |= due_by_an_hour(moment.today, among=among)


def _seen_by_writer(
    kept: _Kept | None, unit_id: int, moment: Moment, among: Collection[int] | None
) -> Mapping[Place, int]:
    """The numbers with these pieces of work as this request sees them, nothing of it kept."""
    places = _places(unit_id, moment, among=among)
    if kept is None or among is None:
        return Counter(places.values())
    former = (kept.places.get(piece) for piece in among)
    formerly = Counter(place for place in former if place is not None)
    return kept.numbers + Counter(places.values()) - formerly


def _places(
    unit_id: int, moment: Moment, *, among: Collection[int] | None = None
) -> dict[int, Place]:
    """Where each piece of work stands that the unit owes."""
    told = {**rank_parameters(moment), "unit_id": unit_id, "among": list(among or ())}
    found = plain_rows(_statement(is_narrowed=among is not None), told)
    return {number: (officer_id, NEED_OF_RANK[rank]) for number, officer_id, rank in found}


@cache
def _statement(*, is_narrowed: bool) -> Select[Any]:
    columns = select(Contribution.id, Contribution.officer_id, need_rank())
    statement = owed_work(columns, TODAY).where(Contribution.unit_id == bindparam("unit_id"))
    if is_narrowed:
        return statement.where(Contribution.id.in_(bindparam("among", expanding=True)))
    return statement
