"""Marked secrets sent through every form: none in the logs, on error pages, in the journal."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from tests.logged import everything_logged
from tests.personas import PASSWORD, Browser, Ward
from tracker.audit.models import AuditEntry
from tracker.config import MailServer
from tracker.core.db import db

MARK = "Bi-mat-7f3a"
OLD, NEW = PASSWORD, f"{MARK}-mat-khau-moi"
MAIL, PASSPHRASE, TOKEN = f"{MARK}-thu", f"{MARK}-sao-luu", f"{MARK}-so-lieu"
# Whatever a form calls it; unknown fields are left aside.
SECRET_FIELDS = ("password", "new", "again", "token", "code", "otp", "secret", "passphrase")
FIELDS = dict.fromkeys(SECRET_FIELDS, NEW) | {
    "old": f"{MARK}-sai",
    "username": "vanphong",
    "csrf_token": f"{MARK}-bieu-mau",
}


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """All that is logged, from DEBUG on, as `tracker run` would write it."""
    with everything_logged() as stream:
        yield stream


@pytest.fixture
def marked_app(app: Flask) -> Flask:
    """With secrets of its own in every setting that holds one."""
    config = app.config["TRACKER"]
    server = MailServer("127.0.0.1", 1, "none", "thu", MAIL, "phuong@phuongmau.example")
    app.config["TRACKER"] = replace(
        config, mail_server=server, backup_passphrase=PASSPHRASE, metrics_token=TOKEN
    )
    return app


def paths(app: Flask) -> Iterator[str]:
    """The address of every form."""
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()):
            path = re.sub(r"<any\((\w+)[^>]*>", r"\1", rule.rule)
            yield re.sub(r"<[^>]+>", "1", path)


def test_no_secret_is_written_anywhere(
    marked_app: Flask, ward: Ward, browser: Browser, written: io.StringIO
) -> None:
    pages: list[str] = []
    for who in (ward.administrator, ward.office, ward.culture_head):
        for path in paths(marked_app):
            client = browser.as_(who)
            answer = client.post(path, data=FIELDS)
            pages.append(answer.text if answer.mimetype == "text/html" else "")
    stranger = browser.anonymous()
    for _ in range(3):
        pages.append(stranger.post("/login", data=FIELDS).text)
    change = {"old": OLD, "new": NEW, "again": NEW}
    changing = browser.sign_in(ward.culture_officer)
    assert changing.post("/account/password", data=change).status_code == 303
    cookie = changing.get_cookie("session")
    assert cookie is not None
    _nowhere(pages, written.getvalue(), cookie.value)


def test_an_unexpected_error_shows_a_code_and_no_value(
    marked_app: Flask, ward: Ward, browser: Browser, written: io.StringIO
) -> None:
    def fail() -> str:
        raise RuntimeError(f"could not use {MARK}")

    page = browser.as_(ward.office)
    marked_app.view_functions["settings.index"] = fail
    # The persona's own client takes no 500.
    del marked_app.test_client_class
    client = marked_app.test_client()
    for cookie in (page.get_cookie("session"),):
        assert cookie is not None
        client.set_cookie("session", cookie.value)
    answer = client.get("/settings")
    assert answer.status_code == 500
    _nowhere([answer.text], written.getvalue(), cookie.value)
    assert "builtins.RuntimeError" in written.getvalue()


def _nowhere(pages: list[str], log: str, cookie: str) -> None:
    entries = db.session.scalars(select(AuditEntry)).all()
    journal = json.dumps([[e.subject_name, e.changes] for e in entries], ensure_ascii=False)
    for secret in (MARK, OLD, cookie):
        assert secret not in log, f"{secret} in the log"
        assert secret not in journal, f"{secret} in the journal"
        assert all(secret not in page for page in pages), f"{secret} on a page"
