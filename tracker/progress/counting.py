"""How much of what a unit owes each person has in hand, kept up with what the journal tells.

Counting reads all that the unit owes, and somebody reports on a piece of it every few moments. The
work that the journal names is judged again, the rest stays as it was counted (`standing.py`). A
request that writes adds what it has changed itself, of which the journal is yet to tell; what it
has found is kept when it is committed. `tests/progress/test_counting.py` holds kept numbers
against numbers counted anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from threading import Lock
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, and_, bindparam, select

from tracker.audit.sealing import entries_sealed, entries_to_seal
from tracker.core import clock
from tracker.core.committing import when_committed
from tracker.core.compact import CompactMap
from tracker.core.plain_rows import plain_rows
from tracker.core.unchanged import kept_for_this_database, kept_until_written
from tracker.plans.rules import PlanState
from tracker.progress.marks import (
    Mark,
    current_mark,
    may_be_kept,
    may_be_kept_when_committed,
)
from tracker.progress.models import Contribution
from tracker.progress.moment import Moment
from tracker.progress.need_in_sql import NEED_OF_RANK, TODAY, need_rank, owed_work, rank_parameters
from tracker.progress.rules import OPEN_STATUSES, Need, is_history, need
from tracker.progress.standing import Standing, tells_of_pieces
from tracker.tasks.models import Occurrence

# Units; a ward has fewer.
MOST_KEPT = 40
_EXTENSION = "kept_numbers"

# Who has it in hand, None where nobody was named, and where it stands in the order of need.
Place = tuple[int | None, Need]


class Changed(NamedTuple):
    """Where a piece of work stands that this request has changed; nowhere with None."""

    piece: int
    place: Place | None
    is_timed: bool


def changed_to(contribution: Contribution, moment: Moment) -> Changed:
    """The same as `owed_work` and `need_rank` tell, without asking the database."""
    occurrence, today = contribution.occurrence, moment.today
    facts = contribution.facts
    is_running = occurrence.task.plan.state is PlanState.ISSUED
    is_owed = is_running and facts.status in OPEN_STATUSES and not is_history(facts, today)
    kind = need(facts, today)
    return Changed(
        contribution.id,
        (contribution.officer_id, kind) if is_owed else None,
        occurrence.due_time is not None and occurrence.due_on == today,
    )


@dataclass(frozen=True, slots=True)
class _Judged:
    """Pieces of work as they stand; those whose day is not over count otherwise at their hour."""

    places: dict[int, Place]
    timed: set[int]

    def add(self, changed: Iterable[Changed]) -> None:
        """These stand so, whatever the database told of them."""
        for piece, place, is_timed in changed:
            self.places.pop(piece, None)
            self.timed.discard(piece)
            if place is not None:
                self.places[piece] = place
            if place is not None and is_timed:
                self.timed.add(piece)


@dataclass
class _Kept:
    standing: Standing
    places: CompactMap[Place] = field(default_factory=CompactMap)
    numbers: Counter[Place] = field(default_factory=Counter)

    def take(self, judged: _Judged, among: Collection[int] | None) -> None:
        """These pieces of work stand so now; all of the unit's with None."""
        for piece in judged.places.keys() if among is None else among:
            self._put(piece, judged.places.get(piece))
        self.standing.timed.difference_update(among or ())
        self.standing.timed |= judged.timed

    def _put(self, piece: int, place: Place | None) -> None:
        former = self.places.put(piece, place)
        if former is not None:
            self.numbers[former] -= 1
        if place is not None:
            self.numbers[place] += 1

    def with_these(self, judged: _Judged, among: Collection[int]) -> Mapping[Place, int]:
        """The numbers if these pieces of work stood so."""
        former = (self.places.get(piece) for piece in among)
        formerly = Counter(place for place in former if place is not None)
        return self.numbers + Counter(judged.places.values()) - formerly


class _Keeper:
    def __init__(self) -> None:
        self.lock = Lock()
        self.kept: dict[int, _Kept] = {}

    def put(self, unit_id: int, kept: _Kept) -> None:
        """As the one asked for last; the one not asked for longest goes when there are too many."""
        self.kept.pop(unit_id, None)
        self.kept[unit_id] = kept
        if len(self.kept) > MOST_KEPT:
            del self.kept[next(iter(self.kept))]


@dataclass(frozen=True)
class _Look:
    """What was found at a mark, to be kept now or later."""

    keeper: _Keeper
    unit_id: int
    kept: _Kept
    judged: _Judged
    among: Collection[int] | None
    mark: Mark
    now: datetime
    told: Sequence[Row[Any]]
    changed: Collection[int]

    def keep(self) -> None:
        """Bring what is kept up to the mark."""
        self.kept.take(self.judged, self.among)
        self.kept.standing.move_to(self.mark, self.now, self.told)
        self.keeper.put(self.unit_id, self.kept)

    def keep_later(self, seen: _Kept | None) -> None:
        """Do so when the request's own changes are everybody's, unless others were faster."""
        seen_mark = seen.standing.mark if seen else None
        entries = len(entries_to_seal())

        def keep_unless_moved() -> None:
            with self.keeper.lock:
                found = self.keeper.kept.get(self.unit_id)
                if found is seen and (seen is None or seen.standing.mark is seen_mark):
                    self.keep()
                    self._pass_own_entries(entries)

        when_committed(keep_unless_moved)

    def _pass_own_entries(self, number: int) -> None:
        """Stand behind what the request itself told, if that is of what was judged and no more."""
        own = entries_sealed()
        if len(own) != number or not own or own[0].number != self.mark.number + 1:
            return
        if not all(tells_of_pieces(entry, self.changed) for entry in own):
            return
        latest_at = max(entry.at for entry in own)
        mark = replace(self.mark, number=own[-1].number, seal=own[-1].seal, latest_at=latest_at)
        self.kept.standing.move_to(mark, self.now, own)


@kept_until_written
def count_by_place(
    unit_id: int, moment: Moment, *, changed: tuple[Changed, ...] = ()
) -> Mapping[Place, int]:
    """How much of what the unit owes stands where.

    `changed` tells of all that this request has changed and not yet committed, as it stands now.
    """
    mark, now, own = current_mark(), clock.now(), {item.piece for item in changed}
    keeper: _Keeper = kept_for_this_database(_EXTENSION, _Keeper)
    with keeper.lock:
        seen = keeper.kept.get(unit_id)
        touched = seen.standing.news(mark, now, unit_id=unit_id) if seen else None
        if seen is None or touched is None:
            kept, among = _Kept(Standing(mark=mark, moment=now, timed=set())), None
        else:
            kept, among = seen, touched.union(own)
        judged = _judged(unit_id, moment, None if among is None else among - own)
        judged.add(changed)
        look = _Look(keeper, unit_id, kept, judged, among, mark, now, kept.standing.told, own)
        if may_be_kept(mark, now):
            look.keep()
            return +kept.numbers
        if may_be_kept_when_committed(mark, now):
            look.keep_later(seen)
        return kept.with_these(judged, among or ())


def _judged(unit_id: int, moment: Moment, among: Collection[int] | None) -> _Judged:
    """Where each piece of work stands that the unit owes; of those among them, all with None."""
    if among is not None and not among:
        return _Judged({}, set())
    told = {**rank_parameters(moment), "unit_id": unit_id, "among": list(among or ())}
    places, timed = {}, set()
    for piece, officer_id, rank, is_timed in plain_rows(_statement(among is not None), told):
        places[piece] = (officer_id, NEED_OF_RANK[rank])
        if is_timed:
            timed.add(piece)
    return _Judged(places, timed)


@cache
def _statement(is_narrowed: bool) -> Select[Any]:
    is_timed = and_(Contribution.due_on == TODAY, Occurrence.due_time.is_not(None))
    columns = select(Contribution.id, Contribution.officer_id, need_rank(), is_timed)
    statement = owed_work(columns, TODAY).where(Contribution.unit_id == bindparam("unit_id"))
    if is_narrowed:
        return statement.where(Contribution.id.in_(bindparam("among", expanding=True)))
    return statement
