"""Strangers' wrong passwords keep nobody out at the machine where they usually work."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.personas import PASSWORD, Browser, Ward
from tracker.accounts import attempts, known_browsers
from tracker.accounts.models import User
from tracker.accounts.rules import LOCK_AFTER_FAILURES, MOST_TRIES_OF_ADDRESS, Try
from tracker.accounts.service import set_password
from tracker.core.db import db

NEW = "Cam-buoi-nhan-2026"


def try_to_sign_in(client: FlaskClient, user: User, password: str = PASSWORD) -> int:
    data = {"username": user.username, "password": password}
    return client.post("/login", data=data).status_code


def lock_the_name(user: User, browser: Browser) -> None:
    stranger = browser.anonymous()
    for _ in range(LOCK_AFTER_FAILURES):
        try_to_sign_in(stranger, user, "sai-mat-khau")
    assert try_to_sign_in(browser.anonymous(), user) == 422


def keep_the_address_busy() -> None:
    for _ in range(MOST_TRIES_OF_ADDRESS[Try.PASSWORD]):
        attempts.count_try(Try.PASSWORD, "127.0.0.1")
    db.session.commit()


@pytest.fixture
def own_machine(ward: Ward, browser: Browser) -> FlaskClient:
    """Where the chairman signed in before."""
    client = browser.sign_in(ward.leader)
    client.post("/logout")
    return client


def test_whoever_signed_in_there_gets_in_although_the_name_is_locked(
    ward: Ward, browser: Browser, own_machine: FlaskClient
) -> None:
    lock_the_name(ward.leader, browser)
    assert try_to_sign_in(own_machine, ward.leader) == 303
    assert try_to_sign_in(browser.anonymous(), ward.leader) == 422, "strangers still wait"


def test_and_although_others_behind_the_same_address_failed_too_often(
    ward: Ward, browser: Browser, own_machine: FlaskClient
) -> None:
    keep_the_address_busy()
    assert try_to_sign_in(browser.anonymous(), ward.leader) == 429
    assert try_to_sign_in(own_machine, ward.office) == 429, "not known there"
    assert try_to_sign_in(own_machine, ward.leader) == 303


def test_five_failures_lock_there_too_and_nowhere_else(
    ward: Ward, browser: Browser, own_machine: FlaskClient
) -> None:
    for _ in range(LOCK_AFTER_FAILURES):
        assert try_to_sign_in(own_machine, ward.leader, "sai-mat-khau") == 422
    assert try_to_sign_in(own_machine, ward.leader) == 422
    assert try_to_sign_in(browser.anonymous(), ward.leader) == 303


def test_a_new_password_must_be_shown_first(ward: Ward, own_machine: FlaskClient) -> None:
    set_password(ward.leader, NEW, actor=ward.administrator)
    db.session.commit()
    keep_the_address_busy()
    assert try_to_sign_in(own_machine, ward.leader) == 429
    assert try_to_sign_in(own_machine, ward.leader, NEW) == 429


def test_who_changes_the_password_stays_known(ward: Ward, browser: Browser) -> None:
    client = browser.sign_in(ward.leader)
    answer = client.post("/account/password", data={"old": PASSWORD, "new": NEW, "again": NEW})
    assert answer.status_code == 303
    client.post("/logout")
    lock_the_name(ward.leader, browser)
    assert try_to_sign_in(client, ward.leader, NEW) == 303


def test_a_machine_of_many_knows_all_of_them(ward: Ward, browser: Browser) -> None:
    client = browser.sign_in(ward.leader)
    client.post("/logout")
    assert try_to_sign_in(client, ward.office) == 303
    client.post("/logout")
    for user in (ward.leader, ward.office):
        lock_the_name(user, browser)
        assert try_to_sign_in(client, user) == 303
        client.post("/logout")


@pytest.mark.parametrize("cookie", ["", "x", "WyJhIl0.aGg1_g.x" * 20, '["a","b"]'])
def test_a_cookie_made_up_is_none(ward: Ward, browser: Browser, cookie: str) -> None:
    client = browser.anonymous()
    client.set_cookie(known_browsers.COOKIE, cookie)
    lock_the_name(ward.leader, browser)
    assert try_to_sign_in(client, ward.leader) == 422


def test_the_cookie_tells_no_name_and_no_script(ward: Ward, app: Flask) -> None:
    client = app.test_client()
    data = {"username": ward.leader.username, "password": PASSWORD}
    sent = client.post("/login", data=data).headers.getlist("Set-Cookie")
    (cookie,) = (text for text in sent if text.startswith(f"{known_browsers.COOKIE}="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert ward.leader.username not in cookie
    with app.test_request_context(headers={"Cookie": cookie.split(";")[0]}):
        known = known_browsers.this_browser()
    assert known is not None
    assert known.knows(ward.leader)
    assert not any(ward.leader.session_key in mark for mark in known.people)


def test_the_server_asks_of_the_cookies_alone_whether_somebody_signed_in(
    ward: Ward, app: Flask
) -> None:
    """Before it takes in a large body; whoever only looked at the sign-in page is a stranger."""
    client = app.test_client()
    looked_at = _cookies(client.get("/login"))
    assert not known_browsers.is_known(app, looked_at)
    data = {"username": ward.leader.username, "password": PASSWORD}
    signed_in = _cookies(client.post("/login", data=data))
    assert known_browsers.is_known(app, f"other=1; {signed_in}")
    for made_up in ("", "known=", signed_in.replace("known=", "known=x"), "known=é\0"):
        assert not known_browsers.is_known(app, made_up)


def _cookies(answer: TestResponse) -> str:
    return "; ".join(text.split(";")[0] for text in answer.headers.getlist("Set-Cookie"))


def test_over_https_it_stays_with_this_very_host(ward: Ward, app: Flask) -> None:
    app.config["SESSION_COOKIE_SECURE"] = True
    data = {"username": ward.leader.username, "password": PASSWORD}
    answer = app.test_client().post("/login", data=data, base_url="https://localhost")
    sent = answer.headers.getlist("Set-Cookie")
    (cookie,) = (text for text in sent if text.startswith(f"__Host-{known_browsers.COOKIE}="))
    assert {"Secure", "Path=/", "HttpOnly"} <= {part.strip() for part in cookie.split(";")}
    assert "Domain" not in cookie


def test_of_a_machine_that_very_many_use_the_last_are_known(ward: Ward) -> None:
    known = known_browsers.KnownBrowser("1", ("mark",) * known_browsers.MOST_PEOPLE)
    known = known.with_person(ward.leader).with_person(ward.office).with_person(ward.leader)
    assert len(known.people) == known_browsers.MOST_PEOPLE
    assert known.knows(ward.leader)
    assert known.knows(ward.office)
