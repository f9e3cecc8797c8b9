"""The office sees every mail, the server's words, whom no mail reaches; and sends again."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from tests.factories import fixed, make_plan, make_task
from tests.personas import Browser, Ward
from tests.reminders.conftest import RunPass, moment
from tests.reminders.post_office import PostOffice
from tracker.audit.models import AuditEntry
from tracker.core import clock
from tracker.core.db import db
from tracker.reminders.models import OutboxMessage
from tracker.reminders.rules import OutboxState

HEAD = "truong.vanhoa@phuongmau.example"
MORNING = "2026-08-27T07:30"


@pytest.fixture
def refused(ward: Ward, post_office: PostOffice, pass_at: RunPass) -> OutboxMessage:
    """A mail that the server refused for good."""
    make_task(make_plan(), fixed(date(2026, 8, 27)), lead=ward.culture)
    post_office.answers[HEAD] = ["550 5.1.1 No such user here"]
    pass_at(MORNING)
    return db.session.scalars(select(OutboxMessage)).one()


@pytest.mark.usefixtures("refused")
def test_the_list_shows_who_when_the_state_and_the_servers_words(
    ward: Ward, browser: Browser
) -> None:
    with clock.at(moment(MORNING)):
        page = browser.as_(ward.office).get("/reminders").text
    for words in ("27/08/2026", HEAD, "Không gửi được", "550 5.1.1 No such user here", "Gửi lại"):
        assert words in page


@pytest.mark.usefixtures("refused")
def test_the_list_can_be_narrowed_to_a_state(ward: Ward, browser: Browser) -> None:
    office = browser.as_(ward.office)
    assert HEAD in office.get("/reminders?state=failed").text
    assert "Không có thư nào khớp bộ lọc" in office.get("/reminders?state=sent").text
    assert HEAD in office.get("/reminders?state=nonsense").text


def test_the_mail_page_shows_its_words_and_why_it_was_written(
    refused: OutboxMessage, ward: Ward, browser: Browser
) -> None:
    page = browser.as_(ward.office).get(f"/reminders/{refused.id}").text
    assert "Kính gửi ông/bà Người thử truong.vanhoa" in page
    assert "Đến hạn; hạn 27/08/2026" in page
    assert refused.message_id in page


def test_sending_again_queues_the_mail_and_is_journalled(
    refused: OutboxMessage, ward: Ward, browser: Browser, post_office: PostOffice, pass_at: RunPass
) -> None:
    with clock.at(moment("2026-08-27T09:00")):
        answer = browser.as_(ward.office).post(f"/reminders/{refused.id}/resend")
    assert answer.status_code == 303
    pass_at("2026-08-27T09:01")
    assert post_office.addressees == [HEAD]
    assert db.session.get_one(OutboxMessage, refused.id).state is OutboxState.SENT
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "mail:resent")).one()
    assert entry.user_name == ward.office.full_name


def test_sending_again_twice_says_so(refused: OutboxMessage, ward: Ward, browser: Browser) -> None:
    office = browser.as_(ward.office)
    office.post(f"/reminders/{refused.id}/resend")
    answer = office.post(f"/reminders/{refused.id}/resend")
    assert answer.status_code == 409
    assert "không ở trạng thái gửi lỗi" in answer.text


@pytest.mark.usefixtures("post_office")
def test_people_without_an_address_are_listed(
    ward: Ward, browser: Browser, pass_at: RunPass
) -> None:
    make_task(make_plan(), fixed(date(2026, 8, 27)), lead=ward.culture)
    ward.culture_head.email = None
    pass_at(MORNING)
    with clock.at(moment("2026-08-28T09:00")):
        page = browser.as_(ward.office).get("/reminders").text
    assert "1 người có việc cần nhắc" in page
    assert "Người thử truong.vanhoa" in page


def test_an_empty_outbox_says_what_will_come(ward: Ward, browser: Browser) -> None:
    page = browser.as_(ward.office).get("/reminders").text
    assert "Chưa có thư nhắc nào" in page
    assert "Chưa đặt máy chủ thư" in page


@pytest.mark.parametrize("name", ["culture_head", "culture_officer", "observer", "leader"])
def test_others_may_neither_look_nor_send(
    refused: OutboxMessage, ward: Ward, browser: Browser, name: str
) -> None:
    client = browser.as_(getattr(ward, name))
    assert client.get("/reminders").status_code == 403
    assert client.get(f"/reminders/{refused.id}").status_code == 403
    assert client.post(f"/reminders/{refused.id}/resend").status_code == 403


def test_a_mail_that_is_not_there_is_not_found(ward: Ward, browser: Browser) -> None:
    assert browser.as_(ward.office).get("/reminders/999").status_code == 404
