"""A full disk and a read-only one: a page that says what to do, no row and no file half written."""

from __future__ import annotations

import errno
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text

from tests.databases import postgres_url
from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.personas import Ward
from tests.progress.files import PDF
from tests.progress.reports import report_form
from tracker.accounts.signing_in import SIGN_IN
from tracker.audit.models import AuditEntry
from tracker.core.db import db
from tracker.core.disk_faults import status_of_disk_fault
from tracker.core.storage import NOT_WRITTEN
from tracker.evidence.rules import EvidenceKind
from tracker.progress.models import Evidence, ProgressUpdate
from tracker.units.models import Unit

FULL, READ_ONLY = "Ổ đĩa máy chủ đã đầy", "Máy chủ đang không ghi được"
KEPT = "Dữ liệu chưa được lưu; những gì đã lưu trước đó vẫn còn"


@pytest.fixture
def office(app: Flask, ward: Ward) -> FlaskClient:
    """The office's client; unlike that of other tests it takes an answer that is an error."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    client = FlaskClient(app)
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = ward.office.get_id(), True
        session[SIGN_IN] = f"key of {ward.office.username}"
    return client


def new_unit(client: FlaskClient, name: str) -> tuple[int, str]:
    answer = client.post("/units/new", data={"name": name, "kind": "internal"})
    return answer.status_code, answer.text


def names_of_units() -> set[str]:
    db.session.rollback()
    return set(db.session.scalars(select(Unit.name)))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_full_disk_under_the_database(office: FlaskClient) -> None:
    """SQLite answers as on a full disk when it may add no page; the pool has one connection."""
    entries = select(func.count(AuditEntry.id))
    before, told = names_of_units(), db.session.scalar(entries)
    pages = db.session.scalar(text("PRAGMA page_count"))
    db.session.execute(text(f"PRAGMA max_page_count = {pages}"))
    db.session.rollback()
    statuses = set()
    for number in range(60):
        status, page = new_unit(office, f"Đơn vị {number} " + "x" * 150)
        statuses.add(status)
        if status != 303:
            break
        before.add(f"Đơn vị {number} " + "x" * 150)
        told = (told or 0) + 1
    assert status == 507
    assert FULL in page
    assert KEPT in page
    assert names_of_units() == before
    assert db.session.scalar(entries) == told
    assert "Đã thêm" not in office.get("/units").text.split("<main")[1][:600]
    db.session.execute(text("PRAGMA max_page_count = 1000000"))
    db.session.rollback()
    assert new_unit(office, "Sau khi dọn")[0] == 303


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_read_only_disk_under_sqlite(office: FlaskClient) -> None:
    before = names_of_units()
    db.session.execute(text("PRAGMA query_only = ON"))
    db.session.rollback()
    status, page = new_unit(office, "Trạm Y tế")
    assert status == 503
    assert READ_ONLY in page
    assert office.get("/units").status_code == 200
    db.session.execute(text("PRAGMA query_only = OFF"))
    db.session.rollback()
    assert names_of_units() == before


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_postgresql_that_may_only_be_read(office: FlaskClient) -> None:
    before = names_of_units()
    name = db.engine.url.database
    with _read_only(str(name)):
        db.session.remove()
        db.engine.dispose()
        status, page = new_unit(office, "Trạm Y tế")
        assert office.get("/units").status_code == 200
    db.session.remove()
    db.engine.dispose()
    assert status == 503
    assert READ_ONLY in page
    assert names_of_units() == before


@contextmanager
def _read_only(database: str) -> Iterator[None]:
    import psycopg

    with psycopg.connect(
        postgres_url("postgres").replace("+psycopg", ""), autocommit=True
    ) as connection:
        change = f'ALTER DATABASE "{database}" SET default_transaction_read_only = '
        connection.execute(f"{change}on")
        try:
            yield
        finally:
            connection.execute(f"{change}off")


@contextmanager
def _files_no_longer_than(size: int) -> Iterator[None]:
    """The system refuses to write more into one file, as it does on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_full_disk_under_the_evidence(office: FlaskClient, ward: Ward, tmp_path: Path) -> None:
    plan = make_plan()
    owed = contribution_of(
        make_task(plan, fixed(date(2026, 9, 30)), lead=ward.office_unit), ward.office_unit
    )
    db.session.commit()
    form = report_form(owed)
    form["files"] = [(BytesIO(PDF), "bao-cao.pdf")]
    address = f"/contributions/{owed.id}/update"
    with _files_no_longer_than(64):
        answer = office.post(address, data=form, content_type="multipart/form-data")
    # Said at the form, where what was typed stays.
    assert answer.status_code == 422
    assert NOT_WRITTEN in unescape(answer.text)
    db.session.rollback()
    assert db.session.scalar(select(func.count(Evidence.id))) == 0
    assert db.session.scalar(select(func.count(ProgressUpdate.id))) == 0
    assert [path for path in (tmp_path / "evidence").rglob("*") if path.is_file()] == []
    form["files"] = [(BytesIO(PDF), "bao-cao.pdf")]
    assert office.post(address, data=form, content_type="multipart/form-data").status_code == 303
    assert db.session.scalars(select(Evidence.kind)).all() == [EvidenceKind.FILE]


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), 507),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), 507),
        (OSError(errno.EROFS, "Read-only file system"), 503),
        (OSError(errno.ECONNRESET, "Connection reset"), None),
        (ValueError("Generic LocalFileSystem error: No space left on device (os error 28)"), 507),
        (ValueError("Generic LocalFileSystem error: (os error 30)"), 503),
        (ValueError("anything else"), None),
    ],
)
def test_what_the_system_says_is_understood(error: Exception, status: int | None) -> None:
    assert status_of_disk_fault(error) == status
    wrapped = RuntimeError("while storing")
    wrapped.__cause__ = error
    assert status_of_disk_fault(wrapped) == status
