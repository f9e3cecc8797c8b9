"""How far the journal has come, and what of all that it tells changes verdicts on work.

What was counted or judged of very much work can then be kept up instead of being made anew after
every write (`standing.py`, `told.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from flask import has_request_context, request
from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import SessionTransaction

from tracker.audit.models import AuditEntry
from tracker.audit.rules import AuditAction
from tracker.audit.sealing import note_last
from tracker.core.db import SAFE_METHODS, db, holds_whole_database
from tracker.core.plain_rows import plain_rows
from tracker.core.unchanged import kept_for_this_database
from tracker.progress.models import Contribution

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
        AuditAction.BACKUP_MADE_SHORT,
    }
)

# The latest pieces of work, which transactions that still run may add to in any order.
UNSETTLED = 5000
# Where a request notes it for itself.
_MARK = "tracker.mark_of_the_journal"


@dataclass(frozen=True, slots=True)
class Mark:
    """The journal's last entry, and how many pieces of work there are: jobs add more without one.

    SQLite has one that writes at a time: there the last piece's number does as well, without
    reading thousands of rows with each mark. Numbers left out on the way have all counted anew.
    `latest_at` tells when a clock of another process runs before ours.
    """

    number: int
    seal: str | None
    pieces: int
    last_piece: int
    latest_at: datetime | None


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

    A request that only reads is told the same mark each time it asks, one that writes as long as
    nobody else can: its own entries come at the end.
    """
    if only_reads():
        return _mark_once(None)
    if has_request_context() and holds_whole_database():
        return _mark_once(db.session().get_transaction())
    return _mark()


def _mark_once(transaction: SessionTransaction | None) -> Mark:
    seen: tuple[SessionTransaction | None, Mark] | None = request.environ.get(_MARK)
    if seen is None or seen[0] is not transaction:
        seen = request.environ[_MARK] = (transaction, _mark())
    return seen[1]


def _mark() -> Mark:
    if db.engine.dialect.name == "sqlite":
        latest_at, last_piece, number, seal = plain_rows(_statement_of_mark()).one()
        if holds_whole_database() and seal is not None:
            note_last(number, seal)
        return Mark(number or 0, seal, last_piece or 0, last_piece or 0, latest_at)
    settled = kept_for_this_database("settled_pieces", _count_settled)
    told = plain_rows(_statement_with_count(), {"settled_to": settled.to}).one()
    latest_at, last_piece, number, seal, unsettled = told
    return Mark(number or 0, seal, settled.pieces + unsettled, last_piece or 0, latest_at)


class _Settled(NamedTuple):
    """How many pieces of work there are up to a number: none is ever taken away, none comes late.

    PostgreSQL counts row by row: with each mark, all the work of a large ward would take longer
    than the rest of the page.
    """

    to: int
    pieces: int


def _count_settled() -> _Settled:
    last = db.session.scalar(select(func.max(Contribution.id))) or 0
    to = max(0, last - UNSETTLED)
    pieces = db.session.scalar(select(func.count()).where(Contribution.id <= to))
    return _Settled(to, pieces or 0)


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
        select(func.max(Contribution.id)),
        select(AuditEntry.number).where(AuditEntry.id == last),
        select(AuditEntry.seal).where(AuditEntry.id == last),
    )
    return select(*(column.scalar_subquery() for column in columns))


@cache
def _statement_with_count() -> Select[Any]:
    """In one statement: what is told of must stand so at one moment."""
    unsettled = select(func.count()).where(Contribution.id > bindparam("settled_to"))
    return _statement_of_mark().add_columns(unsettled.scalar_subquery())
