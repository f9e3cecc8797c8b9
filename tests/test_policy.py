"""Who may do what, over every route and every role. A route that nobody listed fails the test."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask, Response, request
from sqlalchemy import event
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from tests.personas import Browser, Ward
from tests.policy_rows import Ids, people_of, rows_of
from tests.policy_table import ASKS_FIRST, EXPECTED, LAST, NOBODY, REMOVING, ROLES, expected
from tracker import health_views
from tracker.accounts.models import User
from tracker.core.db import db
from tracker.policy import POLICY, may

WRITING = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "ALTER", "DROP")


@pytest.fixture
def people(ward: Ward) -> dict[str, User]:
    """One person of each role."""
    return people_of(ward)


@pytest.fixture
def ids(ward: Ward, browser: Browser) -> Ids:
    """One row of everything."""
    return rows_of(ward, browser)


@pytest.fixture
def refused_forms_in_a_word(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refused form is answered by its status alone: two thousand pages that say it are enough.

    Those of refused addresses are made, as they must not write either.
    """
    handlers = app.error_handler_spec[None][None]
    page_of = handlers[HTTPException]

    def answer(error: HTTPException) -> object:
        if request.method == "POST" and error.code in {401, 403, 404, 405}:
            return Response(status=error.code, mimetype="text/plain")
        return page_of(error)

    monkeypatch.setitem(handlers, HTTPException, answer)


@contextmanager
def watched_for_writes() -> Iterator[list[str]]:
    """The statements a page sends meanwhile that change the database, kept or not.

    Files that were asked for before are made beside the pages, in threads of their own.
    """
    found: list[str] = []
    of_page = threading.get_ident()

    def listen(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        writes = statement.lstrip().upper().startswith(WRITING)
        # That somebody fetched a file is noted beside the page; nothing that pages tell changes.
        if statement.startswith("INSERT INTO file_download"):
            return
        if writes and threading.get_ident() == of_page:
            found.append(statement[:60])

    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)


def in_order(app: Flask) -> list[Rule]:
    def place(rule: Rule) -> tuple[int, str]:
        last = LAST.index(rule.endpoint) + 1 if rule.endpoint in LAST else 0
        return last, rule.endpoint

    return sorted(app.url_map.iter_rules(), key=place)


def test_every_route_is_listed_here(app: Flask) -> None:
    routes = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert {route for route in routes if not expected(route)} == {"progress.remove_evidence"}
    assert routes >= set(EXPECTED)


@pytest.mark.usefixtures("refused_forms_in_a_word")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_the_table_says_and_reading_writes_nothing(
    app: Flask,
    people: dict[str, User],
    browser: Browser,
    ids: Ids,
    role: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The tests' tables were made without migrations, so that none of them says which it is.
    monkeypatch.setattr(health_views, "database_problem", lambda: None)
    wrong: list[str] = []
    for rule in in_order(app):
        client = browser.as_(people[role])
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            with (
                watched_for_writes() as writes,
                client.open(ids.address(rule), method=method) as answer,
            ):
                found = answer.status_code
            if method == "GET" and writes:
                wrong.append(f"GET {rule.endpoint} writes: {writes}")
            if rule.endpoint == "progress.remove_evidence":
                is_right = found == REMOVING[role]
            elif role in (allowed := expected(rule.endpoint) or NOBODY).roles:
                is_right = found not in {302, 401, 403, 404, 405} or rule.endpoint in ASKS_FIRST
            else:
                is_right = found == (403 if role in allowed.seeing else allowed.refusal)
            if not is_right:
                wrong.append(f"{method} {rule.endpoint}: {found}")
    assert wrong == []


def test_actions_are_known_and_nobody_signed_out_may_anything(ward: Ward) -> None:
    class Stranger:
        is_authenticated = False

    for action in POLICY:
        assert may(Stranger(), action) is False
    with pytest.raises(KeyError):
        may(ward.office, "plan:burn")


def test_every_action_of_the_page_is_asked_for_somewhere() -> None:
    root = Path(__file__).resolve().parent.parent
    sources = [*root.glob("tracker/**/*.py"), *root.glob("templates/**/*.html")]
    text = "\n".join(path.read_text("utf-8") for path in sources if path.name != "policy.py")
    unused = [action for action in POLICY if f'"{action}"' not in text]
    assert unused == []
