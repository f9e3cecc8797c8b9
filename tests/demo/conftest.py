"""The sample ward on each engine: filling takes seconds, looking at it changes little."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import MORNING, config_for
from tests.robustness.filled import ward_on
from tracker import create_app
from tracker.core import clock
from tracker.core.db import db


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def demo(
    request: pytest.FixtureRequest, filled: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """The app with Phường Mẫu in it, as of the morning of 5 August 2026."""
    folder = tmp_path_factory.mktemp("demo")
    with ward_on(request.param, filled, folder) as url:
        app = create_app(config_for(url, folder))
        app.config["TESTING"] = True
        app.config["WTF_CSRF_ENABLED"] = False
        with clock.at(MORNING), app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()
