"""Work in the background that exactly one process does: the right to a row, for a while.

Of several processes that ask for a row one gets it, by a conditional UPDATE. Whoever has it renews
the right with every piece that is done; a holder that falls silent for longer than the lease lasts
has lost it to the next, and learns so at its next renewal. Work that was begun too often, for each
time its process ended, waits for a person.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, inspect, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from tracker.core import clock
from tracker.core.db import Model, UtcDateTime, db, read, write

MOST_ATTEMPTS = 3


class TakenOverError(Exception):
    """Somebody else does the work now, or nobody wants it any more."""


class LeasedRow(Model):
    """A row of a queue. `claim` is the right of one process, renewed at `seen_at`.

    `problem` says in one sentence why the work could not be done.
    """

    __abstract__ = True

    # How long a right lasts after its holder was last heard of.
    lease: ClassVar[timedelta]

    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int]
    claim: Mapped[str | None]
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str | None]

    @classmethod
    def still_to_do(cls) -> ColumnElement[bool]:
        """What says in SQL that the work is neither done nor given up."""
        return cls.problem.is_(None)

    def has_stopped(self, now: datetime) -> bool:
        """Whether a person may have it done anew: it failed, or nobody goes on with it."""
        return self.problem is not None or self.seen_at < now - self.lease

    def offer_anew(self) -> None:
        """Let it be claimed again, however often it was begun before."""
        self.claim, self.problem, self.attempts, self.done = None, None, 0, 0
        self.seen_at = clock.now()


@dataclass(frozen=True, slots=True)
class Lease:
    """The right of this process to one row, until somebody takes it over."""

    model: type[LeasedRow]
    number: int
    owner: str

    def renew(self, done: int, total: int) -> None:
        """Say that the work goes on; TakenOverError when it is somebody else's by now."""
        if not self._write({"done": done, "total": total, "seen_at": clock.now()}):
            raise TakenOverError

    def end(self, **values: Any) -> bool:
        """Note what became of the work and give the right back; False when it was taken over."""
        return self._write({**values, "claim": None})

    def holds(self, row: LeasedRow) -> bool:
        """Whether the row, read under a lock, is still this process's."""
        return row.claim == self.owner

    def _write(self, values: dict[str, Any]) -> bool:
        key = _key_of(self.model)
        statement = (
            update(self.model)
            .where(key == self.number, self.model.claim == self.owner)
            .values(**values)
            .returning(key)
        )
        with write():
            return db.session.scalar(statement) is not None


def waiting(model: type[LeasedRow]) -> list[int]:
    """The numbers of the rows that nobody works on, the lowest first."""
    key = _key_of(model)
    with read():
        found = db.session.scalars(select(key).where(*_free(model, clock.now())).order_by(key))
        return list(found)


def claim(model: type[LeasedRow], number: int) -> Lease | None:
    """The right to work on the row; None when another process has it, or nothing is to be done."""
    now, owner = clock.now(), secrets.token_hex(8)
    key = _key_of(model)
    statement = (
        update(model)
        .where(key == number, *_free(model, now))
        .values(claim=owner, seen_at=now, done=0, attempts=model.attempts + 1)
        .returning(key)
    )
    with write():
        claimed = db.session.scalar(statement)
    return Lease(model, number, owner) if claimed is not None else None


def _free(model: type[LeasedRow], now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        model.still_to_do(),
        model.attempts < MOST_ATTEMPTS,
        or_(model.claim.is_(None), model.seen_at < now - model.lease),
    )


def _key_of(model: type[LeasedRow]) -> Any:
    return inspect(model).primary_key[0]
