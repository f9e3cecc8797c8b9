"""The sample ward, built once per engine: building takes seconds, looking at it changes little."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import MORNING, config_for
from tests.databases import (
    copy_sqlite,
    drop_postgres_database,
    new_postgres_database,
    postgres_url,
)
from tracker import create_app
from tracker.core import clock
from tracker.core.db import db
from tracker.demo.fill import fill_demo


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def demo(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """The app with Phường Mẫu in it, as of the morning of 5 August 2026."""
    folder = tmp_path_factory.mktemp("demo")
    if request.param == "sqlite":
        url, name = (
            copy_sqlite(Path(request.getfixturevalue("sqlite_templates").empty), folder),
            None,
        )
    else:
        name = new_postgres_database(request.getfixturevalue("postgres_templates").empty)
        url = postgres_url(name)
    yield from _filled(url, folder)
    if name is not None:
        drop_postgres_database(name)


def _filled(url: str, folder: Path) -> Iterator[Flask]:
    app = create_app(config_for(url, folder))
    app.config["TESTING"] = True
    app.config["WTF_CSRF_ENABLED"] = False
    with clock.at(MORNING), app.app_context():
        assert fill_demo(app)
        yield app
        db.session.remove()
        db.engine.dispose()
