"""Kept answers: the same object while nothing is written, a new one after any commit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import create_engine, text

from tests.conftest import MORNING
from tests.counted_statements import counted_statements
from tests.factories import fixed, make_plan, make_task
from tests.personas import Browser, Ward
from tracker.core import clock
from tracker.core.db import db
from tracker.core.unchanged import kept_until_written
from tracker.settings.models import StoredSetting

asked: list[int] = []


@kept_until_written
def answer(number: int) -> tuple[int, int]:
    """Counts how often it is really asked."""
    asked.append(number)
    return number, len(asked)


@pytest.fixture
def page(app: Flask) -> Iterator[str]:
    """A page that asks."""
    asked.clear()
    kept = app.view_functions["health.alive"]
    app.view_functions["health.alive"] = lambda: str(answer(1))
    yield "/healthz"
    app.view_functions["health.alive"] = kept


def test_the_answer_is_kept_while_nothing_is_written(page: str, browser: Browser) -> None:
    client = browser.anonymous()
    assert client.get(page).text == client.get(page).text == "(1, 1)"


def test_a_commit_of_another_program_is_seen_at_once(page: str, browser: Browser) -> None:
    client = browser.anonymous()
    client.get(page)
    other = create_engine(db.engine.url)
    with other.begin() as connection:
        connection.execute(text("INSERT INTO setting (name, value) VALUES ('horizon_days', '61')"))
    other.dispose()
    assert client.get(page).text == "(1, 2)"


def test_a_commit_of_our_own_is_seen_at_once(page: str, browser: Browser) -> None:
    client = browser.anonymous()
    client.get(page)
    db.session.execute(text("INSERT INTO setting (name, value) VALUES ('horizon_days', '62')"))
    db.session.commit()
    assert client.get(page).text == "(1, 2)"


def test_what_was_only_tried_changes_nothing(page: str, browser: Browser) -> None:
    client = browser.anonymous()
    client.get(page)
    db.session.execute(text("INSERT INTO setting (name, value) VALUES ('horizon_days', '63')"))
    db.session.rollback()
    # PostgreSQL counts the attempt; the answer is the same either way.
    assert client.get(page).text in {"(1, 1)", "(1, 2)"}


def test_outside_of_reading_requests_nothing_is_kept(app: Flask) -> None:
    asked.clear()
    assert [answer(1), answer(1)] == [(1, 1), (1, 2)]
    assert app.extensions


def test_pages_show_at_once_what_another_person_saved(ward: Ward, browser: Browser) -> None:
    reader, office = browser.as_(ward.culture_head), browser.as_(ward.administrator)
    assert "UBND phường Mới" not in reader.get("/").text
    with counted_statements() as first:
        reader.get("/")
    with counted_statements() as second:
        reader.get("/")
    assert len(second) <= len(first)
    form = office.get("/settings").text
    assert 'name="ward_name"' in form
    db.session.execute(
        text("INSERT INTO setting (name, value) VALUES ('ward_name', :value)"),
        {"value": '"UBND phường Mới"'},
    )
    db.session.commit()
    assert "UBND phường Mới" in reader.get("/").text


def test_no_page_of_a_day_is_shown_on_the_next(ward: Ward, browser: Browser) -> None:
    make_task(make_plan(), fixed(date(2026, 8, 5)), lead=ward.culture)
    db.session.commit()
    head = browser.as_(ward.culture_head)
    assert "Hạn hôm nay" in head.get("/").text
    with clock.at(MORNING + timedelta(days=1)):
        assert 'id="count-overdue">1<' in head.get("/").text


# A request that writes.


@pytest.fixture
def saving(app: Flask) -> Iterator[list[str]]:
    """A page that saves; it does what the list names, in this order, and says what it was told."""
    asked.clear()
    steps: list[str] = []
    kept = app.view_functions["accounts.sign_in"]
    app.view_functions["accounts.sign_in"] = lambda: " ".join(_done(step) for step in steps)
    yield steps
    app.view_functions["accounts.sign_in"] = kept


def _done(step: str) -> str:
    setting = "INSERT INTO setting (name, value) VALUES ('horizon_days', '61')"
    match step:
        case "ask":
            return str(answer(1)[1])
        case "write":
            db.session.execute(text(setting))
        case "write as object":
            db.session.add(StoredSetting(name="horizon_days", value=61))
        case "end":
            db.session.rollback()
    return "-"


def test_who_saves_is_given_what_is_kept(page: str, saving: list[str], browser: Browser) -> None:
    client = browser.anonymous()
    client.get(page)
    saving[:] = ["ask", "ask"]
    assert client.post("/login").text == "1 1"


@pytest.mark.parametrize("change", ["write", "write as object", "end"])
def test_who_saves_is_given_nothing_kept_after_the_first_change(
    page: str, saving: list[str], browser: Browser, change: str
) -> None:
    client = browser.anonymous()
    client.get(page)
    saving[:] = ["ask", change, "ask", "ask"]
    assert client.post("/login").text == "1 - 2 3"


def test_what_was_seen_while_saving_is_not_kept_for_others(
    page: str, saving: list[str], browser: Browser
) -> None:
    client = browser.anonymous()
    client.get(page)
    saving[:] = ["write", "ask"]
    client.post("/login")
    assert client.get(page).text == "(1, 3)"


def test_who_saves_sees_what_another_program_committed(
    page: str, saving: list[str], browser: Browser
) -> None:
    client = browser.anonymous()
    client.get(page)
    other = create_engine(db.engine.url)
    with other.begin() as connection:
        connection.execute(text("INSERT INTO setting (name, value) VALUES ('horizon_days', '61')"))
    other.dispose()
    saving[:] = ["ask"]
    assert client.post("/login").text == "2"
