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
from tracker.command_support import migrate_to
from tracker.core.db import db

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
    from tracker.core.migrating import known_revisions

    db.session.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
    db.session.execute(
        text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": known_revisions()[0]}
    )
    db.session.commit()
    return app


__all__ = ["MakeApp", "empty_place", "migrate_to", "migrated"]
