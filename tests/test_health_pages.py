"""What machines ask: whether the process lives, whether it can work, what it has counted."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from tests.personas import Browser, Ward
from tracker import health, health_views, machine
from tracker.config import Config
from tracker.core import clock
from tracker.core.db import db

TOKEN = "a token of the collector"


def test_alive_asks_nothing_of_the_database(browser: Browser) -> None:
    assert browser.anonymous().get("/healthz").text == "ok"


def test_ready_names_what_is_lacking_and_no_value(
    app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health_views, "database_problem", lambda: None)
    assert browser.anonymous().get("/readyz").text == "ok"
    monkeypatch.setattr(health_views, "database_problem", lambda: "at revision 0001")
    monkeypatch.setattr(machine, "free_room", lambda _config: 5)
    app.test_client_class = None
    answer = app.test_client().get("/readyz")
    assert (answer.status_code, answer.text) == (503, "not ready: database, disk")


def test_metrics_are_counted_by_page_and_status(ward: Ward, browser: Browser) -> None:
    client = browser.as_(ward.office)
    client.get("/search?words=x")
    client.get("/tasks/99")
    text = client.get("/metrics").text
    assert 'tracker_requests_total{method="GET",page="/search",status="200"}' in text
    assert 'page="/tasks/<int:task_id>",status="404"' in text
    assert "tracker_request_seconds_bucket" in text
    assert "process_resident_memory_bytes" in text
    assert "words" not in text


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
def test_metrics_are_only_for_this_machine(browser: Browser, header: str) -> None:
    client = browser.anonymous()
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", headers={header: "203.0.113.7"}).status_code == 404
    far = {"REMOTE_ADDR": "203.0.113.7"}
    assert client.get("/metrics", environ_base=far).status_code == 404


def test_with_a_token_only_who_knows_it_reads_them(app: Flask, browser: Browser) -> None:
    config: Config = app.config["TRACKER"]
    app.config["TRACKER"] = replace(config, metrics_token=TOKEN)
    client, far = browser.anonymous(), {"REMOTE_ADDR": "203.0.113.7"}
    assert client.get("/metrics").status_code == 404
    said = {"Authorization": f"Bearer {TOKEN}"}
    assert client.get("/metrics", headers=said, environ_base=far).status_code == 200


@pytest.mark.usefixtures("ward")
def test_a_clock_set_back_is_found(app: Flask) -> None:
    assert app.extensions
    with clock.at(clock.now() - timedelta(days=400)):
        problem = machine.clock_problem()
    assert problem is not None
    assert "nhật ký đã ghi đến 05/08/2026" in problem
    db.session.remove()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda config: (config.data_dir / "secret_key").chmod(0o644), "chmod 600"),
        (lambda config: (config.data_dir / "secret_key").chmod(0o600), None),
    ],
)
def test_a_key_that_others_can_read_is_found(
    app: Flask, change: Callable[[Config], None], words: str | None
) -> None:
    config: Config = app.config["TRACKER"]
    (config.data_dir / "secret_key").write_text("x")
    change(config)
    problem = machine.folder_problem(config)
    assert (problem is None) if words is None else words in (problem or "")


@pytest.mark.parametrize("name", ["tracker.sqlite3", "evidence", "evidence/00"])
def test_what_lies_in_the_data_folder_and_cannot_be_written_is_found(
    app: Flask, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """As a copy that the machine's keeper put there belongs to the keeper."""
    config: Config = app.config["TRACKER"]
    foreign = config.data_dir / name
    if name.startswith("evidence"):
        foreign.mkdir(parents=True, exist_ok=True)
    else:
        foreign.touch()
    assert machine.folder_problem(config) is None
    may = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: path != foreign and may(path, mode))
    problem = machine.folder_problem(config)
    assert problem == f"“{foreign}” không ghi được: hãy cho tài khoản chạy dịch vụ quyền ghi."


def test_a_database_that_is_locked_or_full_is_not_called_lost(tmp_path: Path) -> None:
    file = tmp_path / "tracker.sqlite3"
    with (
        closing(sqlite3.connect(file, isolation_level=None)) as one,
        closing(sqlite3.connect(file, isolation_level=None, timeout=0)) as other,
    ):
        one.execute("CREATE TABLE paper (words)")
        one.execute("BEGIN EXCLUSIVE")
        with pytest.raises(sqlite3.OperationalError) as locked:
            other.execute("SELECT * FROM paper")
        one.execute("ROLLBACK")
        one.execute("PRAGMA max_page_count = 3")
        with pytest.raises(sqlite3.OperationalError) as full:
            one.execute("INSERT INTO paper VALUES (zeroblob(100000))")
    for reason, words in ((locked.value, "đang bận"), (full.value, "Ổ đĩa đầy")):
        said = health.not_opened(OperationalError("", {}, reason))
        assert words in said
        assert "TRACKER_DATABASE_URL" not in said


def test_a_data_folder_that_has_gone_is_said_and_no_failure(
    app: Flask, browser: Browser, tmp_path: Path
) -> None:
    app.config["TRACKER"] = replace(app.config["TRACKER"], data_dir=tmp_path / "gone")
    app.test_client_class = None
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 503
    assert "data folder" in answer.text
    assert "disk" in answer.text
    assert "tracker_free_bytes 0" in browser.anonymous().get("/metrics").text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_doctor_finds_rows_that_point_nowhere(app: Flask, ward: Ward) -> None:
    assert health.damage() is None
    number = ward.culture_head.id
    db.session.remove()
    with app.app_context(), closing(db.engine.raw_connection()) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("UPDATE user_account SET unit_id = 99 WHERE id = ?", (number,))
        connection.commit()
        connection.execute("PRAGMA foreign_keys = ON")
    assert "Bảng user_account có dòng trỏ tới dòng không còn" in (health.damage() or "")
