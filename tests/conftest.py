"""Fixtures that every feature's tests share. Database tests run on SQLite and on PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings

from tests.databases import copy_sqlite, new_postgres_database, postgres_url
from tests.personas import Browser, Ward, make_ward, present_ward
from tests.reused_app import ReusedApps
from tests.reused_database import ReusedDatabase
from tracker import create_app
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


@pytest.fixture(scope="session")
def sqlite_templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    """Two SQLite files."""
    folder = tmp_path_factory.mktemp("templates")
    names = {kind: str(folder / f"{kind}.sqlite3") for kind in ("empty", "peopled")}
    for kind, name in names.items():
        _make_tables(f"sqlite:///{name}", folder, peopled=kind == "peopled")
    return Templates(**names)


@pytest.fixture(scope="session")
def postgres_templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    """Two PostgreSQL databases."""
    folder = tmp_path_factory.mktemp("postgres")
    names = {kind: new_postgres_database() for kind in ("empty", "peopled")}
    for kind, name in names.items():
        _make_tables(postgres_url(name), folder, peopled=kind == "peopled")
    return Templates(**names)


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
def filled(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder of the demo's ward, filled once for all test processes of a run."""
    from tests.robustness.filled import filled_folder

    base = tmp_path_factory.getbasetemp()
    return filled_folder(base if worker_id == "master" else base.parent)


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


def _make_tables(url: str, folder: Path, *, peopled: bool) -> None:
    app = create_app(config_for(url, folder))
    with app.app_context(), clock.at(MORNING):
        db.create_all()
        if peopled:
            make_ward()
            db.session.commit()
        db.session.remove()
        db.engine.dispose()
