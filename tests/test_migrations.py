"""Migrations: numbered in order, up and down on both databases, and equal to the models."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade

from tests.conftest import MORNING, config_for
from tests.databases import drop_postgres_database, new_postgres_database, postgres_url
from tests.robustness.filled import ward_on
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


VALUES: tuple[tuple[type, object], ...] = (
    (sa.Boolean, False),
    (sa.Integer, 1),
    (sa.DateTime, MORNING),
    (sa.Date, date(2026, 8, 5)),
    (sa.Time, time(17, 0)),
    (sa.JSON, {}),
    (sa.LargeBinary, b"x"),
    (sa.String, "x"),
)


def put_a_row_into_each_empty_table() -> set[str]:
    """One row wherever there is none, hanging on those of the others; the names of the tables."""
    metadata = sa.MetaData()
    metadata.reflect(db.engine)
    with db.engine.begin() as connection:
        for table in metadata.sorted_tables:
            if connection.scalar(sa.select(sa.func.count()).select_from(table)):
                continue
            row = {
                column.name: next(value for kind, value in VALUES if isinstance(column.type, kind))
                for column in table.columns
                if not column.nullable
            }
            connection.execute(table.insert().values(row))
    return {table.name for table in metadata.sorted_tables}


@pytest.mark.usefixtures("bare_app")
def test_each_migration_keeps_what_is_there() -> None:
    tables: set[str] = set()
    for path in versions():
        upgrade(revision=path.name[:4])
        tables |= put_a_row_into_each_empty_table()
    left = db.inspect(db.engine).get_table_names()
    with db.engine.connect() as connection:
        counts = {
            name: connection.scalar(sa.text(f'SELECT count(*) FROM "{name}"'))  # noqa: S608
            for name in tables.intersection(left)
        }
    assert {"contribution", "occurrence", "audit_entry"} <= counts.keys()
    assert min(counts.values()) == 1


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_the_demos_ward_goes_down_and_up_again(engine: str, filled: Path, tmp_path: Path) -> None:
    """With rows everywhere; those of tables that the first version had are all there after it."""

    def counts() -> dict[str, int]:
        with db.engine.connect() as connection:
            return {
                name: connection.scalar(sa.text(f'SELECT count(*) FROM "{name}"'))  # noqa: S608
                for name in sa.inspect(db.engine).get_table_names()
            }

    with ward_on(engine, filled, tmp_path) as url:
        app = create_app(config_for(url, tmp_path))
        with app.app_context(), writing():
            before = counts()
            downgrade(revision="0001")
            lowest = counts()
            upgrade()
            after = counts()
            db.session.remove()
            db.engine.dispose()
    assert lowest.keys() >= {"contribution", "occurrence", "audit_entry"}
    assert lowest == {name: before[name] for name in lowest}
    assert lowest == {name: after[name] for name in lowest}
    assert after.keys() == before.keys()


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
