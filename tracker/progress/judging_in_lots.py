"""Judging very much work: what is alike is judged once, and most of it tells its course by itself.

Rebuilding every history (`past.py`) takes all reports and all moves of a year. Of straight work,
which was never returned, cancelled, moved or due by an hour, its own row tells the same: handed in
then, accepted then. Its history is put together from that, once for all that look alike; the
verdict comes from the same rules on the same kind of history. Everything else goes the long way.
`tests/progress/test_judging_in_lots.py` holds it against the histories in full.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    case,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)

from tracker.core.clock import day_in_vietnam
from tracker.core.db import db
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.progress.history import DueDay, History, PlanTurn, StatusChange
from tracker.progress.models import Contribution, ProgressUpdate
from tracker.progress.past import FEW, NONE_EXTENDED, histories_among, owed_since, plan_turns
from tracker.progress.rules import ContributionStatus
from tracker.tasks.models import Assignment, DueDayMove, Occurrence, Task
from tracker.tasks.rules import OccurrenceKind, Period, TaskRole

Verdict = TypeVar("Verdict")

READ_AT_ONCE = 4_000
# Rows in memory at a time: all that are read at once would take 4 MB.
FETCHED_AT_ONCE = 500
# Verdicts remembered at a time; so many different ones are seldom among a ward's work.
MOST_SHAPES = 20_000
# Only what was undone or is owed again comes into or out of these.
_TURNED_BACK = (ContributionStatus.RETURNED, ContributionStatus.CANCELLED)


class Piece(NamedTuple):
    """Which work it is, whose, and where in its plan the task stands."""

    contribution_id: int
    unit_id: int
    plan_id: int
    section_id: int | None
    officer_id: int | None
    position: int


@dataclass(frozen=True, slots=True)
class _Stance:
    """How a plan stands, and how it came there after the first of the moments asked about."""

    state: PlanState
    turns: tuple[PlanTurn, ...]


class _Shape(NamedTuple):
    """All that a verdict on straight work depends on."""

    stance: int
    role: str
    kind: str
    period_start: date | None
    period_end: date | None
    due_on: date | None
    original_due_on: date | None
    status: str
    was_updated: bool
    # By which of the moments it was accepted.
    accepted_by: int | None
    submitted_on: date | None


def judged(
    judge: Callable[[History], Verdict],
    which: ColumnElement[bool],
    *,
    until: datetime,
    moments: Sequence[datetime],
    extended: Mapping[int, Sequence[datetime]] = NONE_EXTENDED,
) -> Iterator[tuple[Piece, Verdict]]:
    """Each piece of work that `which` names and was owed by `until`, with its verdict; in no order.

    `judge` may ask a history how it stood at `until` and, of its status and day of handing in, at
    the moments, which are last moments of days, the earliest first. Whose the history is it must
    not ask: that says the piece. `extended` is as for `past.histories_of`.
    """
    # Of straight work nothing happened after `until`: whoever asks about later finds it as it was.
    moments = [moment for moment in moments if moment < until]
    lots = _Lots(judge, until, moments, extended)
    statement = _statement(which, until, moments).execution_options(yield_per=FETCHED_AT_ONCE)
    last = db.session.scalar(select(func.max(Contribution.id))) or 0
    for first in range(1, last + 1, READ_AT_ONCE):
        part = Contribution.id.between(first, first + READ_AT_ONCE - 1)
        # Past the session: it would look at each of very many rows for objects.
        yield from lots.of(db.session.connection().execute(statement.where(part)))


class _Lots(Generic[Verdict]):
    """The judge, and what was said already of which shape."""

    def __init__(
        self,
        judge: Callable[[History], Verdict],
        until: datetime,
        moments: Sequence[datetime],
        extended: Mapping[int, Sequence[datetime]],
    ) -> None:
        self.judge, self.until, self.extended = judge, until, extended
        self.ends = (*moments, until)
        self.plan_turns = plan_turns()
        self.twisted = set(db.session.scalars(_twisted(until))) | extended.keys()
        self.stances = _Stances.of_plans(self.plan_turns, after=min(self.ends))
        self.verdicts: dict[tuple[Any, ...], Verdict] = {}

    def of(self, rows: Iterable[Sequence[Any]]) -> Iterator[tuple[Piece, Verdict]]:
        """Those that came with one statement."""
        long_way: dict[int, Piece] = {}
        twisted, stances, verdicts = self.twisted, self.stances.number_of, self.verdicts
        for row in rows:
            number, submitted, piece = row[0], row[6], Piece._make(row[:6])
            if number in twisted or not row[7]:
                long_way[number] = piece
                continue
            day = None if submitted is None else day_in_vietnam(submitted)
            shape = (stances[row[2]], *row[8:], day)
            if shape not in verdicts:
                self._judge(shape, submitted)
            yield piece, verdicts[shape]
        yield from self._judged_one_by_one(long_way)

    def _judge(self, found: tuple[Any, ...], submitted: datetime | None) -> None:
        if len(self.verdicts) >= MOST_SHAPES:
            self.verdicts.clear()
        shape = _Shape._make(found)
        history = _history(shape, self.stances.all[shape.stance], submitted, self.ends)
        self.verdicts[found] = self.judge(history)

    def _judged_one_by_one(self, pieces: Mapping[int, Piece]) -> Iterator[tuple[Piece, Verdict]]:
        numbers = list(pieces)
        for start in range(0, len(numbers), FEW):
            which = Contribution.id.in_(numbers[start : start + FEW])
            for history in histories_among(which, self.until, self.extended, self.plan_turns):
                yield pieces[history.contribution_id], self.judge(history)


@dataclass
class _Stances:
    """How plans stand: most stand alike."""

    all: list[_Stance] = field(default_factory=list)
    number_of: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of_plans(cls, turns: Mapping[int, Sequence[PlanTurn]], *, after: datetime) -> _Stances:
        """Turns up to the moment change nothing for whoever asks about later ones."""
        found, numbers = cls(), dict[_Stance, int]()
        for plan_id, state in db.session.execute(select(Plan.id, Plan.state)):
            later = tuple(turn for turn in turns.get(plan_id, ()) if turn.at > after)
            stance = _Stance(state, later)
            if stance not in numbers:
                numbers[stance] = len(found.all)
                found.all.append(stance)
            found.number_of[plan_id] = numbers[stance]
        return found


def _history(
    shape: _Shape, stance: _Stance, submitted: datetime | None, ends: Sequence[datetime]
) -> History:
    has_period = shape.period_start is not None and shape.period_end is not None
    return History(
        contribution_id=0,
        unit_id=0,
        plan_id=0,
        section_id=None,
        officer_id=None,
        role=TaskRole(shape.role),
        kind=OccurrenceKind(shape.kind),
        period=Period(shape.period_start, shape.period_end) if has_period else None,  # type: ignore[arg-type]
        # It is owed at every moment anybody asks about, or is not asked for.
        created_at=ends[0],
        plan_state=stance.state,
        due_days=(DueDay(shape.due_on, shape.original_due_on, None),),
        changes=tuple(_changes(shape, submitted, ends)),
        plan_changes=stance.turns,
    )


def _changes(
    shape: _Shape, submitted: datetime | None, ends: Sequence[datetime]
) -> Iterator[StatusChange]:
    """Reports on the way are told by the last of them; where a result came, by the result."""
    status = ContributionStatus
    if submitted is not None:
        yield StatusChange(submitted, status.NOT_STARTED, status.SUBMITTED)
    elif shape.was_updated:
        yield StatusChange(ends[-1], status.NOT_STARTED, status.IN_PROGRESS)
    if shape.status == status.ACCEPTED:
        yield StatusChange(ends[shape.accepted_by or 0], status.SUBMITTED, status.ACCEPTED)


def _statement(
    which: ColumnElement[bool], until: datetime, moments: Sequence[datetime]
) -> Select[*tuple[Any, ...]]:
    """A `Piece`, when it was handed in, whether that is all, and what makes a `_Shape`."""
    reached = [(Contribution.accepted_at <= at, place) for place, at in enumerate(moments)]
    latest = case((Contribution.accepted_at.is_(None), None), *reached, else_=literal(len(moments)))
    return (
        select(
            Contribution.id,
            Contribution.unit_id,
            Task.plan_id,
            Task.section_id,
            func.coalesce(Contribution.officer_id, Assignment.officer_id),
            Task.position,
            Contribution.submitted_at,
            _is_told(),
            type_coerce(Contribution.role, String),
            type_coerce(Occurrence.kind, String),
            Occurrence.period_start,
            Occurrence.period_end,
            Occurrence.due_on,
            Occurrence.original_due_on,
            type_coerce(Contribution.status, String),
            Contribution.last_updated_at.is_not(None),
            latest,
        )
        .join(Assignment, Assignment.id == Contribution.assignment_id)
        .join(Occurrence, Occurrence.id == Contribution.occurrence_id)
        .join(Task, Task.id == Occurrence.task_id)
        .where(owed_since <= until, which)
    )


def _is_told() -> ColumnElement[bool]:
    """Whether the row says when it was handed in and accepted, one after the other."""
    status, handed_in = Contribution.status, Contribution.submitted_at.is_not(None)
    return case(
        (
            status == ContributionStatus.ACCEPTED,
            Contribution.accepted_at >= Contribution.submitted_at,
        ),
        (status == ContributionStatus.SUBMITTED, handed_in),
        else_=~handed_in,
    )


def _twisted(until: datetime) -> Any:
    """The work whose own row does not tell its course up to the moment."""
    changes = select(ProgressUpdate.contribution_id).where(
        or_(
            ProgressUpdate.status_after.in_(_TURNED_BACK),
            ProgressUpdate.status_before.in_((*_TURNED_BACK, ContributionStatus.ACCEPTED)),
            ProgressUpdate.at > until,
        )
    )
    moved = select(Contribution.id).join(
        DueDayMove, DueDayMove.occurrence_id == Contribution.occurrence_id
    )
    by_the_hour = (
        select(Contribution.id)
        .join(Contribution.occurrence)
        .where(Occurrence.due_time.is_not(None))
    )
    return union_all(changes, moved, by_the_hour)
