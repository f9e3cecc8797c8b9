"""What the journal told last, read once for all who ask what it told since.

A sealed entry never changes: what lies between two marks is the same for everybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, select

from tracker.audit.models import AuditEntry
from tracker.core.plain_rows import plain_rows
from tracker.core.unchanged import kept_for_this_database
from tracker.progress.marks import MOST_NEWS, Mark, only_reads

Entry = Row[Any]


def entries_since(mark: Mark, now: Mark) -> Sequence[Entry] | None:
    """What the journal has told between the marks; None where they do not fit, or of too much."""
    if mark.number == now.number:
        return () if mark.seal == now.seal else None
    tail = kept_for_this_database("tail_of_the_journal", _Tail)
    told = _between(tail.entries, mark, now)
    if told is None:
        entries = _longer(tail.entries, mark)
        told = _between(entries, mark, now)
        # Of two at once one may keep a shorter tail: it is read on from there.
        if told is not None and only_reads():
            tail.entries = entries[-MOST_NEWS:]
    return told if told is not None and len(told) < MOST_NEWS else None


class _Tail:
    """The last entries that were read, none left out between them."""

    def __init__(self) -> None:
        self.entries: tuple[Entry, ...] = ()


def _between(entries: Sequence[Entry], mark: Mark, now: Mark) -> Sequence[Entry] | None:
    """The entries after the one until the other; None unless both are among them."""
    if not entries:
        return None
    at_mark, at_now = (found.number - entries[0].number for found in (mark, now))
    if not -1 <= at_mark < at_now < len(entries):
        return None
    if not _stands_at(entries[at_now], now):
        return None
    begins = mark.number == 0 if at_mark < 0 else _stands_at(entries[at_mark], mark)
    return entries[at_mark + 1 : at_now + 1] if begins else None


def _longer(entries: tuple[Entry, ...], mark: Mark) -> tuple[Entry, ...]:
    """With what was told since; from the mark on where they do not reach back to it."""
    if entries and entries[0].number <= mark.number <= entries[-1].number:
        last = entries[-1]
        read = _read_from(last.number)
        if read and (read[0].number, read[0].seal) == (last.number, last.seal):
            return (*entries, *read[1:])
    return tuple(_read_from(mark.number))


def _stands_at(entry: Entry, mark: Mark) -> bool:
    return bool((entry.number, entry.seal) == (mark.number, mark.seal))


def _read_from(number: int) -> Sequence[Entry]:
    return plain_rows(_entries_from(), {"first": number}).all()


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
