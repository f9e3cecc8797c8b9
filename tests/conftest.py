"""Fixtures that every feature's tests share. Database tests run on SQLite and on PostgreSQL."""

from __future__ import annotations

import gc
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine, event

from tests.audit.journal_words import require_words
from tests.databases import copy_sqlite, new_postgres_database, postgres_url
from tests.longest_first import longest_first
from tests.personas import Browser, Ward, make_ward, present_ward
from tests.reading_here import reading_here
from tests.reused_app import ReusedApps
from tests.reused_database import ReusedDatabase
from tracker import create_app
from tracker.accounts import service as accounts
from tracker.audit.models import AuditEntry
from tracker.config import Config
from tracker.core import clock
from tracker.core.db import db

# How fast a busy machine draws examples says nothing about the code.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

# A Wednesday, a working day, in the middle of nothing.
MORNING = datetime(2026, 8, 5, 1, 0, tzinfo=UTC)


def config_for(database_url: str, folder: Path) -> Config:
    """An installation in a folder of its own, without a mail server."""
    return Config(
        data_dir=folder,
        database_url=database_url,
        evidence_url=(folder / "evidence").as_uri(),
        mail_server=None,
        base_url="http://localhost",
        secret_key="a key that is only used by the tests, long enough",
    )


@event.listens_for(Engine, "connect")
def _forget_safety(connection: object, _record: object) -> None:
    """As for PostgreSQL: no test pulls the plug of the whole machine, so none waits for the disk.

    The servers that tests kill are processes of their own, which do wait for it.
    """
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous = OFF")


@event.listens_for(Engine, "connect")
def _promise_no_order(connection: object, _record: object) -> None:
    """Rows nobody put in order come last first, as PostgreSQL may give them on any day.

    Whatever leans on the order of writing fails here and at once, not on another machine some day.
    """
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA reverse_unordered_selects = ON")


event.listen(AuditEntry, "init", require_words)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """No processor is to wait at the end."""
    items[:] = longest_first(items)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: to search it for rubbish again and again takes time.

    What tests leave is still collected, in larger lots, and all of it at the end of the run.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_make_parametrize_id(val: object) -> str | None:
    """Contents of files say nothing in a test's name, and may differ from run to run."""
    return f"{len(val)}-bytes" if isinstance(val, bytes) else None


@dataclass(frozen=True)
class Templates:
    """Databases that tests start from: all tables, empty or with the ward's people in them."""

    empty: str
    peopled: str

    def of(self, request: pytest.FixtureRequest) -> str:
        """The one the test needs: hashing eight passwords for each test would be slow."""
        return self.peopled if "ward" in request.fixturenames else self.empty


@pytest.fixture(scope="session", autouse=True)
def quick_hashing() -> Iterator[None]:
    """Passwords of the tests are no secret: hashing them as a thief would have to is only slow.

    How they are really hashed is shown in `accounts/test_signing_in.py`.
    """
    strong = accounts._hasher
    accounts._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    yield
    accounts._hasher = strong


@pytest.fixture(scope="session")
def sqlite_templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    """Two SQLite files."""
    folder = tmp_path_factory.mktemp("templates")
    empty, peopled = folder / "empty.sqlite3", folder / "peopled.sqlite3"
    app = _make_tables(f"sqlite:///{peopled.as_posix()}", folder)
    shutil.copy(peopled, empty)
    _people(app)
    return Templates(str(empty), str(peopled))


@pytest.fixture(scope="session")
def postgres_templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    """Two PostgreSQL databases."""
    folder = tmp_path_factory.mktemp("postgres")
    peopled = new_postgres_database()
    app = _make_tables(postgres_url(peopled), folder)
    empty = new_postgres_database(peopled)
    _people(app)
    return Templates(empty, peopled)


@pytest.fixture(scope="session")
def reused_databases(postgres_templates: Templates) -> dict[str, ReusedDatabase]:
    """One copy of each PostgreSQL template, for one test after the other."""
    templates = postgres_templates
    return {name: ReusedDatabase(name) for name in (templates.empty, templates.peopled)}


@pytest.fixture(scope="session")
def sqlite_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the SQLite file of one test after the other lies: always at the same address."""
    return tmp_path_factory.mktemp("sqlite") / "lent"


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """One folder for all test processes of a run."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def filled(shared_folder: Path) -> Path:
    """The folder of the demo's ward, filled once for all test processes of a run."""
    from tests.robustness.filled import filled_folder

    return filled_folder(shared_folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A database of the test's own with all tables, on each engine in turn."""
    if request.param == "sqlite":
        templates = request.getfixturevalue("sqlite_templates")
        folder = request.getfixturevalue("sqlite_folder")
        folder.mkdir()
        yield copy_sqlite(Path(templates.of(request)), folder)
        shutil.rmtree(folder)
        return
    template = request.getfixturevalue("postgres_templates").of(request)
    with request.getfixturevalue("reused_databases")[template].lent() as name:
        yield postgres_url(name)


@pytest.fixture
def reads_here() -> Iterator[None]:
    """PDFs are read without a process of their own."""
    with reading_here():
        yield


@pytest.fixture(scope="session")
def reused_apps() -> ReusedApps:
    """The apps that tests use one after another."""
    return ReusedApps()


@pytest.fixture
def app(database_url: str, tmp_path: Path, reused_apps: ReusedApps) -> Iterator[Flask]:
    """The app on that database, on the morning of 5 August 2026 (`clock.at` moves it)."""
    with (
        reused_apps.lent(config_for(database_url, tmp_path)) as app,
        clock.at(MORNING),
        app.app_context(),
    ):
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def ward(app: Flask) -> Ward:  # noqa: ARG001 - the people live in the app's database
    """A small ward with one person of every role."""
    return present_ward()


@pytest.fixture
def browser(app: Flask) -> Browser:
    """Signs personas in: `browser.as_(ward.office).get("/")`."""
    return Browser(app)


def _make_tables(url: str, folder: Path) -> Flask:
    """The app whose database has them now."""
    app = create_app(config_for(url, folder))
    with app.app_context():
        db.create_all()
        db.engine.dispose()
    return app


def _people(app: Flask) -> None:
    with app.app_context(), clock.at(MORNING):
        make_ward()
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
