"""Whoever wants to write to SQLite waits in line, as far as this program's own threads go.

SQLite's own wait has no queue: those who wait sleep and look again, at last every tenth of a
second, and whoever comes by at the right moment is first. Eight people who saved one after the
other got less done than one. Here the next thread in line is woken when the lock is free. Other
programs are met at SQLite's lock as before, which alone decides: whoever has waited here as long
as one waits there goes on without a turn.
"""

from __future__ import annotations

from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection

_TURN = "turn_to_write"

_queues: WeakKeyDictionary[Engine, Lock] = WeakKeyDictionary()
_making = Lock()


def take_turn(connection: Connection, *, longest: float) -> None:
    """Wait for the others of this program, so many seconds at most."""
    if _TURN in connection.info:
        return
    with _making:
        queue = _queues.setdefault(connection.engine, Lock())
    if queue.acquire(timeout=longest):
        connection.info[_TURN] = queue


def give_turn(info: dict[Any, Any]) -> None:
    """Let the next one in line; without a turn nothing happens."""
    queue = info.pop(_TURN, None)
    if queue is not None:
        queue.release()


@event.listens_for(Engine, "commit")
@event.listens_for(Engine, "rollback")
def _transaction_ends(connection: Connection) -> None:
    give_turn(connection.info)


@event.listens_for(Engine, "checkin")
@event.listens_for(Engine, "invalidate")
def _connection_is_given_back(_connection: Any, record: Any, *_error: Any) -> None:
    """Also when neither was heard of, as after a lost connection."""
    give_turn(record.info)
