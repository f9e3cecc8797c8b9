"""What the commands share: the app, its database and files."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.core.errors import ConfigurationError
from tracker.core.reasons import reason_words

if TYPE_CHECKING:
    from flask import Flask

# Whether a path can be read is found out where it is read: click itself says it in English.
A_PATH = click.Path(path_type=Path, readable=False)


def build_app() -> Flask:
    """The app with the settings of the environment.

    What is loaded stays: while it is loaded, and ever after, no look for rubbish goes through it.
    """
    gc.disable()
    try:
        from tracker import create_app

        app = create_app()
    finally:
        gc.freeze()
        gc.enable()
    command = click.get_current_context(silent=True)
    if command is not None:
        command.call_on_close(lambda: _close_database(app))
    return app


def _close_database(app: Flask) -> None:
    """Let go of the database in order, as the command ends.

    SQLite writes what its log still holds into the file when the last line to it is closed, and
    only then: of a program that merely ends, all of it stays in the log.
    """
    from tracker.core.db import db

    with app.app_context():
        db.engine.dispose()


def log_as_configured(app: Flask) -> None:
    """Have a command that runs for long write its log as the settings say."""
    from tracker.core import logs

    config = app.config["TRACKER"]
    logs.configure(as_json=config.log_format == "json", level=config.log_level)


def upgrade_database(app: Flask) -> None:
    """Bring the tables up to this version of the code; a database of a newer one is left alone.

    Before tables with content are changed a backup is made, in the folder of backups or, without
    one, beside the data.
    """
    from tracker.health import is_older_database, newer_database_problem

    with app.app_context():
        problem = newer_database_problem()
        if problem is not None:
            raise ConfigurationError(problem)
        if not is_older_database():
            migrate_to("head")
            return
        _upgrade_after_backup(app)


def migrate_to(revision: str) -> None:
    """Bring the tables to a revision."""
    from flask_migrate import upgrade

    from tracker.core.db import writing

    with writing():
        upgrade(revision=revision)


def _upgrade_after_backup(app: Flask) -> None:
    from tracker.backup.upgrading import back_up_before_upgrade, tell_of_upgrade

    config = app.config["TRACKER"]
    folder = config.backup_dir or config.data_dir / "backups"
    made = back_up_before_upgrade(folder, config.data_dir, passphrase=config.backup_passphrase)
    click.echo(f"Đã sao lưu trước khi nâng cấp: {made}")
    migrate_to("head")
    tell_of_upgrade(made, config.data_dir)


def require_database(app: Flask) -> None:
    """Refuse to work on a database without tables, or one newer or older than the code."""
    from tracker.health import database_problem

    with app.app_context():
        problem = database_problem()
    if problem is not None:
        raise ConfigurationError(problem)


def database_name(app: Flask) -> str:
    """The database's address without its password."""
    from sqlalchemy.engine import make_url

    return make_url(app.config["SQLALCHEMY_DATABASE_URI"]).render_as_string(hide_password=True)


def bytes_of(file: Path) -> bytes:
    """What the file holds; ConfigurationError says why it cannot be read."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise ConfigurationError(f"Không mở được tệp “{file}”: {reason_words(error)}.") from error


@contextmanager
def page_bar(label: str = "Đang đọc trang") -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error for `on_page(done, total)`; none where nobody is looking at it."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    with ExitStack() as shown:
        bars: list[Any] = []

        def on_page(done: int, total: int) -> None:
            if not bars:
                bar = click.progressbar(length=total, label=label, file=sys.stderr)
                bars.append(shown.enter_context(bar))
            bars[0].update(done - bars[0].pos)

        yield on_page


def write_file(target: Path, content: bytes) -> None:
    """Write the file; ConfigurationError says why it cannot be written."""
    try:
        target.write_bytes(content)
    except OSError as error:
        raise ConfigurationError(
            f"Không ghi được tệp “{target}”: {reason_words(error)}."
        ) from error
