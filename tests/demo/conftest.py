"""The sample ward, built once per engine: building takes seconds, looking at it changes little."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import MORNING, config_for
from tests.databases import drop_postgres_database, new_postgres_database, postgres_url
from tests.robustness.filled import copy_filled
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
        yield from _opened(copy_filled(request.getfixturevalue("filled"), folder), folder)
        return
    name = new_postgres_database(request.getfixturevalue("postgres_templates").empty)
    yield from _opened(postgres_url(name), folder, fill=True)
    drop_postgres_database(name)


def _opened(url: str, folder: Path, *, fill: bool = False) -> Iterator[Flask]:
    app = create_app(config_for(url, folder))
    app.config["TESTING"] = True
    app.config["WTF_CSRF_ENABLED"] = False
    with clock.at(MORNING), app.app_context():
        assert not fill or fill_demo(app)
        yield app
        db.session.remove()
        db.engine.dispose()
