"""The tables of the review come and go on both engines without losing a draft."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import downgrade, upgrade

from tests.conftest import config_for
from tests.databases import drop_postgres_database, new_postgres_database, postgres_url
from tracker import create_app
from tracker.core.db import db

FIRST_TABLES = "0001"


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The app on a database without any table."""
    if request.param == "sqlite":
        app = create_app(config_for(f"sqlite:///{tmp_path}/tracker.sqlite3", tmp_path))
        with app.app_context():
            yield app
            db.engine.dispose()
        return
    name = new_postgres_database()
    app = create_app(config_for(postgres_url(name), tmp_path))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    drop_postgres_database(name)


@pytest.mark.usefixtures("empty_app")
def test_a_draft_of_the_first_version_lives_through_up_and_down() -> None:
    upgrade(revision=FIRST_TABLES)
    with db.engine.begin() as connection:
        connection.execute(
            sa.text(
                "INSERT INTO import_draft (file_name, sha256, media_type, size, is_pasted,"
                " uploaded_at, state, columns, findings, rows_in_file, version)"
                " VALUES ('kh.docx', 'ab', 'x', 1, :no, '2026-08-05 01:00:00', 'reviewing',"
                " '[]', '[]', 1, 1)"
            ),
            {"no": False},
        )
        connection.execute(
            sa.text(
                "INSERT INTO import_draft_row (draft_id, position, kind, label, content, lead,"
                " cooperating, extra, anchor, findings, confirmed, as_read, version)"
                " VALUES (1, 1, 'task', '1', 'Việc', '[]', '[]', '{}', '{}', '[]', '[]', '{}', 1)"
            )
        )

    for step in (upgrade, lambda: downgrade(revision=FIRST_TABLES), upgrade):
        step()
        with db.engine.connect() as connection:
            rows = connection.execute(sa.text("SELECT content FROM import_draft_row")).all()
            assert [row.content for row in rows] == ["Việc"]

    names = set(sa.inspect(db.engine).get_table_names())
    assert {"import_change", "import_reading"} <= names
