"""Up to where something kept has been brought, and which pieces of work the journal named since.

Only that work is looked at again, with all other work of its tasks; the rest stays as it was.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import aliased

from tracker.audit.rules import AuditAction
from tracker.audit.sealing import SealedEntry
from tracker.core.clock import day_in_vietnam
from tracker.core.db import db
from tracker.core.plain_rows import plain_rows
from tracker.core.unchanged import kept_for_this_database
from tracker.progress.journal_tail import Entry, entries_since
from tracker.progress.marks import ABOUT_WORK, MOST_NEWS, WITHOUT_EFFECT, Mark, only_reads
from tracker.progress.models import Contribution
from tracker.progress.told import Keeper
from tracker.tasks.models import Occurrence

_MARKS_REMEMBERED, _MOST_SHARED = 100, 2000
# Of two who ask at the same time one reads the clock first and may be served last.
_BESIDE = timedelta(seconds=5)

# Pieces of work, each with its unit.
Pieces = Mapping[int, int]


@dataclass(kw_only=True)
class Standing:
    """Up to where something kept has been brought, and what counts otherwise as hours pass."""

    mark: Mark
    moment: datetime
    timed: set[int]
    # Where it has been, and what it has passed on the way: whoever began to read before others
    # saved sees an older mark, and what is kept is only newer than that.
    former: deque[Mark] = field(default_factory=lambda: deque(maxlen=_MARKS_REMEMBERED))
    passed: deque[tuple[int, str | None]] = field(
        default_factory=lambda: deque(maxlen=_MARKS_REMEMBERED)
    )
    # What the journal told at the last look.
    told: Sequence[Entry] = field(default=(), init=False)

    def news(self, mark: Mark, now: datetime, *, unit_id: int | None = None) -> set[int] | None:
        """The work to be looked at again, with all of its tasks; None where everything is.

        With a unit only its own, for what holds nothing of others.
        """
        if day_in_vietnam(self.moment) != day_in_vietnam(now) or now < self.moment - _BESIDE:
            return None
        if self._has_passed(mark):
            return set()
        told = entries_since(self.mark, mark)
        self.told = told or ()
        touched = None if told is None else _touched_since(self.mark, mark, told)
        if touched is None:
            return None
        timed = self.timed - touched if now > self.moment else set()
        if len(touched) + len(timed) > MOST_NEWS:
            return None
        found = _with_their_tasks(touched | timed, mark)
        if unit_id is None or not all(map(_leaves_pieces_with_units, self.told)):
            return found.keys() | touched | timed
        return {piece for piece, of_unit in found.items() if of_unit == unit_id}

    def move_to(
        self, mark: Mark, now: datetime, told: Sequence[Entry | SealedEntry] | None = None
    ) -> None:
        """It was brought up to there; `told` in between, where others may have looked since."""
        if self._has_passed(mark):
            return
        if mark != self.mark:
            self.former.append(self.mark)
            between = self.told if told is None else told
            self.passed.extend((entry.number, entry.seal) for entry in between)
        self.mark, self.moment = mark, max(now, self.moment)

    def _has_passed(self, mark: Mark) -> bool:
        """Whether it was further already. Never so of where it stands: the hours go on there."""
        if mark == self.mark:
            return False
        if mark.number >= self.mark.number or mark.pieces > self.mark.pieces:
            return mark in self.former
        return mark in self.former or (mark.number, mark.seal) in self.passed


def due_by_an_hour(today: date, *, among: Collection[int] | None = None) -> set[int]:
    """What will be late before the day is over: it counts otherwise although nobody writes."""
    statement = _due_by_an_hour(is_narrowed=among is not None)
    told = {"today": today, "among": list(among or ())}
    return set(plain_rows(statement, told).scalars())


@cache
def _due_by_an_hour(*, is_narrowed: bool) -> Select[int]:
    statement = (
        select(Contribution.id)
        .join(Contribution.occurrence)
        .where(Contribution.due_on == bindparam("today"), Occurrence.due_time.is_not(None))
    )
    if is_narrowed:
        return statement.where(Contribution.id.in_(bindparam("among", expanding=True)))
    return statement


def _touched_since(mark: Mark, now: Mark, told: Sequence[Entry]) -> set[int] | None:
    """The pieces of work that may count otherwise than at the mark; None where any may."""
    if any(_may_touch_anything(entry) for entry in told):
        return None
    new = _new_since(mark, now)
    if new is None:
        return None
    return new | {entry.subject_id for entry in told if entry.action in ABOUT_WORK}


def _may_touch_anything(entry: Entry | SealedEntry) -> bool:
    if entry.action in ABOUT_WORK:
        return entry.subject_type != Contribution.__tablename__ or entry.subject_id is None
    return entry.action not in WITHOUT_EFFECT


def tells_of_pieces(entry: SealedEntry, pieces: Collection[int]) -> bool:
    """Whether it can have changed verdicts on none but these pieces of work."""
    if _may_touch_anything(entry):
        return False
    return entry.action not in ABOUT_WORK or entry.subject_id in pieces


def _leaves_pieces_with_units(entry: Entry) -> bool:
    """Whether every piece of work stays in its task and with its unit."""
    if _may_touch_anything(entry):
        return False
    return bool(entry.action != AuditAction.CONTRIBUTION_HANDED_ON)


def _new_since(mark: Mark, now: Mark) -> set[int] | None:
    """What was added; None where something was taken away or came out of turn."""
    expected = now.pieces - mark.pieces
    if not 0 <= expected <= MOST_NEWS:
        return None
    if not expected:
        return set() if mark.last_piece == now.last_piece else None
    statement = select(Contribution.id).where(
        Contribution.id > mark.last_piece, Contribution.id <= now.last_piece
    )
    found = set(db.session.scalars(statement.limit(MOST_NEWS + 1)))
    return found if len(found) == expected else None


def _with_their_tasks(pieces: Collection[int], mark: Mark) -> dict[int, int]:
    """The pieces and all other work in their tasks, each with its unit.

    What a page has found is kept as long as no work comes, goes or is handed on.
    """
    keeper = kept_for_this_database(
        "work_of_the_same_tasks", lambda: Keeper(_leaves_pieces_with_units, _MOST_SHARED)
    )
    if only_reads():
        with keeper.lock:
            keeper.move_to(mark)
    known = {piece: keeper.find(piece, mark) for piece in pieces}
    missing = [piece for piece, found in known.items() if found is None]
    found: dict[int, int] = {}
    for of_task in (*known.values(), *_in_tasks_of(missing, keeper, mark)):
        found.update(of_task or {})
    return found


def _in_tasks_of(pieces: Collection[int], keeper: Keeper, mark: Mark) -> Collection[Pieces]:
    """All work in the tasks of these pieces, task by task."""
    if not pieces:
        return ()
    tasks: dict[int, dict[int, int]] = {}
    for task_id, piece, unit_id in plain_rows(_of_the_same_tasks(), {"pieces": list(pieces)}):
        tasks.setdefault(task_id, {})[piece] = unit_id
    if only_reads():
        for of_task in tasks.values():
            for piece in of_task.keys() & pieces:
                keeper.put(piece, of_task, mark)
    return tasks.values()


@cache
def _of_the_same_tasks() -> Select[int, int, int]:
    named, its = aliased(Contribution), aliased(Occurrence)
    tasks = (
        select(its.task_id)
        .join(named, named.occurrence_id == its.id)
        .where(named.id.in_(bindparam("pieces", expanding=True)))
    )
    return (
        select(Occurrence.task_id, Contribution.id, Contribution.unit_id)
        .join(Contribution.occurrence)
        .where(Occurrence.task_id.in_(tasks))
    )
