"""Answers kept exactly until anything is written to the database, by whichever process.

Before its first statement a reading request asks for the database's mark: SQLite counts what other
connections commit (`PRAGMA data_version`), PostgreSQL names the transactions that are over
(`pg_current_snapshot`). The mark is never newer than what the request then reads, and after any
commit it is another one: what was kept under it can be handed out as long as it stays the same.
A request that writes holds SQLite's lock before it looks at the mark, and is given nothing kept
once it has changed anything itself or its transaction is over. Jobs keep nothing and are given
nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Hashable, Sequence
from contextlib import nullcontext, suppress
from functools import update_wrapper
from threading import Lock, RLock
from typing import Any, Generic, ParamSpec, TypeVar, cast

from flask import Flask, current_app, g, has_app_context, request
from sqlalchemy import Engine, event, text
from sqlalchemy.orm import Session, SessionTransaction

from tracker.core.db import SAFE_METHODS, Model, db

# Of one function; a ward asks for far fewer between two writes.
MOST_KEPT = 500
_MARK = "mark_of_the_database"
_EXTENSION = "kept_answers"
# How statements begin that change nothing.
_ONLY_READ = ("SELECT", "WITH", "BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE", "SHOW")
_WITHOUT_DATABASE = frozenset({None, "static", "style_sheet"})

Parameters = ParamSpec("Parameters")
Answer = TypeVar("Answer")
Row = TypeVar("Row", bound=Model)


def init_app(app: Flask) -> None:
    """Give the app a place for what is kept, and look at the mark before each page."""
    app.extensions[_EXTENSION] = _Kept()
    app.before_request(_look_at_mark)
    app.teardown_request(_forget_mark)


def _look_at_mark() -> None:
    """Unless something has been read already: that may be older."""
    if request.endpoint in _WITHOUT_DATABASE:
        return
    if db.session.registry.has() and db.session().in_transaction():
        return
    kept = _kept()
    if request.method not in SAFE_METHODS:
        db.session.connection()
    setattr(g, _MARK, kept.mark())


def _forget_mark(_error: BaseException | None = None) -> None:
    g.pop(_MARK, None)


@event.listens_for(Engine, "before_cursor_execute")
def _notice_writing(
    _connection: Any, _cursor: Any, statement: str, _values: Any, context: Any, _many: bool
) -> None:
    """From here on the request's own changes are in the database, and nowhere else."""
    is_change = getattr(context, "isinsert", False) or getattr(context, "isupdate", False)
    is_change = is_change or getattr(context, "isdelete", False)
    if (is_change or not statement.lstrip().upper().startswith(_ONLY_READ)) and has_app_context():
        _forget_mark()


@event.listens_for(Engine, "engine_disposed")
def _let_go(_engine: Engine) -> None:
    if has_app_context() and _EXTENSION in current_app.extensions:
        _kept().let_go()


@event.listens_for(Session, "after_transaction_end")
def _notice_end(session: Session, transaction: SessionTransaction) -> None:
    """What the request reads next may have been written by others meanwhile."""
    if transaction.parent is None and has_app_context() and session is db.session():
        _forget_mark()


def kept_until_written(
    function: Callable[Parameters, Answer],
) -> Callable[Parameters, Answer]:
    """Keep what the function answers to its arguments; only plain values, no rows of a session.

    Whatever else the answer depends on (the day, the person) must be among the arguments.
    """
    return _Keeper(function, MOST_KEPT, lambda *args, **kwargs: (args, tuple(kwargs.items())))


def kept_few_until_written(
    most: int, key: Callable[..., Hashable], *, is_shared: bool = True
) -> Callable[[Callable[Parameters, Answer]], Callable[Parameters, Answer]]:
    """The same for large answers: only so many; `key` says all that they depend on.

    An answer that several people share is made by the first of them while the others wait.
    """
    return lambda function: _Keeper(function, most, key, is_shared=is_shared)


def kept_rows(
    function: Callable[Parameters, Sequence[Row]],
) -> Callable[Parameters, Sequence[Row]]:
    """Keep rows of the session, whoever writes: all that they hold must be among the arguments.

    A copy outside any session is kept; whoever asks is given rows of their own session, made
    without a statement. A relation that was not loaded is loaded when asked for, as ever.
    """
    lock, name = Lock(), f"{function.__module__}.{function.__qualname__}"

    def rows(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Sequence[Row]:
        if _has_something_to_write():
            return function(*args, **kwargs)
        session, asked = db.session(), (args, tuple(kwargs.items()))
        kept: dict[Hashable, Sequence[Row]] = kept_for_this_database(name, dict)
        copies = kept.get(asked)
        if copies is not None:
            return [session.merge(row, load=False) for row in copies]
        own = function(*args, **kwargs)
        with lock:
            kept[asked] = _copies(own)
            if len(kept) > MOST_KEPT:
                del kept[next(iter(kept))]
        return own

    update_wrapper(rows, function)
    return rows


def kept_for_this_database(name: str, make: Callable[[], Answer]) -> Answer:
    """What a feature keeps by itself, made anew when the program turns to another database."""
    found = current_app.extensions.get(name)
    if found is None or found[0] is not db.engine.pool:
        # Two at once: what one of them keeps is lost, and found again.
        found = current_app.extensions[name] = (db.engine.pool, make())
    return cast("Answer", found[1])


def _copies(rows: Sequence[Row]) -> tuple[Row, ...]:
    with Session() as session:
        return tuple(session.merge(row, load=False) for row in rows)


class _Keeper(Generic[Parameters, Answer]):
    """A function whose answers are kept."""

    def __init__(
        self,
        function: Callable[Parameters, Answer],
        most: int,
        key: Callable[..., Hashable],
        *,
        is_shared: bool = True,
    ) -> None:
        self._function, self._most, self._key = function, most, key
        self._one_at_a_time = RLock() if is_shared else nullcontext()
        update_wrapper(self, function)

    def __call__(self, *args: Parameters.args, **kwargs: Parameters.kwargs) -> Answer:
        mark = _mark_of_request()
        if mark is None:
            return self._function(*args, **kwargs)
        kept, key = _kept(), (self, self._key(*args, **kwargs))
        found = kept.get(mark, *key)
        if found is _Kept.NOTHING:
            with self._one_at_a_time:
                found = kept.get(mark, *key)
                if found is _Kept.NOTHING:
                    found = self._function(*args, **kwargs)
                    kept.put(mark, *key, found, self._most)
        return cast("Answer", found)


def _mark_of_request() -> Hashable:
    """None for whoever is given nothing kept."""
    mark = g.get(_MARK) if has_app_context() else None
    return None if mark is None or _has_something_to_write() else mark


def _has_something_to_write() -> bool:
    session = db.session()
    return bool(session.new or session.deleted or session.dirty)


def _kept() -> _Kept:
    kept: _Kept = current_app.extensions[_EXTENSION]
    return kept


class _Kept:
    """The answers under the last mark seen."""

    NOTHING: Any = object()

    def __init__(self) -> None:
        self._lock = Lock()
        self._mark: Hashable = None
        self._answers: dict[Callable[..., Any], dict[Hashable, Any]] = {}
        self._pool: object = None
        self._watching: sqlite3.Connection | None = None

    def get(self, mark: Hashable, function: Callable[..., Any], key: Hashable) -> Any:
        """The answer, or NOTHING."""
        with self._lock:
            if mark != self._mark:
                return self.NOTHING
            return self._answers.get(function, {}).get(key, self.NOTHING)

    def put(
        self, mark: Hashable, function: Callable[..., Any], key: Hashable, answer: Any, most: int
    ) -> None:
        """Keep it; what was kept under another mark goes, and the oldest of too many."""
        with self._lock:
            if mark != self._mark:
                self._mark, self._answers = mark, {}
            answers = self._answers.setdefault(function, {})
            answers[key] = answer
            if len(answers) > most:
                del answers[next(iter(answers))]

    def let_go(self) -> None:
        """Close the line to the database's file, which may be put away or replaced now."""
        with self._lock:
            if self._watching is not None:
                self._watching.close()
            self._watching, self._pool = None, None

    def mark(self) -> Hashable:
        """The database as it stands; None where it cannot be told."""
        engine = db.engine
        if engine.dialect.name == "postgresql":
            return str(db.session.scalar(text("SELECT CAST(pg_current_snapshot() AS text)")))
        with self._lock:
            if engine.pool is not self._pool:
                # Another file may lie there by now.
                self._watch(engine.url.database)
                self._pool = engine.pool
            if self._watching is None:
                return None
            try:
                version = self._watching.execute("PRAGMA data_version").fetchone()
            except sqlite3.Error:
                return None
            return id(self._pool), int(version[0])

    def _watch(self, file: str | None) -> None:
        """A line of its own that never writes: only what others commit is counted."""
        if self._watching is not None:
            self._watching.close()
        self._watching, self._mark, self._answers = None, None, {}
        with suppress(sqlite3.Error):
            self._watching = sqlite3.connect(
                f"file:{file}?mode=rw", uri=True, check_same_thread=False, isolation_level=None
            )
