"""The figures of a window that still runs, kept up with what the journal tells.

Counting a year reads all that happened in it. Between two looks at a page little happens, and the
journal names it: the work it speaks of is judged anew by the same rules (`history.row_in`), the
rest stays as it was counted. Everything is counted anew on another day, when the journal tells of
anything but single pieces of work, and wherever the marks do not fit together.
`tests/figures/test_keeping.py` holds kept figures against figures counted anew.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from threading import Lock
from typing import Any, TypeVar, cast

from tracker.core.clock import day_in_vietnam
from tracker.core.unchanged import kept_for_this_database
from tracker.figures import queries
from tracker.figures.grouping import Names
from tracker.figures.history import row_in
from tracker.figures.rules import DONE_CLASSES, Basis, FigureRow, Grouping, Whose
from tracker.figures.sight import Sight
from tracker.figures.tally import Counted, Tally
from tracker.figures.windows import Window
from tracker.progress.history import History, facts_at
from tracker.progress.marks import Mark, current_mark, may_be_kept
from tracker.progress.standing import Standing

Summary = TypeVar("Summary")

# Windows in as many groupings, as so many kinds of people look at them.
MOST_KEPT = 8
# Before they are counted in.
MOST_LOTS = 20_000
# Of work: whole numbers as large as the database gives, not an object each.
_NUMBERS = "i"
_EXTENSION = "kept_figures"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is counted, on which lines, for whom."""

    window: Window
    grouping: Grouping
    sight: Sight


@dataclass(kw_only=True)
class _Kept:
    """`summaries` are what was taken from the sums, each after so many changes of them."""

    tally: Tally
    standing: Standing
    summaries: dict[Basis, tuple[int, Any]] = field(default_factory=dict)

    def summary(self, basis: Basis, take: Callable[[Tally], Summary]) -> Summary:
        """Taken again only if anything counts otherwise: most reports change no sum."""
        changes, found = self.summaries.get(basis, (-1, None))
        if changes != self.tally.changes:
            found = take(self.tally)
            self.summaries[basis] = self.tally.changes, found
        return cast("Summary", found)


class _Keeper:
    def __init__(self) -> None:
        self.lock = Lock()
        self.kept: dict[Wanted, _Kept] = {}


def summed_up(
    wanted: Wanted, now: datetime, basis: Basis, take: Callable[[Tally], Summary]
) -> Summary:
    """What `take` finds in the sums as of now, judged by that due day; the window must run."""
    mark = current_mark()
    if not may_be_kept(mark, now):
        return take(_counted_anew(wanted, now)[0])
    keeper: _Keeper = kept_for_this_database(_EXTENSION, _Keeper)
    with keeper.lock:
        kept = keeper.kept.pop(wanted, None)
        if kept is None or not _keep_up(kept, wanted, now, mark):
            tally, timed = _counted_anew(wanted, now)
            kept = _Kept(tally=tally, standing=Standing(mark=mark, moment=now, timed=timed))
        keeper.kept[wanted] = kept
        if len(keeper.kept) > MOST_KEPT:
            del keeper.kept[next(iter(keeper.kept))]
        return kept.summary(basis, take)


def _keep_up(kept: _Kept, wanted: Wanted, now: datetime, mark: Mark) -> bool:
    """Bring the sums up to the mark; False where all must be counted anew."""
    touched = kept.standing.news(mark, now)
    if touched is None:
        return False
    if touched:
        _judge_anew(kept, wanted, now, touched)
    kept.standing.move_to(mark, now)
    return True


def _judge_anew(kept: _Kept, wanted: Wanted, now: datetime, touched: set[int]) -> None:
    found = queries.histories(wanted.window, now, among=touched)
    left = touched - {history.contribution_id for history in found}
    for piece in left:
        kept.tally.put(piece, None)
    timed = kept.standing.timed
    timed -= touched
    timed |= queries.owed_only_after(now, among=left)
    judge = _judge(wanted, now)
    _put(kept.tally, timed, ((history, judge(history)) for history in found), wanted)


def _counted_anew(wanted: Wanted, now: datetime) -> tuple[Tally, set[int]]:
    tally, timed = Tally(), queries.owed_only_after(now)
    found = queries.judged(_judge(wanted, now), wanted.window, now)
    _put(tally, timed, found, wanted)
    return tally, timed


@dataclass(slots=True, eq=False)
class _Verdict:
    """How work counts, whosever it is, and as what it was counted for those whose it is."""

    row: FigureRow | None
    done_on: date | None
    is_timed: bool


def _judge(wanted: Wanted, now: datetime) -> Callable[[History], _Verdict]:
    today = _day(now)

    def judge(history: History) -> _Verdict:
        row = row_in(history, wanted.window, now)
        return _Verdict(
            row,
            done_on=None if row is None else _done_on(history, row, now),
            is_timed=any(due.due_time and due.due_on == today for due in history.due_days),
        )

    return judge


def _put(
    tally: Tally, timed: set[int], found: Iterable[tuple[Whose, _Verdict]], wanted: Wanted
) -> None:
    """What is judged alike and stands on one line of one unit is counted together."""
    names = Names(wanted.grouping, wanted.window.by)
    lots: dict[tuple[_Verdict, int, str, bool], array[int]] = {}
    for piece, verdict in found:
        number, row = piece.contribution_id, verdict.row
        if row is None:
            tally.put(number, None)
        else:
            line, is_named = names.key_for(piece, row.due_on), wanted.sight.shows(piece)
            lot = verdict, piece.unit_id, line, is_named
            if lot not in lots:
                lots[lot] = array(_NUMBERS)
            lots[lot].append(number)
        if verdict.is_timed:
            timed.add(number)
        if len(lots) > MOST_LOTS:
            _put_lots(tally, lots)
            lots.clear()
    _put_lots(tally, lots)


def _put_lots(tally: Tally, lots: Mapping[tuple[_Verdict, int, str, bool], array[int]]) -> None:
    for (verdict, unit_id, line, is_named), numbers in lots.items():
        if verdict.row is not None:
            counted = Counted.of(
                verdict.row, line, unit_id=unit_id, is_named=is_named, done_on=verdict.done_on
            )
            tally.put_alike(numbers, counted)


def _done_on(history: History, row: FigureRow, now: datetime) -> date | None:
    if row.current not in DONE_CLASSES or row.due_on is None:
        return None
    return facts_at(history, now).submitted_on


def _day(now: datetime) -> date:
    return day_in_vietnam(now)
