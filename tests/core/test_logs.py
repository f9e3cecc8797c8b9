"""What the program writes of its work: useful to whoever looks after it, silent about people."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select, text

from tests.personas import Browser, Ward
from tracker.core import logs, observing
from tracker.core.db import db
from tracker.tasks.models import Task


@pytest.fixture(autouse=True)
def kept_logging() -> Iterator[None]:
    """Logging as it was, afterwards."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:], root.level = handlers, level


def written(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().err.splitlines()


def test_a_request_is_one_line_without_its_words_and_its_person(
    ward: Ward, browser: Browser, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure(as_json=True, level="INFO")
    browser.as_(ward.office).get("/search?words=bí+mật")
    events = [json.loads(line) for line in written(capsys)]
    (line,) = (event for event in events if event["logger"] == "tracker.requests")
    assert (line["method"], line["page"], line["status"]) == ("GET", "/search", 200)
    assert line["statements"] > 2
    assert line["milliseconds"] > 0
    assert "bí" not in str(line)
    assert ward.office.username not in str(line)


def test_plain_lines_say_the_same(
    ward: Ward, browser: Browser, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure(as_json=False, level="INFO")
    browser.as_(ward.office).get("/units/1")
    (line,) = (line for line in written(capsys) if "tracker.requests" in line)
    assert "method=GET page=/units/<int:unit_id> status=200" in line


def test_an_error_is_told_without_the_values_in_its_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.configure(as_json=False, level="INFO")
    try:
        try:
            int("0912345678 Nguyễn Văn A")
        except ValueError as error:
            raise RuntimeError("Nguyễn Văn A") from error
    except RuntimeError:
        logging.getLogger("tracker").exception("it failed")
    said = "\n".join(written(capsys))
    assert "builtins.RuntimeError" in said
    assert "builtins.ValueError" in said
    assert "test_logs.py" in said
    assert "0912345678 Nguyễn" not in said.replace('int("0912345678 Nguyễn Văn A")', "")


def test_a_slow_query_is_noted_without_its_values(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure(as_json=True, level="WARNING")
    observed = app.extensions[observing.EXTENSION]
    before, usual = observed.slow_queries, observed.slow_seconds
    observed.slow_seconds = 0.0
    db.session.execute(text("SELECT name FROM setting WHERE name = :name"), {"name": "bí mật"})
    observed.slow_seconds = usual
    *_begun, event = (json.loads(line) for line in written(capsys))
    assert event["message"] == "slow query"
    assert event["statement"].startswith("SELECT name FROM setting")
    assert "bí mật" not in str(event)
    assert observed.slow_queries > before


def test_a_slow_query_about_very_many_rows_says_what_was_asked_of_them(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure(as_json=True, level="WARNING")
    observed = app.extensions[observing.EXTENSION]
    usual = observed.slow_seconds
    observed.slow_seconds = 0.0
    db.session.scalars(select(Task.id).where(Task.id.in_(range(1500)), Task.label == "1.1")).all()
    observed.slow_seconds = usual
    *_begun, event = (json.loads(line) for line in written(capsys))
    assert ", …) AND task.label = " in event["statement"]
    assert len(event["statement"]) < 200
