"""How far the journal has come, and which pieces of work it has spoken of since.

What was counted or judged of very much work can then be kept up instead of being made anew after
every write: only the work that the journal names is looked at again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from flask import has_request_context, request
from sqlalchemy import Row, Select, bindparam, func, select

from tracker.audit.models import AuditEntry
from tracker.audit.rules import AuditAction
from tracker.core.clock import day_in_vietnam
from tracker.core.db import SAFE_METHODS, db
from tracker.core.plain_rows import plain_rows
from tracker.progress.models import Contribution
from tracker.tasks.models import Occurrence

# More than so many entries, or pieces of work, are not looked at one by one.
MOST_NEWS = 400

# What tells of single pieces of work: they are judged anew, with all others of their tasks.
ABOUT_WORK = frozenset(
    {
        AuditAction.CONTRIBUTION_UPDATED,
        AuditAction.CONTRIBUTION_SUBMITTED,
        AuditAction.CONTRIBUTION_ACCEPTED,
        AuditAction.CONTRIBUTION_RETURNED,
        AuditAction.CONTRIBUTION_CANCELLED,
        AuditAction.CONTRIBUTION_HANDED_ON,
    }
)
# What changes nothing that verdicts on work are made of. Whatever is not named here or above may.
WITHOUT_EFFECT = frozenset(
    {
        AuditAction.USER_SIGNED_IN,
        AuditAction.USER_SIGN_IN_REFUSED,
        AuditAction.USER_SIGNED_OUT,
        AuditAction.SIGN_IN_ENDED,
        AuditAction.PASSWORD_CHANGED,
        AuditAction.PASSWORD_RESET_ASKED,
        AuditAction.SECOND_STEP_SET_UP,
        AuditAction.SECOND_STEP_REFUSED,
        AuditAction.PAPER_CODE_USED,
        AuditAction.PAPER_CODES_RENEWED,
        AuditAction.IMPORT_UPLOADED,
        AuditAction.IMPORT_CHANGED,
        AuditAction.IMPORT_DISCARDED,
        AuditAction.REMARK_MADE,
        AuditAction.CAUSE_CONFIRMED,
        AuditAction.CAUSE_REFUSED,
        AuditAction.DIFFICULTY_TOLD,
        AuditAction.DIFFICULTY_ANSWERED,
        AuditAction.DIFFICULTY_CLOSED,
        AuditAction.URGING_SENT,
        AuditAction.URGING_ANSWERED,
        AuditAction.URGING_WITHDRAWN,
        AuditAction.DIRECTIVE_GIVEN,
        AuditAction.DIRECTIVE_ANSWERED,
        AuditAction.DIRECTIVE_CLOSED,
        AuditAction.REPORT_MADE,
        AuditAction.REPORT_CHANGED,
        AuditAction.FEED_CREATED,
        AuditAction.EVIDENCE_ADDED,
        AuditAction.EVIDENCE_REMOVED,
        AuditAction.EVIDENCE_CLASSIFIED,
        AuditAction.MEASUREMENT_ADDED,
        AuditAction.PLAN_EXPORTED,
        AuditAction.FIGURES_EXPORTED,
        AuditAction.NOTIFICATION_CHOSEN,
        AuditAction.JOURNAL_EXPORTED,
        AuditAction.BACKUP_MADE,
    }
)


_MARKS_REMEMBERED = 100
# Where a request notes them for itself.
_MARK, _TOLD, _NEWS = (f"tracker.{name}_of_the_journal" for name in ("mark", "entries", "news"))
# Of two who ask at the same time one reads the clock first and may be served last.
_BESIDE = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Mark:
    """The journal's last entry, and how many pieces of work there are: jobs add more without one.

    `latest_at` tells when a clock of another process runs before ours.
    """

    number: int
    seal: str | None
    pieces: int
    last_piece: int
    latest_at: datetime | None


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
    told: Sequence[Row[Any]] = field(default=(), init=False)

    def news(self, mark: Mark, now: datetime) -> set[int] | None:
        """The work to be looked at again, with all of its tasks; None where everything is."""
        if day_in_vietnam(self.moment) != day_in_vietnam(now) or now < self.moment - _BESIDE:
            return None
        if self._has_passed(mark):
            return set()
        told, touched = _news_since(self.mark, mark)
        self.told = told or ()
        if touched is None:
            return None
        timed = self.timed - touched if now > self.moment else set()
        if len(touched) + len(timed) > MOST_NEWS:
            return None
        return touched | _with_their_tasks(timed)

    def move_to(self, mark: Mark, now: datetime, told: Sequence[Row[Any]] | None = None) -> None:
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


def may_be_kept(mark: Mark, now: datetime) -> bool:
    """Whether the request only reads, and nobody has written in what is the future here."""
    return only_reads() and _has_only_past(mark, now)


def may_be_kept_when_committed(mark: Mark, now: datetime) -> bool:
    """Whether a request that writes may keep what it finds, once all see what it has changed.

    The journal tells of its changes after the mark: whoever looks next judges them again.
    """
    return has_request_context() and _has_only_past(mark, now)


def _has_only_past(mark: Mark, now: datetime) -> bool:
    return mark.latest_at is None or mark.latest_at <= now


def only_reads() -> bool:
    """Whether somebody asks for a page: jobs and whoever writes keep nothing."""
    return has_request_context() and request.method in SAFE_METHODS


def current_mark() -> Mark:
    """To be asked for before anything is read: what is read may then only be newer.

    A request that only reads is told the same mark each time it asks.
    """
    if not only_reads():
        return _mark()
    seen = request.environ
    if _MARK not in seen:
        seen[_MARK] = _mark()
    mark: Mark = seen[_MARK]
    return mark


def _mark() -> Mark:
    latest_at, pieces, last_piece, number, seal = plain_rows(_statement_of_mark()).one()
    return Mark(number or 0, seal, pieces, last_piece or 0, latest_at)


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


@cache
def _statement_of_mark() -> Select[Any]:
    last = (
        select(AuditEntry.id)
        .where(AuditEntry.number.is_not(None))
        .order_by(AuditEntry.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    columns: tuple[Any, ...] = (
        select(func.max(AuditEntry.at)),
        select(func.count()).select_from(Contribution),
        select(func.max(Contribution.id)),
        select(AuditEntry.number).where(AuditEntry.id == last),
        select(AuditEntry.seal).where(AuditEntry.id == last),
    )
    return select(*(column.scalar_subquery() for column in columns))


def _news_since(mark: Mark, now: Mark) -> tuple[Sequence[Row[Any]] | None, set[int] | None]:
    """What the journal told, and the work to be looked at again with all of its tasks."""
    found: dict[tuple[Mark, Mark], Any]
    found = request.environ.setdefault(_NEWS, {}) if only_reads() else {}
    if (mark, now) not in found:
        told = entries_since(mark, now)
        touched = None if told is None else _touched_since(mark, now, told)
        if touched is not None and len(touched) <= MOST_NEWS:
            touched = _with_their_tasks(touched)
        found[mark, now] = told, touched
    told, touched = found[mark, now]
    return told, touched


def _touched_since(mark: Mark, now: Mark, told: Sequence[Row[Any]]) -> set[int] | None:
    """The pieces of work that may count otherwise than at the mark; None where any may."""
    if any(_may_touch_anything(entry) for entry in told):
        return None
    new = _new_since(mark, now)
    if new is None:
        return None
    return new | {entry.subject_id for entry in told if entry.action in ABOUT_WORK}


def _with_their_tasks(pieces: Collection[int]) -> set[int]:
    """The pieces, and all other work in their tasks."""
    if not pieces:
        return set()
    found = plain_rows(_of_the_same_tasks(), {"pieces": list(pieces)})
    return set(found.scalars()).union(pieces)


@cache
def _of_the_same_tasks() -> Select[int]:
    tasks = (
        select(Occurrence.task_id)
        .join(Contribution, Contribution.occurrence_id == Occurrence.id)
        .where(Contribution.id.in_(bindparam("pieces", expanding=True)))
    )
    return (
        select(Contribution.id).join(Contribution.occurrence).where(Occurrence.task_id.in_(tasks))
    )


def entries_since(mark: Mark, now: Mark) -> Sequence[Row[Any]] | None:
    """What the journal has told between the marks; None where they do not fit, or of too much.

    Several things kept stand at the same mark: a request that only reads asks once.
    """
    if not only_reads():
        return _entries_since(mark, now)
    found: dict[tuple[Mark, Mark], Any] = request.environ.setdefault(_TOLD, {})
    if (mark, now) not in found:
        found[mark, now] = _entries_since(mark, now)
    told: Sequence[Row[Any]] | None = found[mark, now]
    return told


def _entries_since(mark: Mark, now: Mark) -> Sequence[Row[Any]] | None:
    if mark.number == now.number:
        return () if mark.seal == now.seal else None
    entries = plain_rows(_entries_from(), {"first": mark.number}).all()
    if mark.number:
        if not entries or (entries[0].number, entries[0].seal) != (mark.number, mark.seal):
            return None
        entries = entries[1:]
    return entries if len(entries) < MOST_NEWS else None


@cache
def _entries_from() -> Select[Any]:
    return (
        select(
            AuditEntry.number,
            AuditEntry.seal,
            AuditEntry.action,
            AuditEntry.subject_type,
            AuditEntry.subject_id,
            AuditEntry.changes,
        )
        .where(AuditEntry.number >= bindparam("first"))
        .order_by(AuditEntry.number)
        .limit(MOST_NEWS + 1)
    )


def _may_touch_anything(entry: Row[Any]) -> bool:
    if entry.action in ABOUT_WORK:
        return entry.subject_type != Contribution.__tablename__ or entry.subject_id is None
    return entry.action not in WITHOUT_EFFECT


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
