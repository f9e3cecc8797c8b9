"""Phường Mẫu of the demo, filled once a test run, and its people signed in through the form."""

from __future__ import annotations

import fcntl
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from tests.compiled_templates import COMPILED
from tests.conftest import MORNING, config_for
from tests.databases import (
    copy_sqlite,
    drop_postgres_database,
    new_postgres_database,
    postgres_url,
)
from tracker import create_app
from tracker.accounts.models import FailedTries, User
from tracker.backup.restoring import restore_backup
from tracker.backup.service import make_backup
from tracker.command_support import migrate_to
from tracker.core import clock
from tracker.core.db import db, read, write
from tracker.demo.fill import fill_demo
from tracker.demo.people import PASSWORD

# One of each role.
ROLES = ("quantri", "vanphong", "chutich", "giamsat", "truong.vanhoa", "congchuc.vanhoa")
FILE, ARCHIVE = "tracker.sqlite3", "archive"
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def filled_folder(shared: Path, moment: datetime = MORNING) -> Path:
    """The folder with the filled ward; made by whichever test process comes first."""
    name = f"filled-{clock.in_vietnam(moment).date()}"
    folder = shared / name
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            unfinished = shared / f"{name}.unfinished"
            unfinished.mkdir()
            _fill(unfinished, moment)
            unfinished.rename(folder)
    return folder


def _fill(folder: Path, moment: datetime) -> None:
    """With its tables made as an installation makes them, and everything in one archive too."""
    app = create_app(config_for(f"sqlite:///{(folder / FILE).as_posix()}", folder))
    with clock.at(moment), app.app_context():
        migrate_to("head")
        assert fill_demo(app)
        make_backup(folder / ARCHIVE)
        db.session.remove()
        db.engine.dispose()


def copy_filled(filled: Path, folder: Path) -> str:
    """A copy of the ward's database and files in an empty folder; gives the address."""
    shutil.copytree(filled / "evidence", folder / "evidence")
    return copy_sqlite(filled / FILE, folder)


@contextmanager
def ward_on(
    engine: str, filled: Path, folder: Path, *, evidence_url: str | None = None
) -> Iterator[str]:
    """The address of a database of its own with the ward in it, its files in the folder.

    With PostgreSQL the files go into the store at `evidence_url`, where one is named.
    """
    if engine == "sqlite":
        yield copy_filled(filled, folder)
        return
    name = new_postgres_database()
    config = config_for(postgres_url(name), folder)
    app = create_app(replace(config, evidence_url=evidence_url or config.evidence_url))
    (archive,) = (filled / ARCHIVE).iterdir()
    with app.app_context():
        restore_backup(archive, passphrase=None, upgrade_to=migrate_to)
        db.session.remove()
        db.engine.dispose()
    try:
        yield postgres_url(name)
    finally:
        drop_postgres_database(name)


@contextmanager
def ward_app(database_url: str, folder: Path) -> Iterator[Flask]:
    """The app as people meet it, tokens of forms included, on the morning the ward was filled.

    No context stands open: requests would share what belongs to one of them.
    """
    app = create_app(config_for(database_url, folder))
    app.jinja_env.bytecode_cache = COMPILED
    with clock.at(MORNING):
        yield app
    with app.app_context():
        db.engine.dispose()


def token_in(page: str) -> str:
    """The token that a page's forms carry."""
    found = _TOKEN.search(page)
    assert found is not None, page
    return found[1]


def signed_in(
    app: Flask, username: str, *, lands_on: str = "/account/password"
) -> tuple[FlaskClient, str]:
    """A client signed in through the form, and the token its forms carry."""
    client = app.test_client()
    data = {
        "username": username,
        "password": PASSWORD,
        "csrf_token": token_in(client.get("/login").text),
    }
    answer = client.post("/login", data=data)
    assert answer.status_code == 303, answer.text
    return client, token_in(client.get(lands_on).text)


def accounts_of(app: Flask, usernames: Sequence[str]) -> list[dict[str, Any]]:
    """The accounts as they are, to be put back when somebody's requests have shut them."""
    table = User.__table__
    with app.app_context(), read():
        statement = select(table).where(table.c.username.in_(usernames))
        return [dict(row) for row in db.session.execute(statement).mappings()]


def put_accounts_back(app: Flask, accounts: Sequence[dict[str, Any]]) -> None:
    """Open to their people again, by their old names and passwords: the work goes on.

    An administrator's form may have disabled one, a guesser may have locked it.
    """
    kept = (
        "username",
        "password_hash",
        "is_enabled",
        "role",
        "must_change_password",
        "totp_secret",
        "totp_last_moment",
    )
    with app.app_context(), write():
        db.session.execute(delete(FailedTries))
        for account in accounts:
            was = {name: account[name] for name in kept}
            db.session.execute(update(User).where(User.id == account["id"]).values(**was))
