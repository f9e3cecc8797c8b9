"""Changing the tables: Alembic is loaded when that is asked for, as no page needs it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, cast

import click
from flask import Flask
from sqlalchemy import column, inspect, select, table
from werkzeug.local import LocalProxy

from tracker.core import paths
from tracker.core.db import db, read

_EXTENSION = "migrate"
_NUMBERED = re.compile(r"(\d{4})_\w+\.py")


def init_app(app: Flask) -> None:
    """Make `flask_migrate` and the command `flask db` ready, without loading them."""
    app.extensions[_EXTENSION] = LocalProxy(lambda: _load(app))
    app.cli.add_command(_MigrationCommands("db", help="Perform database migrations."))


def current_revision() -> str | None:
    """Which migration the tables have come to; None where there are no tables."""
    with read():
        if not inspect(db.session.connection()).has_table("alembic_version"):
            return None
        return db.session.scalar(
            select(column("version_num")).select_from(table("alembic_version"))
        )


@lru_cache(maxsize=1)
def known_revisions() -> list[str]:
    """Every revision this code knows, the newest first: each names its file, in one line."""
    files = (paths.migrations_folder() / "versions").iterdir()
    found = (_NUMBERED.fullmatch(file.name) for file in files)
    return sorted((each[1] for each in found if each), reverse=True)


def _load(app: Flask) -> Any:
    """What Flask-Migrate keeps with the app; it takes the stand-in's place there."""
    from flask_migrate import Migrate

    Migrate(app, db, directory=str(paths.migrations_folder()))
    return app.extensions[_EXTENSION]


class _MigrationCommands(click.Command):
    """Stands for the commands of Flask-Migrate until one of them is wanted."""

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Theirs, so that from here on they are at work."""
        from flask_migrate.cli import db as commands

        return cast("click.Context", commands.make_context(*args, **kwargs))
