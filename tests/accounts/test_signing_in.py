"""Signing in and out; every page asks for it; too many wrong passwords lock the account."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from argon2 import Type, extract_parameters
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import MORNING
from tests.counted_statements import counted_statements
from tests.personas import PASSWORD, Browser, Ward
from tracker.accounts import attempts, service
from tracker.accounts.models import AddressTries, FailedTries
from tracker.accounts.rules import (
    LOCK_AFTER_FAILURES,
    MOST_TRIES_OF_ADDRESS,
    Try,
    address_key,
    lock_time,
)
from tracker.accounts.service import REFUSED
from tracker.accounts.signing_in import OPEN_ENDPOINTS
from tracker.audit.queries import entries_about
from tracker.core import clock
from tracker.core.db import db

# Before the tests' own takes its place.
HASHER = service._hasher


def test_passwords_are_hashed_as_they_should_be() -> None:
    """As the OWASP password storage guide advises: Argon2id, 19 MiB, two passes."""
    kept = extract_parameters(HASHER.hash(PASSWORD))
    assert (kept.type, kept.memory_cost, kept.time_cost) == (Type.ID, 19 * 1024, 2)


def try_to_sign_in(client: FlaskClient, username: str, password: str) -> int:
    data = {"username": username, "password": password}
    return client.post("/login", data=data).status_code


def test_the_right_password_leads_home(ward: Ward, browser: Browser) -> None:
    client = browser.sign_in(ward.office)
    assert "Việc của tôi" in client.get("/").text
    assert ward.office.last_signed_in_at == MORNING
    assert [entry.action for entry in entries_about(ward.office)][:1] == ["user:signed_in"]


@pytest.mark.usefixtures("ward")
def test_capitals_and_blanks_around_the_name_do_not_matter(browser: Browser) -> None:
    assert try_to_sign_in(browser.anonymous(), "  VanPhong ", PASSWORD) == 303


@pytest.mark.usefixtures("ward")
def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(browser: Browser) -> None:
    client = browser.anonymous()
    answers = [
        client.post("/login", data={"username": name, "password": "sai-mat-khau"})
        for name in ("vanphong", "khong-co-ai")
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert all(REFUSED in answer.text for answer in answers)


@pytest.mark.usefixtures("ward")
def test_an_empty_form_says_what_is_missing(browser: Browser) -> None:
    answer = browser.anonymous().post("/login", data={})
    assert answer.status_code == 422
    assert "Hãy nhập tên đăng nhập." in answer.text
    assert "Hãy nhập mật khẩu." in answer.text


def failures_of(username: str) -> int:
    found = db.session.get(FailedTries, attempts.key_of_name(username))
    return found.failures if found else 0


def test_failures_are_counted_although_refused_and_forgotten_after_signing_in(
    ward: Ward, browser: Browser
) -> None:
    client = browser.anonymous()
    for count in range(1, LOCK_AFTER_FAILURES):
        try_to_sign_in(client, "vanphong", "sai-mat-khau")
        assert failures_of("VanPhong ") == count
    browser.sign_in(ward.office)
    assert failures_of("vanphong") == 0


@pytest.mark.parametrize("username", ["vanphong", "khong-co-ai"])
@pytest.mark.usefixtures("ward")
def test_five_failures_lock_a_name_whether_or_not_it_has_an_account(
    browser: Browser, username: str
) -> None:
    client = browser.anonymous()
    for _ in range(LOCK_AFTER_FAILURES):
        assert try_to_sign_in(client, username, "sai-mat-khau") == 422
    locked = client.post("/login", data={"username": username, "password": PASSWORD})
    assert locked.status_code == 422
    assert "Tạm khóa đến 08:05 vì nhập sai nhiều lần." in locked.text
    assert all(username not in key for key in db.session.scalars(db.select(FailedTries.key)))


def test_each_further_failure_locks_for_longer(ward: Ward, browser: Browser) -> None:
    client = browser.anonymous()
    for _ in range(LOCK_AFTER_FAILURES):
        try_to_sign_in(client, "vanphong", "sai-mat-khau")
    refusals = [entry.action for entry in entries_about(ward.office)]
    assert refusals.count("user:sign_in_refused") == LOCK_AFTER_FAILURES
    with clock.at(MORNING + timedelta(minutes=5, seconds=1)):
        try_to_sign_in(client, "vanphong", "sai-mat-khau")
        locked = client.post("/login", data={"username": "vanphong", "password": PASSWORD})
        assert "Tạm khóa đến 08:15" in locked.text
    with clock.at(MORNING + timedelta(minutes=15, seconds=2)):
        assert try_to_sign_in(client, "vanphong", PASSWORD) == 303
    pauses = [lock_time(failures) for failures in range(4, 11)]
    assert pauses == [
        None,
        *(timedelta(minutes=minutes) for minutes in (5, 10, 20, 40, 60, 60)),
    ]


def test_old_failures_count_no_longer_and_are_taken_away(ward: Ward, browser: Browser) -> None:
    assert ward
    client = browser.anonymous()
    for _ in range(LOCK_AFTER_FAILURES - 1):
        try_to_sign_in(client, "vanphong", "sai-mat-khau")
    with clock.at(MORNING + timedelta(days=1, minutes=1)):
        try_to_sign_in(client, "vanphong", "sai-mat-khau")
        assert failures_of("vanphong") == 1
        assert attempts.forget_old_tries() == 1, "the address's count of yesterday"
    assert failures_of("vanphong") == 1


def test_a_new_password_from_the_administrator_lets_in_again(ward: Ward, browser: Browser) -> None:
    for _ in range(LOCK_AFTER_FAILURES):
        try_to_sign_in(browser.anonymous(), "vanphong", "sai-mat-khau")
    service.set_password(ward.office, "Cam-buoi-nhan-2026", actor=ward.administrator)
    db.session.commit()
    assert try_to_sign_in(browser.anonymous(), "vanphong", "Cam-buoi-nhan-2026") == 303


@pytest.mark.usefixtures("ward")
def test_an_address_that_fails_too_often_must_wait_whatever_the_names(browser: Browser) -> None:
    for _ in range(MOST_TRIES_OF_ADDRESS[Try.PASSWORD]):
        attempts.count_try(Try.PASSWORD, "127.0.0.1")
    db.session.commit()
    client = browser.anonymous()
    assert try_to_sign_in(client, "vanphong", PASSWORD) == 429
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    data = {"username": "vanphong", "password": PASSWORD}
    assert client.post("/login", data=data, environ_overrides=elsewhere).status_code == 303
    with clock.at(MORNING + timedelta(minutes=15)):
        assert try_to_sign_in(browser.anonymous(), "vanphong", PASSWORD) == 303


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("unix:", "unix:"),
    ],
)
def test_one_line_is_counted_once(address: str, key: str) -> None:
    assert address_key(address) == key


def test_an_unknown_name_takes_as_much_work_as_a_known_one(
    ward: Ward, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ward
    spent: list[str] = []

    class Counting:
        hash = staticmethod(lambda _password: spent.append("argon2"))

        @staticmethod
        def verify(_hash: str, _password: str) -> bool:
            spent.append("argon2")
            return False

    monkeypatch.setattr(service, "_hasher", Counting)
    work = {}
    for username in ("chutich", "vanphong", "khong-co-ai"):
        db.session.rollback()
        with counted_statements() as statements:
            assert try_to_sign_in(browser.anonymous(), username, "sai-mat-khau") == 422
        work[username] = [statement.split()[0] for statement in statements]
    assert spent == ["argon2"] * 3
    assert work["vanphong"] == work["khong-co-ai"]
    assert db.session.query(AddressTries).one().tries == 3


def test_a_disabled_account_is_refused_and_signed_out(ward: Ward, browser: Browser) -> None:
    client = browser.sign_in(ward.culture_officer)
    ward.culture_officer.is_enabled = False
    db.session.commit()
    assert client.get("/").status_code == 302
    assert try_to_sign_in(browser.anonymous(), "congchuc.vanhoa", PASSWORD) == 422


def test_who_knows_the_password_of_a_locked_account_is_told_so(
    ward: Ward, browser: Browser
) -> None:
    """Else they would try and reset for ever; a stranger is told nothing."""
    ward.culture_officer.is_enabled = False
    db.session.commit()
    for password, is_told in ((PASSWORD, True), ("sai-mat-khau", False)):
        data = {"username": "congchuc.vanhoa", "password": password}
        page = browser.anonymous().post("/login", data=data).text
        assert ("Tài khoản này đang bị khóa" in page) is is_told
        assert ("Tên đăng nhập hoặc mật khẩu không đúng." in page) is not is_told


def test_signing_out_ends_the_session(ward: Ward, browser: Browser) -> None:
    client = browser.sign_in(ward.office)
    assert client.post("/logout").headers["Location"] == "/login"
    assert client.get("/").status_code == 302
    assert "user:signed_out" in {entry.action for entry in entries_about(ward.office)}


def test_a_page_asks_to_sign_in_and_comes_back_to_it(ward: Ward, browser: Browser) -> None:
    client = browser.anonymous()
    asked = client.get("/plans?unit=3")
    assert asked.headers["Location"] == "/login?next=/plans?unit%3D3"
    data = {"username": ward.office.username, "password": PASSWORD}
    signed_in = client.post(asked.headers["Location"], data=data)
    assert signed_in.headers["Location"] == "/plans?unit=3"


def test_the_form_itself_remembers_where_to_go(browser: Browser) -> None:
    page = browser.anonymous().get("/login?next=/plans")
    assert 'action="/login?next=/plans"' in page.text


@pytest.mark.parametrize(
    "target",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example/",
        "/\t/elsewhere.example/",
        "//[",
        "/plans\r\nSet-Cookie: theirs=1",
        "\\\\elsewhere.example",
        "javascript:alert(1)",
        "plans",
        "",
    ],
)
def test_signing_in_never_leads_to_another_site(ward: Ward, browser: Browser, target: str) -> None:
    data = {"username": ward.office.username, "password": PASSWORD}
    answer = browser.anonymous().post("/login", query_string={"next": target}, data=data)
    assert answer.headers["Location"] == "/"


def test_htmx_is_sent_to_the_sign_in_page_as_a_whole(browser: Browser) -> None:
    answer = browser.anonymous().get("/plans", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/login?next=/plans"


@pytest.mark.parametrize("checks_key", [False, True])
def test_a_form_sent_after_the_session_ended_comes_back_after_signing_in(
    app: Flask, browser: Browser, checks_key: bool
) -> None:
    app.config["WTF_CSRF_ENABLED"] = checks_key
    answer = browser.anonymous().post("/settings")
    assert answer.location == "/login?next=/settings"
    part = browser.anonymous().post("/settings", headers={"HX-Request": "true"})
    assert (part.status_code, part.headers["HX-Redirect"]) == (401, "/login?next=/settings")
    assert browser.anonymous().post("/logout").location == "/login"


def test_every_page_but_the_open_ones_is_closed_to_strangers(app: Flask, browser: Browser) -> None:
    client = browser.anonymous()
    for rule in app.url_map.iter_rules():
        if rule.endpoint in OPEN_ENDPOINTS - {"due_calendar.feed"}:
            continue
        if rule.endpoint == "due_calendar.feed":
            assert client.get("/calendar/feed/1.ics").status_code == 404
            continue
        path = re.sub(r"<any\((\w+)[^>]*>", r"\1", rule.rule)
        path = re.sub(r"<[^>]+>", "1", path)
        method = "GET" if "GET" in (rule.methods or ()) else "POST"
        answer = client.open(path, method=method)
        assert answer.status_code == 302, path
        assert answer.headers["Location"].startswith("/login"), path


def test_little_is_open_to_strangers() -> None:
    pages = {"accounts.sign_in", "password_reset.ask", "password_reset.choose"}
    pages |= {"provider.leave", "provider.come_back", "provider.enter"}
    pages |= {"health.alive", "health.ready", "health.metrics"}
    assert OPEN_ENDPOINTS - pages == {"static", "style_sheet", "due_calendar.feed"}


def test_the_health_page_is_open(browser: Browser) -> None:
    assert browser.anonymous().get("/healthz").text == "ok"
