"""What is gathered from very much work, kept up with what the journal tells (`standing.py`).

The work that the journal names is judged again, the rest stays as it was. Everything is judged
anew on another day, and when the journal tells of anything but single pieces of work. A request
that writes is given nothing kept.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any, Generic, Protocol, TypeVar, cast

from tracker.core import clock
from tracker.core.unchanged import kept_for_this_database
from tracker.progress.marks import current_mark, may_be_kept, only_reads
from tracker.progress.standing import Standing

Answer = TypeVar("Answer")
# Where the pieces of work among these numbers stand, of all there are with None.
Judge = Callable[[Collection[int] | None], Mapping[int, Any]]


class Gathered(Protocol):
    """Something that knows where each piece of work stands."""

    def put_all(self, places: Mapping[int, Any], among: Collection[int]) -> Collection[int]:
        """Those among the numbers stand there now, or nowhere.

        Returns which of them count otherwise at a later hour of the day.
        """


Gathering = TypeVar("Gathering", bound=Gathered)


@dataclass
class _Kept(Generic[Gathering]):
    standing: Standing
    gathered: Gathering
    stamp: Hashable

    def judge(self, judge: Judge, touched: Collection[int] | None) -> None:
        """Judge the touched work, all with None."""
        if touched is not None and not touched:
            return
        places = judge(touched)
        among = places.keys() if touched is None else touched
        timed = self.gathered.put_all(places, among)
        self.standing.timed.difference_update(among)
        self.standing.timed.update(timed)


class _Keeper:
    def __init__(self) -> None:
        self.lock = Lock()
        self.kept: dict[Hashable, _Kept[Any]] = {}


@dataclass(frozen=True)
class KeptUp(Generic[Gathering]):
    """What is kept under a name, of the `most` that were asked for last."""

    name: str
    begin: Callable[[], Gathering]
    most: int = 12
    # Which of the touched pieces may stand in it at all; the others are not judged.
    concerning: Callable[[Gathering, Collection[int]], Collection[int]] = lambda _all, some: some

    def find(
        self,
        key: Hashable,
        judge: Judge,
        take: Callable[[Gathering], Answer],
        *,
        otherwise: Callable[[], Answer],
        stamp: Callable[[], Hashable] = lambda: None,
        unit_id: int | None = None,
    ) -> Answer:
        """What `take` finds in what is gathered of the key; `otherwise` where nothing is kept.

        With another stamp than before everything is judged anew. With a unit only work of the
        unit is gathered.
        """
        if not only_reads():
            return otherwise()
        mark, now = current_mark(), clock.now()
        if not may_be_kept(mark, now):
            return otherwise()
        keeper: _Keeper = kept_for_this_database(self.name, _Keeper)
        present = stamp()
        with keeper.lock:
            kept = cast("_Kept[Gathering] | None", keeper.kept.pop(key, None))
            is_good = kept is not None and kept.stamp == present
            touched: Collection[int] | None
            touched = kept.standing.news(mark, now, unit_id=unit_id) if kept and is_good else None
            if kept is None or touched is None:
                standing = Standing(mark=mark, moment=now, timed=set())
                kept, touched = _Kept(standing, self.begin(), present), None
            elif touched:
                touched = self.concerning(kept.gathered, touched)
            kept.judge(judge, touched)
            kept.standing.move_to(mark, now)
            keeper.kept[key] = kept
            if len(keeper.kept) > self.most:
                del keeper.kept[next(iter(keeper.kept))]
            return take(kept.gathered)
