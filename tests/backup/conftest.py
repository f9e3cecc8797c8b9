"""Installations to put a backup back into, on either engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from tests.conftest import config_for
from tests.databases import drop_postgres_database, new_postgres_database, postgres_url
from tests.factories import fixed, make_plan, make_task
from tests.personas import Ward
from tracker import create_app
from tracker.audit.rules import AuditAction
from tracker.audit.service import record
from tracker.backup import looking
from tracker.backup.restoring import restore_backup
from tracker.backup.rules import Manifest
from tracker.backup.service import make_backup
from tracker.core.db import db
from tracker.core.migrating import known_revisions
from tracker.core.storage import file_store
from tracker.tasks.models import Task

MakeApp = Callable[[str], Flask]
PASSPHRASE = "một câu dài mà chỉ phường Mẫu biết"
# Where the engine that wrote the archive makes no difference.
FROM_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


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


def fill(ward: Ward) -> None:
    """One task, one kept file, one line of the journal."""
    plan = make_plan()
    make_task(plan, fixed(date(2026, 9, 30)), lead=ward.culture)
    file_store().put(b"minh ch\xe1\xbb\xa9ng")
    record(AuditAction.UNIT_CHANGED, ward.culture, name="x", actor=ward.office)
    db.session.commit()
    db.session.remove()


def put_back(
    app: Flask,
    source: Path,
    passphrase: str | None = None,
    *,
    upgrade_to: Callable[[str], None] = make_tables,
) -> Manifest:
    """What `tracker restore` does, but for the words."""
    with app.app_context():
        return restore_backup(source, passphrase=passphrase, upgrade_to=upgrade_to)


@pytest.fixture
def ward_backup(migrated: Flask, ward: Ward, tmp_path: Path) -> Path:
    """A backup of a ward with one task."""
    assert migrated
    fill(ward)
    return make_backup(tmp_path)


def count_tasks(place: Flask) -> int:
    """How many tasks were put back there; whoever restores next finds no open session."""
    with place.app_context():
        found = db.session.scalar(select(func.count(Task.id)))
        db.session.remove()
    return found or 0


def backups_in(folder: Path) -> list[str]:
    """The names of all files there."""
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def folders(migrated: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """The installation says where backups are kept, as if on two disks."""
    near, far = tmp_path / "near", tmp_path / "far"
    monkeypatch.setattr(looking, "disk_of", lambda folder: folder)
    migrated.config["TRACKER"] = replace(
        migrated.config["TRACKER"], backup_dir=near, backup_copy_dir=far
    )
    return near, far
