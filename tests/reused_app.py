"""One app for many tests, as a server is one for many requests.

Building an app, compiling its templates and its SQL anew for each test took a third of the time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask

from tests.compiled_templates import COMPILED
from tracker import create_app
from tracker.config import Config
from tracker.core import storage


class ReusedApps:
    """The apps of a test process, by database; each test brings its own folder of files."""

    def __init__(self) -> None:
        self._apps: dict[str, tuple[Flask, dict[str, Any]]] = {}

    @contextmanager
    def lent(self, config: Config) -> Iterator[Flask]:
        """The app on that configuration, without what earlier tests set."""
        app, settings = self._apps.get(config.database_url) or self._build(config)
        app.config.clear()
        app.config.update(settings, TRACKER=config, EVIDENCE_URL=config.evidence_url)
        storage.init_app(app)
        pages, app.test_client_class = dict(app.view_functions), None
        yield app
        app.view_functions.update(pages)

    def _build(self, config: Config) -> tuple[Flask, dict[str, Any]]:
        app = create_app(config)
        app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        app.jinja_env.bytecode_cache = COMPILED
        built = self._apps[config.database_url] = app, dict(app.config)
        return built
