"""Writers of one program wait in line; the line goes on whatever becomes of the one before."""

from __future__ import annotations

from threading import Event, Thread

import pytest
from flask import Flask
from sqlalchemy import text

from tracker.core.db import db, write

# Only how long a broken one is waited for.
LONGEST = 120.0
NOTE = text("INSERT INTO setting (name, value) VALUES (:name, '1')")


def save(app: Flask, name: str) -> None:
    """Write one row in a transaction of its own."""
    with app.app_context(), write():
        db.session.execute(NOTE, {"name": name})


def names() -> list[str]:
    """What was written, in the order of writing."""
    found = list(db.session.scalars(text("SELECT name FROM setting")))
    db.session.rollback()
    return found


def test_whoever_waits_writes_after_the_one_before(app: Flask) -> None:
    has_begun, may_end = Event(), Event()

    def slow() -> None:
        with app.app_context(), write():
            has_begun.set()
            may_end.wait(LONGEST)
            db.session.execute(NOTE, {"name": "first"})

    first = Thread(target=slow)
    first.start()
    assert has_begun.wait(LONGEST)
    others = [Thread(target=save, args=(app, f"other {number}")) for number in range(3)]
    for thread in others:
        thread.start()
    may_end.set()
    for thread in (first, *others):
        thread.join(LONGEST)
        assert not thread.is_alive()
    assert sorted(names()) == ["first", "other 0", "other 1", "other 2"]


def test_a_refused_write_gives_its_turn_back(app: Flask) -> None:
    def refused() -> None:
        with app.app_context(), write():
            db.session.execute(NOTE, {"name": "undone"})
            raise RuntimeError("refused")

    with pytest.raises(RuntimeError, match="refused"):
        refused()
    waiting = Thread(target=save, args=(app, "kept"))
    waiting.start()
    waiting.join(LONGEST)
    assert not waiting.is_alive()
    assert names() == ["kept"]
