"""What a piece of code asks the database: pages must not ask more for more rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from tracker.core.db import db


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    """The statements sent meanwhile, beginning with nothing loaded."""
    sent: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    db.session.expire_all()
    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)
