"""Migrations: numbered in order, up and down on both databases, and equal to the models."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade

from tests.conftest import config_for
from tests.databases import drop_postgres_database, new_postgres_database, postgres_url
from tracker import create_app
from tracker.core import paths
from tracker.core.db import Base, db, writing
from tracker.health import database_problem


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The app on a database without any table."""
    name = new_postgres_database() if request.param == "postgresql" else None
    url = postgres_url(name) if name else f"sqlite:///{(tmp_path / 'bare.sqlite3').as_posix()}"
    app = create_app(config_for(url, tmp_path))
    with app.app_context(), writing():
        yield app
        db.session.remove()
        db.engine.dispose()
    if name:
        drop_postgres_database(name)


def versions() -> list[Path]:
    """The migration files in order."""
    return sorted((paths.migrations_folder() / "versions").glob("*.py"))


def test_files_are_numbered_in_order_without_a_gap() -> None:
    numbers = [int(path.name.partition("_")[0]) for path in versions()]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.usefixtures("bare_app")
def test_the_tables_after_all_migrations_are_those_of_the_models() -> None:
    upgrade()
    with db.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    assert differences == []


@pytest.mark.usefixtures("bare_app")
def test_each_migration_goes_down_and_up_again() -> None:
    upgrade()
    for _ in versions():
        downgrade(revision="-1")
    assert set(db.inspect(db.engine).get_table_names()) <= {"alembic_version"}
    upgrade()
    assert "contribution" in db.inspect(db.engine).get_table_names()


@pytest.mark.usefixtures("bare_app")
def test_a_database_without_tables_is_refused_with_advice() -> None:
    assert "tracker init" in (database_problem() or "")


@pytest.mark.usefixtures("bare_app")
def test_a_database_newer_than_the_code_is_refused() -> None:
    upgrade()
    assert database_problem() is None
    with db.engine.begin() as connection:
        connection.execute(db.text("UPDATE alembic_version SET version_num = '9999'"))
    assert "mới hơn chương trình" in (database_problem() or "")
