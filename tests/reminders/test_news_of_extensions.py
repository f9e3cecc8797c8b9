"""The office hears of a request, the units of the answer: in the digest and the bell, once."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from tests.extensions.requests import ask, decide, on, revoke, the_request
from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.imports.reviewing import words_of as words_of_page
from tests.personas import Browser, Ward
from tests.progress.reports import send_report
from tests.reminders.conftest import RunPass, moment
from tests.reminders.post_office import PostOffice, words_of
from tracker.core import clock
from tracker.core.db import db
from tracker.progress.models import Contribution
from tracker.reminders.models import Reminder
from tracker.reminders.notice_queries import count_unread

DUE = date(2026, 9, 30)  # far off: no reminder of the date is near
OFFICE = "vanphong@phuongmau.example"
HEAD = "truong.vanhoa@phuongmau.example"
SHARING = "truong.kinhte@phuongmau.example"


@pytest.fixture
def owed(ward: Ward) -> Contribution:
    """What the culture division leads and the economy division shares."""
    task = make_task(make_plan(), fixed(DUE), lead=ward.culture, cooperating=(ward.economy,))
    db.session.commit()
    return contribution_of(task, ward.culture)


@pytest.fixture
def asked(ward: Ward, browser: Browser, owed: Contribution) -> Contribution:
    """The culture division has asked for 15 October."""
    assert ask(browser.as_(ward.culture_head), owed, wanted_due_on="15/10/2026").status_code == 303
    return owed


def told() -> list[tuple[str, str]]:
    """Who was told which step, in the order of telling."""
    rows = db.session.scalars(select(Reminder).order_by(Reminder.id))
    return [(row.recipient.username, row.step) for row in rows]


def test_the_office_is_told_of_a_request_once(
    ward: Ward, browser: Browser, asked: Contribution, post_office: PostOffice, pass_at: RunPass
) -> None:
    for day in ("05", "05", "06"):
        pass_at(f"2026-08-{day}T16:30")
    assert told() == [("vanphong", "extension_asked:1")]
    assert post_office.addressees == [OFFICE]
    mail = post_office.mails[0]
    assert mail["Subject"].endswith("05/08/2026: 1 đơn vị xin gia hạn, chờ trả lời")
    words = words_of(mail, "plain")
    assert "Phòng Văn hóa - Xã hội · Chủ trì" in words
    assert "Xin gia hạn từ 30/09/2026 đến 15/10/2026. Lý do: Chờ số liệu của cấp trên." in words
    assert "http://localhost/extensions/1/decide" in words
    office = browser.as_(ward.office)
    assert "Xin gia hạn đến 15/10/2026" in words_of_page(office.get("/notices"))
    notice = db.session.scalars(select(Reminder)).one()
    assert office.post(f"/notices/{notice.id}/open").location == "/extensions/1/decide"
    assert asked.occurrence.due_on == DUE


@pytest.mark.usefixtures("asked")
def test_the_units_are_told_of_a_grant_once_and_the_request_is_no_news_any_more(
    ward: Ward, browser: Browser, post_office: PostOffice, pass_at: RunPass
) -> None:
    pass_at("2026-08-05T16:30")
    with clock.at(on(date(2026, 8, 6))):
        decide(browser.as_(ward.office), the_request(), note="Kèm báo cáo giữa kỳ.")
    for day in ("06", "07"):
        pass_at(f"2026-08-{day}T16:30")
    news = [("truong.vanhoa", "extension_granted:1"), ("truong.kinhte", "extension_granted:1")]
    assert sorted(told()) == sorted([("vanphong", "extension_asked:1"), *news])
    assert post_office.addressees == sorted([OFFICE, HEAD, SHARING])
    to_head = words_of(post_office.mail_for(HEAD), "plain")
    granted = "Đã gia hạn từ 30/09/2026 đến 15/10/2026."
    assert "TRẢ LỜI VỀ GIA HẠN (1)" in to_head
    assert f"{granted} Ý kiến: Kèm báo cáo giữa kỳ." in to_head
    # Units that share the task learn the day, not what the lead and the office wrote.
    to_sharing = words_of(post_office.mail_for(SHARING), "plain")
    assert granted in to_sharing
    assert "giữa kỳ" not in to_sharing
    assert count_unread(ward.office.id) == 0
    assert count_unread(ward.culture_head.id) == 1


def test_a_refusal_concerns_the_unit_and_the_officer_who_asked(
    ward: Ward, browser: Browser, owed: Contribution, post_office: PostOffice, pass_at: RunPass
) -> None:
    wanted = {"wanted_due_on": "15/10/2026"}
    ask(browser.as_(ward.culture_officer), owed, **wanted)
    ask(browser.as_(ward.culture_head), owed, version="1", request_key="head", **wanted)
    decide(browser.as_(ward.office), the_request(), decision="refuse", note="Việc gấp.")
    pass_at("2026-08-05T16:30")
    steps = [("truong.vanhoa", "extension_refused:1"), ("congchuc.vanhoa", "extension_refused:1")]
    assert sorted(told()) == sorted(steps)
    words = words_of(post_office.mail_for(HEAD), "plain")
    assert "Không gia hạn đến 15/10/2026, hạn vẫn là 30/09/2026. Lý do: Việc gấp." in words
    assert len(post_office.mails) == 2


def test_a_grant_taken_back_is_told_and_the_grant_is_not_any_more(
    ward: Ward, browser: Browser, asked: Contribution, post_office: PostOffice, pass_at: RunPass
) -> None:
    office = browser.as_(ward.office)
    with clock.at(moment("2026-08-05T18:00")):
        decide(office, the_request())
        revoke(office, the_request())
    pass_at("2026-08-06T07:30")
    steps = {step for _name, step in told()}
    assert steps == {"extension_revoked:1"}
    words = words_of(post_office.mail_for(SHARING), "plain")
    assert "Thu hồi gia hạn đến 15/10/2026, hạn nay là 30/09/2026." in words
    assert asked.occurrence.due_version == 3


def test_what_is_decided_after_the_days_digest_is_seen_at_once_and_mailed_the_next_day(
    ward: Ward, browser: Browser, owed: Contribution, post_office: PostOffice, pass_at: RunPass
) -> None:
    make_task(make_plan("Kế hoạch khác"), fixed(date(2026, 8, 6)), lead=ward.culture)
    pass_at("2026-08-05T07:30")
    ask(browser.as_(ward.culture_head), owed, wanted_due_on="15/10/2026")
    decide(browser.as_(ward.leader), the_request())
    pass_at("2026-08-05T10:00")
    assert count_unread(ward.culture_head.id) == 2
    assert "Đã gia hạn đến 15/10/2026" in words_of_page(
        browser.as_(ward.culture_head).get("/notices")
    )
    assert post_office.addressees.count(HEAD) == 1
    pass_at("2026-08-06T07:30")
    assert post_office.addressees.count(HEAD) == 2
    assert "Đã gia hạn từ 30/09/2026" in words_of(post_office.mails[-1], "plain")


def test_a_request_handed_in_or_withdrawn_before_the_mail_tells_nobody(
    ward: Ward, browser: Browser, asked: Contribution, post_office: PostOffice, pass_at: RunPass
) -> None:
    send_report(browser.as_(ward.culture_head), asked)
    pass_at("2026-08-05T16:30")
    assert told() == []
    assert post_office.mails == []


def test_the_offices_own_request_is_told_to_the_leader(
    ward: Ward, browser: Browser, owed: Contribution, post_office: PostOffice, pass_at: RunPass
) -> None:
    own = make_task(owed.occurrence.task.plan, fixed(DUE), lead=ward.office_unit)
    db.session.commit()
    ask(
        browser.as_(ward.office),
        contribution_of(own, ward.office_unit),
        wanted_due_on="15/10/2026",
    )
    pass_at("2026-08-05T16:30")
    assert told() == [("chutich", "extension_asked:1")]
    assert post_office.addressees == ["chutich@phuongmau.example"]
