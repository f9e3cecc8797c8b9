"""A letter that should not have gone out is withdrawn: its number stays, it urges nobody."""

from __future__ import annotations

from datetime import date

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.imports.reviewing import words_of
from tests.journal import latest_entries
from tests.personas import Browser, Ward
from tracker.core import clock
from tracker.core.db import db
from tracker.follow_up.models import UrgingLetter
from tracker.follow_up.queries import last_urgings, next_number
from tracker.follow_up.service import Order, send_letters
from tracker.reminders.deciding import decide_within
from tracker.reminders.models import OutboxMessage, Reminder
from tracker.reminders.outbox import write_digest
from tracker.reminders.queries import times_urged
from tracker.reminders.rules import OutboxState


def sent_letter(ward: Ward) -> UrgingLetter:
    """The Office urges culture about one late row, by a mail of its own."""
    task = make_task(make_plan(), fixed(date(2026, 7, 16)), lead=ward.culture, content="Rà soát")
    db.session.commit()
    order = Order(first_number=12, answer_by=date(2026, 8, 10), request_key="k")
    (letter,) = send_letters([contribution_of(task, ward.culture)], order, actor=ward.office)
    db.session.commit()
    return letter


def withdraw(client: FlaskClient, letter: UrgingLetter, **changes: str) -> TestResponse:
    form = {"reason": "Đã gửi kết quả bằng bản giấy.", "version": str(letter.version), **changes}
    return client.post(f"/urgings/{letter.id}/withdraw", data=form)


def test_its_number_stays_and_it_asks_for_nothing(ward: Ward, browser: Browser) -> None:
    letter = sent_letter(ward)
    contribution_id = letter.items[0].contribution_id
    office, head = browser.as_(ward.office), browser.as_(ward.culture_head)
    assert "Thu hồi…" in office.get(f"/urgings/{letter.id}").text
    assert "Hãy ghi lý do thu hồi." in withdraw(office, letter, reason=" ").text
    for _ in range(2):
        assert withdraw(office, letter).status_code == 303
    assert next_number(2026, letter.code) == 13
    assert "Đã thu hồi 05/08/2026" in words_of(office.get("/urgings"))
    shown = head.get(f"/urgings/{letter.id}")
    assert "Lý do: Đã gửi kết quả bằng bản giấy." in words_of(shown)
    assert "Gửi trả lời" not in shown.text
    assert "Trả lời 1 việc" not in words_of(head.get("/"))
    assert last_urgings([contribution_id]) == {}
    assert times_urged([contribution_id]) == {}
    assert [entry.action for entry in latest_entries()[:2]] == ["urging:withdrawn", "urging:sent"]
    late_answer = {"version": str(letter.version), f"answer-{letter.items[0].id}": "Muộn."}
    assert head.post(f"/urgings/{letter.id}/answer", data=late_answer).status_code == 409


def test_no_mail_still_to_go_out_speaks_of_it_but_the_unit_is_told(
    ward: Ward, browser: Browser
) -> None:
    letter = sent_letter(ward)
    waiting = db.session.query(OutboxMessage).filter_by(kind="urging").one()
    assert write_digest(waiting, today=clock.today())
    assert withdraw(browser.as_(ward.office), letter).status_code == 303
    assert not write_digest(waiting, today=clock.today())
    urged = db.session.query(Reminder).filter_by(step=f"urged:{letter.id}").one()
    assert urged.read_at is not None
    notices = words_of(browser.as_(ward.culture_head).get("/notices"))
    assert "Thu hồi công văn 12/UBND-VP: Đã gửi kết quả bằng bản giấy." in notices
    decide_within(clock.now())
    mails = db.session.query(OutboxMessage).filter_by(kind="digest")
    (mail,) = mails.filter_by(recipient_id=ward.culture_head.id)
    assert "Thu hồi công văn" not in mail.subject
    told = {item.step for item in mail.reminders}
    assert f"withdrawn:{letter.id}" in told


def test_a_refused_mail_is_not_sent_again_for_a_withdrawn_letter(
    ward: Ward, browser: Browser
) -> None:
    letter = sent_letter(ward)
    refused = db.session.query(OutboxMessage).filter_by(kind="urging").one()
    refused.state = OutboxState.FAILED
    db.session.commit()
    assert withdraw(browser.as_(ward.office), letter).status_code == 303
    assert not write_digest(refused, today=clock.today())


def test_who_saw_an_older_state_is_told_and_strangers_may_not(ward: Ward, browser: Browser) -> None:
    letter = sent_letter(ward)
    assert withdraw(browser.as_(ward.culture_head), letter).status_code == 403
    assert withdraw(browser.as_(ward.economy_head), letter).status_code == 404
    answer = withdraw(browser.as_(ward.office), letter, version="0")
    assert answer.status_code == 422
    assert "vừa có thay đổi" in answer.text
    assert not letter.is_withdrawn
