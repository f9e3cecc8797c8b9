"""Rows as plain values, for the few statements that nearly every request needs.

What a session does for objects on their way costs more than such a statement itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import Insert, Select, Table, Update, bindparam, insert, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.exc import StaleDataError

from tracker.core.db import Model, db


def plain_rows(
    statement: Select[*tuple[Any, ...]], values: Mapping[str, Any] | None = None
) -> CursorResult[*tuple[Any, ...]]:
    """The columns that a statement finds, after what the session has still to write."""
    session = db.session()
    if session.autoflush and (session.new or session.dirty or session.deleted):
        session.flush()
    return session.connection().execute(statement, values)


def add_plain_rows(model: type[Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """Add rows that nobody needs as objects, after all that the session has still to write."""
    session = db.session()
    session.flush()
    session.connection().execute(_insert(model), rows)


def change_plainly(row: Model, **values: Any) -> None:
    """Write these columns of a row with a version, unless another changed it since it was read.

    The object tells of them at once, also if a savepoint around it were taken back alone: refuse
    what is to be refused before.
    """
    session, read = db.session(), cast("Any", row)
    session.flush()
    keys = {"of_row": read.id, "of_version": read.version, "next_version": read.version + 1}
    statement = _update(type(row), tuple(values))
    found = session.connection().execute(statement, {**values, **keys})
    if found.rowcount != 1:
        raise StaleDataError(f"{row.__tablename__} {read.id} was changed meanwhile")
    for name, value in {**values, "version": keys["next_version"]}.items():
        set_committed_value(row, name, value)


@cache
def _insert(model: type[Model]) -> Insert:
    return insert(cast("Table", model.__table__))


@cache
def _update(model: type[Model], names: tuple[str, ...]) -> Update:
    table = cast("Table", model.__table__)
    columns: dict[str, Any] = {name: bindparam(name) for name in names}
    return (
        update(table)
        .where(table.c.id == bindparam("of_row"), table.c.version == bindparam("of_version"))
        .values(**columns, version=bindparam("next_version"))
    )
