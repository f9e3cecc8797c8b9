"""The database: one session a request, one commit at the edge, the same rules on both engines.

SQLite runs in WAL mode. A transaction that will write takes the write lock at its start
(`BEGIN IMMEDIATE`): a deferred one that reads first and writes later is refused by SQLite at once,
without waiting, when another writer was faster.
"""

from __future__ import annotations

import enum
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from decimal import Decimal
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, g, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    DateTime,
    Engine,
    Enum,
    Executable,
    MetaData,
    String,
    event,
    inspect,
)
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, SessionTransaction, registry
from sqlalchemy.types import TypeDecorator

from tracker.core.write_queue import give_turn, take_turn

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SQLITE_WAIT_MILLISECONDS = 15_000
# Of each thread's own; the system keeps the file's pages once for all of them.
SQLITE_KIBIBYTES_KEPT = 512
# A job waits so many times as long: nobody looks at a page meanwhile.
WAITS_OF_A_JOB = 12
LONGEST_PAUSE = 0.12
ROWS_AT_ONCE = 500

_WRITTEN = "written"
_writing: ContextVar[bool] = ContextVar("writing", default=False)


def _values_of(members: type[enum.Enum]) -> list[str]:
    return [member.value for member in members]


# Fixed so that migrations can name the constraints.
NAMING_CONVENTION = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
# Enums are kept as their values in plain text columns: a new member needs no migration.
ENUM_COLUMN = Enum(enum.Enum, native_enum=False, length=30, values_callable=_values_of)


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal number kept as its digits: SQLite would make a float of it, "98,50" would lose."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, _dialect: Dialect) -> str | None:
        """The digits, without an exponent."""
        if value is None:
            return None
        if not value.is_finite():
            raise ValueError("a number is needed")
        return f"{value:f}"

    def process_result_value(self, value: str | None, _dialect: Dialect) -> Decimal | None:
        """The same number, with the same digits."""
        return None if value is None else Decimal(value)


class Base(DeclarativeBase):
    """The root of all tables."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING_CONVENTION),
        type_annotation_map={enum.Enum: ENUM_COLUMN, Decimal: ExactDecimal},
    )


db = SQLAlchemy(model_class=Base)

if TYPE_CHECKING:

    class Model(Base):
        """What mypy sees of `db.Model`."""

        __abstract__ = True
else:
    Model = db.Model


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, kept in UTC; SQLite has no time zones, so it is stored bare and read back aware."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """A real `timestamptz` where the engine has one."""
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a bare time: nobody could say which moment it means."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        moment = value.astimezone(UTC)
        return moment if dialect.name == "postgresql" else moment.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Always aware, always UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def init_app(app: Flask) -> None:
    """Bind the database to the app and put the commit at the edge of each request."""
    db.init_app(app)
    app.before_request(_start_request)
    app.after_request(_finish_request)
    app.teardown_request(_forget_request)


def keep_even_if_refused() -> None:
    """Commit this request although its answer is an error (failed sign-ins are counted)."""
    g.keep_even_if_refused = True


def undo_and_only_read() -> None:
    """Nothing of this request stays; what its answer still reads takes no write lock."""
    db.session.rollback()
    _writing.set(False)


@contextmanager
def writing() -> Iterator[None]:
    """Transactions begun inside take the write lock at their start."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def write() -> Iterator[None]:
    """One job or command: commits once at its end, rolls back on any error."""
    with writing():
        try:
            _wait_for_the_lock()
            yield
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise
        finally:
            db.session.remove()


@contextmanager
def write_and_give_way() -> Iterator[None]:
    """One of a job's many transactions: afterwards whoever waits for SQLite's lock may have it.

    Waiting has no queue there, those who wait look every tenth of a second: a job that began its
    next transaction at once would keep people from saving for as long as it runs.
    """
    began = time.perf_counter()
    with write():
        yield
    if db.engine.dialect.name == "sqlite":
        time.sleep(min(time.perf_counter() - began, LONGEST_PAUSE))


def holds_whole_database() -> bool:
    """Whether nobody else can write before this transaction ends: what it has read is so still."""
    return _writing.get() and db.engine.dialect.name == "sqlite"


@contextmanager
def read() -> Iterator[None]:
    """One look that changes nothing: no lock is taken, and what is seen is let go at its end."""
    try:
        yield
    finally:
        db.session.rollback()
        db.session.remove()


def note_aside(statement: Executable) -> None:
    """Keep a note about a page that only reads (who fetched a file), whatever becomes of the page.

    In a transaction of its own on a connection of its own: the page's transaction writes nothing.
    """
    with writing(), db.engine.begin() as connection:
        connection.execute(statement)


@contextmanager
def without_transaction() -> Iterator[None]:
    """Long work in the middle of a request, with nothing held: other people's writes go on.

    Only before the request has written anything: what it read is read anew afterwards.
    """
    session = db.session()
    if session.info.get(_WRITTEN) or session.new or session.dirty or session.deleted:
        raise RuntimeError("written before the long work: it would be lost")
    session.rollback()
    yield


@contextmanager
def rehearse() -> Iterator[None]:
    """A job gone through for its result only: whatever it writes is undone at its end."""
    with writing():
        try:
            yield
        finally:
            db.session.rollback()
            db.session.remove()


def insert_missing(model: type[Model], rows: Iterable[Mapping[str, Any]]) -> set[int]:
    """Add the rows that no unique key refuses and give their ids; a row that is there stays.

    Another session may be adding the same rows at the same moment: whoever comes second waits for
    the first and adds nothing.
    """
    statement = _insert_into(model).on_conflict_do_nothing().returning(model.__table__.c.id)
    added: set[int] = set()
    # Tens of thousands in one statement would take a hundred megabytes.
    rows = iter(rows)
    while some := list(islice(rows, ROWS_AT_ONCE)):
        added.update(db.session.scalars(statement, some))
    return added


def insert_or_change(
    model: type[Model], row: Mapping[str, Any], changes: Mapping[str, Any]
) -> None:
    """Add the row, or change the one that has its key: in one statement, so no count is lost."""
    key = [column.name for column in inspect(model).primary_key]
    statement = _insert_into(model).values(**row)
    db.session.execute(statement.on_conflict_do_update(index_elements=key, set_=dict(changes)))


def _insert_into(model: type[Model]) -> Any:
    """With what the engine adds to it; the other engine's part of the library stays unloaded."""
    dialect = import_module(f"sqlalchemy.dialects.{db.session.get_bind().dialect.name}")
    return dialect.insert(model)


def _wait_for_the_lock() -> None:
    """Begin a job's transaction, however often another writer was faster.

    Waiting for SQLite's lock has no queue: on a slow machine one of several schedulers and senders
    may be passed over for longer than one wait. A sender that gave up then could not note that its
    mail was taken, and the mail would go out again.
    """
    for turn in range(1, WAITS_OF_A_JOB + 1):
        try:
            db.session.connection()
        except OperationalError as error:
            db.session.rollback()
            is_busy = getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
            if turn == WAITS_OF_A_JOB or not is_busy:
                raise
        else:
            return


def _start_request() -> None:
    _writing.set(request.method not in SAFE_METHODS)


def _finish_request(response: Response) -> Response:
    keep = response.status_code < 400 or g.get("keep_even_if_refused", False)
    if request.method not in SAFE_METHODS and keep:
        db.session.commit()
    else:
        db.session.rollback()
    return response


def _forget_request(_error: BaseException | None) -> None:
    _writing.set(False)


@event.listens_for(Session, "after_flush")
def _note_writing(session: Session, _context: object) -> None:
    session.info[_WRITTEN] = True


@event.listens_for(Session, "after_transaction_end")
def _forget_writing(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(_WRITTEN, None)


@event.listens_for(Engine, "connect")
def _prepare_connection(connection: Any, _record: object) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    # The driver would begin transactions by itself, and too late; `_begin` does it instead.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {SQLITE_WAIT_MILLISECONDS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        f"cache_size = -{SQLITE_KIBIBYTES_KEPT}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    if not _writing.get():
        connection.exec_driver_sql("BEGIN")
        return
    take_turn(connection, longest=SQLITE_WAIT_MILLISECONDS / 1000)
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except BaseException:
        give_turn(connection.info)
        raise
