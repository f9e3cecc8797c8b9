"""A forgotten password: a link by mail, sent by the outbox, good for once and for half an hour."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from tests.conftest import MORNING
from tests.personas import Browser, Ward
from tests.reminders.conftest import use_mail_server
from tests.reminders.post_office import PostOffice, open_post_office
from tracker.accounts.models import PasswordReset, User
from tracker.accounts.queries import open_sign_ins
from tracker.accounts.rules import MOST_TRIES_OF_ADDRESS, Try
from tracker.accounts.service import AccountDetails, change_user, set_password
from tracker.audit.models import AuditEntry
from tracker.core import clock
from tracker.core.db import db
from tracker.reminders.models import OutboxMessage
from tracker.reminders.resetting import ask_for_reset
from tracker.reminders.rules import OutboxState
from tracker.reminders.service import send_outbox

NEW = "Cam-buoi-nhan-2026"
TYPED = {"new": NEW, "again": NEW}


@pytest.fixture
def post_office(app: Flask) -> Iterator[PostOffice]:
    with open_post_office() as (office, server):
        use_mail_server(app, server)
        yield office


def ask(browser: Browser, username: str) -> str:
    answer = browser.anonymous().post("/login/forgotten", data={"username": username})
    assert answer.status_code == 200
    return re.sub(r'"[^"]{80,}"|X-CSRFToken": "[^"]+', "a token", answer.text)


def send(app: Flask) -> None:
    db.session.commit()
    with app.app_context():
        send_outbox(clock.now())
    db.session.expire_all()


def link_of(office: PostOffice) -> str:
    """The link of the last mail, as an address of this app."""
    body = office.mails[-1].get_body(("plain",))
    assert body is not None
    found = re.search(r"http://localhost(/login/new-password/\S+)", body.get_content())
    assert found, body.get_content()
    return found[1]


def mailed_link(app: Flask, browser: Browser, office: PostOffice, user: User) -> str:
    ask(browser, user.username)
    send(app)
    return link_of(office)


def test_the_link_gives_a_new_password_once_and_signs_out_everywhere(
    app: Flask, ward: Ward, browser: Browser, post_office: PostOffice
) -> None:
    link = mailed_link(app, browser, post_office, ward.culture_head)
    assert post_office.addressees == [ward.culture_head.email]
    assert "congchuc" not in browser.anonymous().get(link).text
    weak = browser.anonymous().post(link, data={"new": "Matkhau@2026", "again": "Matkhau@2026"})
    assert (weak.status_code, "dễ đoán" in weak.text) == (422, True)
    answer = browser.anonymous().post(link, data=TYPED)
    assert answer.headers["Location"] == "/login"
    assert open_sign_ins(ward.culture_head) == []
    browser.sign_in(ward.culture_head, NEW)
    assert browser.anonymous().get(link).status_code == 410
    assert browser.anonymous().post(link, data=TYPED).status_code == 410


def test_neither_the_database_nor_the_office_s_page_holds_the_link(
    app: Flask, ward: Ward, browser: Browser, post_office: PostOffice
) -> None:
    token = mailed_link(app, browser, post_office, ward.culture_head).rpartition("/")[2]
    message = db.session.query(OutboxMessage).one()
    kept = db.session.query(PasswordReset).one().token_hash
    assert token not in f"{message.subject}{message.text}{kept}"
    page = browser.as_(ward.office).get(f"/reminders/{message.id}").text
    assert "không lưu ở đây" in page
    assert "Vì sao nhắc" not in page


def test_the_answer_tells_nothing_of_accounts(
    app: Flask, ward: Ward, browser: Browser, post_office: PostOffice
) -> None:
    ward.observer.email = None
    ward.office.is_enabled = False
    db.session.commit()
    answers = {ask(browser, name) for name in ("truong.vanhoa", "giamsat", "vanphong", "ai-do")}
    assert len(answers) == 1
    send(app)
    assert len(post_office.mails) == 1
    told = db.session.query(AuditEntry).filter_by(action="user:password_reset_asked")
    assert told.count() == 4, "each is written down, so each takes the same work"


@pytest.mark.parametrize("change", ["late", "changed", "moved", "disabled", "asked again"])
def test_a_link_dies(
    app: Flask, ward: Ward, browser: Browser, post_office: PostOffice, change: str
) -> None:
    user = ward.culture_head
    link = mailed_link(app, browser, post_office, user)
    moment = MORNING
    if change == "late":
        moment += timedelta(minutes=30)
    elif change == "changed":
        set_password(user, "Xoai-mit-dua-2026", actor=user)
    elif change == "moved":
        details = AccountDetails(user.full_name, user.role, user.unit, email="b@phuongmau.example")
        change_user(user, details, version=user.version, actor=ward.administrator)
    elif change == "disabled":
        user.is_enabled = False
    else:
        assert mailed_link(app, browser, post_office, user) != link
        assert len(set(post_office.message_ids)) == 2
    db.session.commit()
    with clock.at(moment):
        assert browser.anonymous().get(link).status_code == 410
        assert browser.anonymous().post(link, data=TYPED).status_code == 410


def test_nobody_is_flooded(app: Flask, ward: Ward, post_office: PostOffice) -> None:
    for _ in range(7):
        ask_for_reset(ward.culture_head.username)
        ask_for_reset(ward.culture_head.username)
        send(app)
    assert len(post_office.mails) == 5


@pytest.mark.usefixtures("post_office", "ward")
def test_an_address_that_asks_too_often_must_wait(browser: Browser) -> None:
    for _ in range(MOST_TRIES_OF_ADDRESS[Try.RESET]):
        ask(browser, "ai-do")
    answer = browser.anonymous().post("/login/forgotten", data={"username": "ai-do"})
    assert answer.status_code == 429


def test_what_was_not_sent_on_its_day_is_asked_for_anew(
    app: Flask, ward: Ward, browser: Browser, post_office: PostOffice
) -> None:
    ask(browser, ward.culture_head.username)
    db.session.commit()
    with clock.at(MORNING + timedelta(days=1)):
        send(app)
    assert post_office.mails == []
    assert db.session.query(OutboxMessage).one().state is OutboxState.GIVEN_UP


@pytest.mark.usefixtures("ward")
def test_without_a_mail_server_the_page_says_whom_to_ask(browser: Browser) -> None:
    client = browser.anonymous()
    assert "/login/forgotten" in client.get("/login").text
    assert "báo quản trị" in client.get("/login/forgotten").text
