"""Rows as plain values, for the few statements that nearly every request needs.

What a session does for objects on their way costs more than such a statement itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import Insert, Select, Table, insert
from sqlalchemy.engine import CursorResult

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


@cache
def _insert(model: type[Model]) -> Insert:
    return insert(cast("Table", model.__table__))
