"""Whether an installation is whole: database, folders, mail, evidence, calendar."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from dataclasses import dataclass

from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from tracker.core import paths
from tracker.core.db import db
from tracker.core.storage import file_store
from tracker.progress.models import Evidence

MAIL_TIMEOUT_SECONDS = 10


@dataclass(frozen=True, slots=True)
class HealthFinding:
    """One thing looked at: what, and what is wrong with it (None when nothing is)."""

    subject: str
    problem: str | None = None
    note: str = "tốt"

    @property
    def is_problem(self) -> bool:
        """Whether somebody has to act."""
        return self.problem is not None

    def as_text(self) -> str:
        """One line for the terminal."""
        return f"{'✗' if self.is_problem else '✓'} {self.subject}: {self.problem or self.note}"


def check_installation(app: Flask) -> list[HealthFinding]:
    """Look at everything; the database first, as the rest reads from it."""
    database = HealthFinding("Cơ sở dữ liệu", database_problem())
    findings = [database, _mail(app)]
    if not database.is_problem:
        findings.append(_evidence())
    return findings


def database_problem() -> str | None:
    """What keeps the tables from being used by this version of the code; None when nothing does."""
    try:
        current = _current_revision()
    except OperationalError as error:
        reason = str(error.orig).strip().splitlines()[0]
        return f"Cơ sở dữ liệu không mở được ({reason}): xem lại TRACKER_DATABASE_URL."
    if current is None:
        return "Cơ sở dữ liệu chưa có bảng: hãy chạy “tracker init”."
    known = _known_revisions()
    if current not in known:
        return _newer(current)
    if current != known[0]:
        return f"Cơ sở dữ liệu ở phiên bản cũ ({current}): hãy chạy “tracker init” để nâng cấp."
    return None


def newer_database_problem() -> str | None:
    """Why the tables must not be touched by this version of the code; None when they may be."""
    current = _current_revision()
    is_newer = current is not None and current not in _known_revisions()
    return _newer(current) if is_newer and current else None


def _newer(revision: str) -> str:
    return (
        f"Cơ sở dữ liệu ở phiên bản {revision}, mới hơn chương trình này: "
        "hãy cài bản chương trình mới hơn."
    )


def _current_revision() -> str | None:
    try:
        return MigrationContext.configure(db.session.connection()).get_current_revision()
    finally:
        db.session.remove()


def _known_revisions() -> list[str]:
    """Every revision this code knows, the newest first."""
    config = AlembicConfig()
    config.set_main_option("script_location", str(paths.migrations_folder()))
    return [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]


def _mail(app: Flask) -> HealthFinding:
    server = app.config["TRACKER"].mail_server
    if server is None:
        return HealthFinding(
            "Thư điện tử", note="chưa đặt TRACKER_SMTP_URL: thư nhắc chờ ở trang Thư nhắc"
        )
    connect = smtplib.SMTP_SSL if server.security == "tls" else smtplib.SMTP
    try:
        with connect(server.host, server.port, timeout=MAIL_TIMEOUT_SECONDS) as connection:
            connection.noop()
    except (OSError, smtplib.SMTPException) as error:
        return HealthFinding("Thư điện tử", f"không nối được {server.host}:{server.port} ({error})")
    return HealthFinding("Thư điện tử", note=f"nối được {server.host}:{server.port}")


def _evidence() -> HealthFinding:
    missing = list(_missing_files())
    db.session.remove()
    if missing:
        return HealthFinding("Minh chứng", f"thiếu {len(missing)} tệp: {', '.join(missing[:5])}")
    return HealthFinding("Minh chứng")


def _missing_files() -> Iterator[str]:
    statement = select(Evidence.file_name, Evidence.sha256).where(Evidence.sha256.is_not(None))
    store = file_store()
    for name, digest in db.session.execute(statement):
        if digest is not None and not store.has(digest):
            yield name or digest
