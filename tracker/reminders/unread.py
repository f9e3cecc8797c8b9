"""How much a person was told of and has not looked at, told on every page: kept up.

In a large ward the office is told of thousands of pieces of work. Those that the journal names are
looked at again (`progress/keeping_up.py`); all are, when the person's unread notices are others
than before: jobs write them, and reading them, without an entry in the journal.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select

from tracker.core.compact import NumberSet
from tracker.core.plain_rows import plain_rows
from tracker.progress.keeping_up import KeptUp
from tracker.reminders.models import Reminder
from tracker.reminders.notice_queries import count_unread, unread_work


class _Unread:
    """The work of which something is unread, and of that what counts: settled work does not."""

    def __init__(self) -> None:
        self.pieces, self.counting = NumberSet(), NumberSet()

    def put_all(self, places: Mapping[int, bool], among: Collection[int]) -> Collection[int]:
        """Those among the numbers count now, or not any more."""
        self.pieces.update(places)
        self.counting.difference_update(among)
        self.counting.update(piece for piece, counts in places.items() if counts)
        return ()

    def of_these(self, pieces: Collection[int]) -> Collection[int]:
        """Those of which something is unread: the same ones until the notices are others."""
        return [piece for piece in pieces if piece in self.pieces]


_KEPT = KeptUp("kept_unread", _Unread, most=20, concerning=_Unread.of_these)


def count_unread_work(user_id: int) -> int:
    """As `notice_queries.count_unread` counts it."""

    def judge(among: Collection[int] | None) -> dict[int, bool]:
        told = {"user_id": user_id, "among": list(among or ())}
        places = {} if among else dict.fromkeys(plain_rows(_unread(), told).scalars(), False)
        statement = _counting(is_narrowed=among is not None)
        return places | dict.fromkeys(plain_rows(statement, told).scalars(), True)

    return _KEPT.find(
        user_id,
        judge,
        lambda unread: len(unread.counting),
        otherwise=lambda: count_unread(user_id),
        stamp=lambda: tuple(plain_rows(_stamp(), {"user_id": user_id}).one()),
    )


@cache
def _unread() -> Select[int]:
    return select(Reminder.contribution_id).distinct().where(*_of_the_person())


@cache
def _counting(*, is_narrowed: bool) -> Select[int]:
    statement = unread_work(select(Reminder.contribution_id).distinct())
    if is_narrowed:
        return statement.where(Reminder.contribution_id.in_(bindparam("among", expanding=True)))
    return statement


@cache
def _stamp() -> Select[*tuple[Any, ...]]:
    """Another one whenever a notice comes, is read or goes; found in the index alone."""
    columns = select(func.count(), func.max(Reminder.id), func.sum(Reminder.id))
    return columns.where(*_of_the_person())


def _of_the_person() -> tuple[ColumnElement[bool], ...]:
    return Reminder.recipient_id == bindparam("user_id"), Reminder.read_at.is_(None)
