"""Signing in and out; every page asks for it; too many wrong passwords lock the account."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import MORNING
from tests.personas import PASSWORD, Browser, Ward
from tracker.accounts.rules import LOCK_AFTER_FAILURES, LOCK_MINUTES
from tracker.accounts.service import REFUSED
from tracker.audit.queries import entries_about
from tracker.core import clock
from tracker.core.db import db


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


def test_five_wrong_passwords_lock_the_account_for_a_while(ward: Ward, browser: Browser) -> None:
    client = browser.anonymous()
    for _ in range(LOCK_AFTER_FAILURES):
        assert try_to_sign_in(client, "vanphong", "sai-mat-khau") == 422
    locked = client.post("/login", data={"username": "vanphong", "password": PASSWORD})
    assert locked.status_code == 422
    assert "tạm khóa đến 08:15" in locked.text
    refusals = [entry.action for entry in entries_about(ward.office)]
    assert refusals.count("user:sign_in_refused") == LOCK_AFTER_FAILURES

    with clock.at(MORNING + timedelta(minutes=LOCK_MINUTES, seconds=1)):
        assert try_to_sign_in(client, "vanphong", PASSWORD) == 303
    assert ward.office.failed_sign_ins == 0


def test_a_failure_is_counted_although_the_answer_is_a_refusal(
    ward: Ward, browser: Browser
) -> None:
    try_to_sign_in(browser.anonymous(), "vanphong", "sai-mat-khau")
    assert ward.office.failed_sign_ins == 1


def test_signing_in_forgets_earlier_failures(ward: Ward, browser: Browser) -> None:
    client = browser.anonymous()
    for _ in range(LOCK_AFTER_FAILURES - 1):
        try_to_sign_in(client, "vanphong", "sai-mat-khau")
    browser.sign_in(ward.office)
    assert ward.office.failed_sign_ins == 0


def test_a_disabled_account_is_refused_and_signed_out(ward: Ward, browser: Browser) -> None:
    client = browser.sign_in(ward.culture_officer)
    ward.culture_officer.is_enabled = False
    db.session.commit()
    assert client.get("/").status_code == 302
    assert try_to_sign_in(browser.anonymous(), "congchuc.vanhoa", PASSWORD) == 422


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
        if rule.endpoint in {"static", "style_sheet", "accounts.sign_in", "workspace.health"}:
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


def test_the_health_page_is_open(browser: Browser) -> None:
    assert browser.anonymous().get("/healthz").text == "ok"
