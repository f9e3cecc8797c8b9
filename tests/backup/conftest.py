"""Installations to put a backup back into, on either engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from tests.conftest import config_for
from tests.databases import drop_postgres_database, new_postgres_database, postgres_url
from tracker import create_app
from tracker.core.db import db
from tracker.core.migrating import known_revisions

MakeApp = Callable[[str], Flask]


@pytest.fixture
def empty_place(tmp_path: Path) -> Iterator[MakeApp]:
    """`empty_place("sqlite")`: an app on a database without any table, in a folder of its own."""
    made: list[str] = []
    apps: list[Flask] = []

    def make(engine: str) -> Flask:
        folder = tmp_path / f"place-{len(apps)}"
        folder.mkdir()
        url = f"sqlite:///{(folder / 'tracker.sqlite3').as_posix()}"
        if engine == "postgresql":
            made.append(new_postgres_database())
            url = postgres_url(made[-1])
        apps.append(create_app(config_for(url, folder)))
        return apps[-1]

    yield make
    for app in apps:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
    for name in made:
        drop_postgres_database(name)


@pytest.fixture
def migrated(app: Flask) -> Flask:
    """The test's own database, known to be at the newest revision as an installed one is."""
    _note_revision(known_revisions()[0])
    return app


def make_tables(revision: str) -> None:
    """All tables at once: `tests/test_migrations.py` holds that the migrations make the same."""
    assert revision == known_revisions()[0]
    db.create_all()
    _note_revision(revision)


def _note_revision(revision: str) -> None:
    db.session.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
    statement = text("INSERT INTO alembic_version VALUES (:revision)")
    db.session.execute(statement, {"revision": revision})
    db.session.commit()
