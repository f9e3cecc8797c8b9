"""Seals the entries of a transaction at its end, so that the chain has one order on any database.

At the end, because the lock that orders the chain must be the last one a transaction takes: two
transactions then never wait for each other. SQLite holds its one write lock already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, event, inspect, select, text
from sqlalchemy.orm import Session, SessionTransaction

from tracker.audit.chain import FIRST_SEAL, problems, seal
from tracker.audit.models import AuditEntry
from tracker.core.db import db
from tracker.core.plain_rows import add_plain_rows

# Any number: it only has to be the same in every process.
_CHAIN_LOCK = 7_203_115
_WRITTEN, _SEALED, _LAST = "journal_written", "journal_sealed", "journal_last"
_AT_ONCE = 1000


def seal_at_the_end(entry: AuditEntry) -> None:
    """Add the entry to the running transaction, to be sealed when that commits."""
    db.session.add(entry)
    db.session().info.setdefault(_WRITTEN, []).append(entry)


class SealedEntry(NamedTuple):
    """What an entry says to whoever keeps things up with the journal."""

    number: int
    seal: str
    at: datetime
    action: str
    subject_type: str
    subject_id: int | None


def entries_to_seal() -> Sequence[AuditEntry]:
    """The entries that the running transaction has written so far."""
    written: Sequence[AuditEntry] = db.session().info.get(_WRITTEN, ())
    return written


def entries_sealed() -> Sequence[SealedEntry]:
    """What the transaction sealed, once it is committed; nothing when that is long ago."""
    sealed: Sequence[SealedEntry] = db.session().info.get(_SEALED, ())
    return sealed


def note_last(number: int, last_seal: str) -> None:
    """Spare asking for the last entry once more: it was just read, and nobody else can write."""
    db.session().info[_LAST] = (number, last_seal)


def journal_head() -> str:
    """The last seal as "NUMBER:SEAL", to be kept elsewhere; "0:000…" of an empty journal."""
    number, last_seal = _last(db.session())
    return f"{number}:{last_seal}"


def journal_problems(*, heads: Iterable[str] = ()) -> Iterator[str]:
    """What is wrong with the journal, each in one sentence; `heads` are seals kept elsewhere."""
    loose = db.session.scalars(select(AuditEntry.id).where(AuditEntry.number.is_(None))).all()
    if loose:
        yield f"{len(loose)} mục chưa có dấu niêm: đã được chen vào ngoài chương trình."
    yield from problems(sealed_entries(), heads=heads)


def sealed_entries() -> Iterator[dict[str, Any]]:
    """Every sealed entry in order, as the values its seal covers, with the seal."""
    statement = (
        select(AuditEntry)
        .where(AuditEntry.number.is_not(None))
        .order_by(AuditEntry.number)
        .execution_options(yield_per=_AT_ONCE)
    )
    for entry in db.session.scalars(statement):
        yield {**content_of(entry), "seal": entry.seal}


def content_of(entry: AuditEntry) -> dict[str, Any]:
    """The values that the entry's seal covers."""
    return {
        "number": entry.number,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "action": entry.action,
        "user_id": entry.user_id,
        "user_name": entry.user_name,
        "subject_type": entry.subject_type,
        "subject_id": entry.subject_id,
        "subject_name": entry.subject_name,
        "plan_id": entry.plan_id,
        "changes": entry.changes,
        "remote_address": entry.remote_address,
    }


@event.listens_for(Session, "before_commit")
def _seal_entries(session: Session) -> None:
    if session.in_nested_transaction():
        return
    entries = [entry for entry in session.info.pop(_WRITTEN, ()) if _still_stands(entry)]
    if not entries:
        return
    # Those not yet written are written once, with their seals.
    unwritten = [entry for entry in entries if inspect(entry).pending]
    for entry in unwritten:
        session.expunge(entry)
    session.flush()
    if session.connection().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CHAIN_LOCK})
    number, previous = session.info.pop(_LAST, None) or _last(session)
    for entry in entries:
        number += 1
        entry.number = number
        entry.seal = previous = seal(previous, content_of(entry))
    session.flush()
    if unwritten:
        add_plain_rows(AuditEntry, [_as_row(entry) for entry in unwritten])
    session.info[_SEALED] = [
        SealedEntry(*(getattr(entry, name) for name in SealedEntry._fields)) for entry in entries
    ]


@event.listens_for(Session, "after_transaction_end")
def _forget_sealed(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(_SEALED, None)
        session.info.pop(_LAST, None)


def _as_row(entry: AuditEntry) -> dict[str, Any]:
    columns = AuditEntry.__table__.columns
    return {column.name: getattr(entry, column.name) for column in columns if column.name != "id"}


def _still_stands(entry: AuditEntry) -> bool:
    """Not undone with a part of the transaction, or with the whole of it."""
    state = inspect(entry)
    return not (state.transient or state.was_deleted)


def _last(session: Session) -> tuple[int, str]:
    found = session.connection().execute(_statement_of_last()).first()
    return (found.number or 0, found.seal or FIRST_SEAL) if found else (0, FIRST_SEAL)


@cache
def _statement_of_last() -> Select[int | None, str | None]:
    return (
        select(AuditEntry.number, AuditEntry.seal)
        .where(AuditEntry.number.is_not(None))
        .order_by(AuditEntry.number.desc())
        .limit(1)
    )
