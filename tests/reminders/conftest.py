"""A ward with a mail server, and passes run at chosen moments."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask

from tests.reminders.post_office import PostOffice, open_post_office, server_at
from tracker.config import MailServer
from tracker.core.clock import from_vietnam
from tracker.core.db import db
from tracker.reminders.report import PassReport
from tracker.reminders.service import run_pass

RunPass = Callable[..., PassReport]


def moment(text: str) -> datetime:
    """A time on a clock in Vietnam: "2026-08-27T07:30"."""
    return from_vietnam(datetime.fromisoformat(text))


def use_mail_server(app: Flask, server: MailServer | None) -> None:
    """Let the installation hand its mail to this server."""
    app.config["TRACKER"] = replace(app.config["TRACKER"], mail_server=server)


@pytest.fixture
def post_office(app: Flask) -> Iterator[PostOffice]:
    """A mail server that the installation uses."""
    with open_post_office() as (office, server):
        use_mail_server(app, server)
        yield office


@pytest.fixture
def closed_post_office(app: Flask) -> None:
    """A mail server that does not answer: nobody listens on that port."""
    use_mail_server(app, server_at(1))


@pytest.fixture
def pass_at(app: Flask) -> RunPass:
    """`pass_at("2026-08-27T07:30")` runs a pass as another process would: in its own session."""

    def run(text: str, *, dry_run: bool = False) -> PassReport:
        db.session.commit()
        with app.app_context():
            report = run_pass(moment(text), dry_run=dry_run)
        db.session.expire_all()
        return report

    return run
