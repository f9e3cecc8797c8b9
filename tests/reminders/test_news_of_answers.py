"""Answers to difficulties and calls by name reach the bell and the day's mail, once."""

from __future__ import annotations

from datetime import date, timedelta

from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.imports.reviewing import words_of
from tests.personas import Browser, Ward
from tests.progress.reports import send_report
from tracker.conversations.service import say
from tracker.core import clock
from tracker.core.db import db
from tracker.progress.difficulties import answer
from tracker.progress.models import Difficulty
from tracker.reminders.deciding import decide_within
from tracker.reminders.models import OutboxMessage
from tracker.reminders.notice_queries import last_contact
from tracker.reminders.rules import OutboxState
from tracker.reminders.telling import tell
from tracker.tasks.models import Task


def far_task(ward: Ward) -> Task:
    """A task of culture whose day is far ahead: nothing else is told of it."""
    task = make_task(make_plan(), fixed(date(2026, 11, 20)), lead=ward.culture, content="Số hóa")
    db.session.commit()
    return task


def morning_after() -> None:
    """The mails have gone out; the next working day decides anew."""
    for mail in mails():
        mail.state = OutboxState.SENT
    db.session.commit()
    with clock.at(clock.now() + timedelta(days=1)):
        decide_within(clock.now())
    db.session.commit()


def mails() -> list[OutboxMessage]:
    return db.session.query(OutboxMessage).all()


def test_the_answer_to_a_difficulty_is_told_once_with_its_words(
    ward: Ward, browser: Browser
) -> None:
    owed = contribution_of(far_task(ward), ward.culture)
    send_report(
        browser.as_(ward.culture_officer), owed, status="in_progress", difficulty="Thiếu máy quét."
    )
    asked = db.session.query(Difficulty).one()
    answer(asked, "Mượn máy của Văn phòng.", version=asked.version, actor=ward.office)
    decide_within(clock.now())
    db.session.commit()
    by_person = {mail.recipient_id: mail for mail in mails()}
    assert set(by_person) == {ward.culture_head.id, ward.culture_officer.id}
    mail = by_person[ward.culture_head.id]
    assert "1 trả lời khó khăn, vướng mắc" in mail.subject
    assert "Trả lời vướng mắc: Mượn máy của Văn phòng." in mail.text
    assert f"http://localhost/contributions/{owed.id}" in mail.text
    head = browser.as_(ward.culture_head)
    assert "Người thử vanphong trả lời vướng mắc" in words_of(head.get("/notices"))
    morning_after()
    assert len(mails()) == 2


def test_a_call_is_mailed_once_until_it_is_opened(ward: Ward, browser: Browser) -> None:
    task = far_task(ward)
    say(task, f"@{ward.leader.username} xin ý kiến.", request_key="a", actor=ward.office)
    opened = say(task, f"@{ward.culture_head.username} xem.", request_key="b", actor=ward.office)
    db.session.commit()
    head = browser.as_(ward.culture_head)
    assert head.post(f"/mentions/{opened.mentions[0].id}/open").status_code == 303
    decide_within(clock.now())
    db.session.commit()
    (mail,) = mails()
    assert mail.recipient_id == ward.leader.id
    assert "1 nhắc đến ông/bà trong trao đổi" in mail.subject
    assert "Người thử vanphong, 05/08/2026" in mail.text
    mention_id = db.session.query(OutboxMessage).one().calls[0].mention_id
    assert f"http://localhost/mentions/{mention_id}" in mail.text
    leader = browser.as_(ward.leader)
    link = leader.get(f"/mentions/{mention_id}").headers["Location"]
    assert link.startswith(f"/tasks/{task.id}#remark-")
    morning_after()
    assert len(mails()) == 1


def test_no_mail_quotes_a_conversation_to_whoever_left_it(ward: Ward) -> None:
    task = far_task(ward)
    say(task, f"@{ward.culture_head.username} xem.", request_key="a", actor=ward.office)
    ward.culture_head.unit = ward.economy
    db.session.commit()
    decide_within(clock.now())
    assert mails() == []


def test_news_is_no_reminder(ward: Ward) -> None:
    owed = contribution_of(far_task(ward), ward.culture)
    reasons = {"amended:1": "Sửa đổi", "extension_refused:1": "Không gia hạn"}
    for step, reason in reasons.items():
        tell({owed: reason}, step=step, mail_now=False)
    assert last_contact([owed.id]) == {}
    tell({owed: "Đến hạn"}, step="due", mail_now=False)
    assert last_contact([owed.id]) == {owed.id: clock.now()}
