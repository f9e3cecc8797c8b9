"""Sending: what the mail server refuses, for now or for good; broken connections; dead senders."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from email import message_from_bytes
from email.policy import default

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.personas import Ward
from tests.reminders.conftest import RunPass, moment, use_mail_server
from tests.reminders.post_office import HANG_UP, PostOffice, open_post_office
from tracker.core import clock
from tracker.core.db import db, write
from tracker.core.errors import ConflictError, RuleError
from tracker.progress.models import Contribution
from tracker.progress.rules import ContributionStatus
from tracker.reminders import outbox, service
from tracker.reminders.deciding import decide_reminders
from tracker.reminders.delivery import OutboundMail, Outcome, Verdict, as_bytes
from tracker.reminders.models import OutboxMessage, Reminder
from tracker.reminders.report import Sending
from tracker.reminders.rules import OutboxState

HEAD = "truong.vanhoa@phuongmau.example"
ECONOMY = "truong.kinhte@phuongmau.example"
DUE_ON = date(2026, 8, 27)
MORNING = "2026-08-27T07:30"


@pytest.fixture
def owed(ward: Ward) -> Contribution:
    """What the culture division owes by 27/08/2026."""
    task = make_task(make_plan(), fixed(DUE_ON), lead=ward.culture)
    db.session.commit()
    return contribution_of(task, ward.culture)


def send_at(app: Flask, text: str) -> Sending:
    """One round of sending, as the scheduler's job does it."""
    db.session.commit()
    with app.app_context(), clock.at(moment(text)):
        sending = service.send_outbox(moment(text))
    db.session.expire_all()
    return sending


def decide_at(app: Flask, text: str) -> None:
    """The decision alone, without sending."""
    db.session.commit()
    with app.app_context(), clock.at(moment(text)):
        decide_reminders(moment(text))
    db.session.expire_all()


def only_message() -> OutboxMessage:
    """The one mail there is."""
    return db.session.scalars(select(OutboxMessage)).one()


@pytest.mark.usefixtures("owed")
def test_a_refusal_for_now_is_tried_again_after_growing_pauses(
    app: Flask, post_office: PostOffice, pass_at: RunPass
) -> None:
    post_office.answers[HEAD] = ["451 4.7.1 Greylisted"] * 3
    pass_at(MORNING)
    message = only_message()
    assert message.state is OutboxState.WAITING
    assert message.server_answer == "451 4.7.1 Greylisted"
    assert message.next_attempt_at == moment("2026-08-27T07:31")
    send_at(app, "2026-08-27T07:30:30")
    assert post_office.attempts == 1
    send_at(app, "2026-08-27T07:31")
    assert only_message().next_attempt_at == moment("2026-08-27T07:36")
    send_at(app, "2026-08-27T07:36")
    assert only_message().next_attempt_at == moment("2026-08-27T07:51")
    assert send_at(app, "2026-08-27T07:51").sent == 1
    assert only_message().attempts == 4
    assert post_office.addressees == [HEAD]


@pytest.mark.usefixtures("owed")
def test_a_refusal_for_good_stops_with_the_servers_words(
    app: Flask, post_office: PostOffice, pass_at: RunPass
) -> None:
    post_office.answers[HEAD] = ["550 5.1.1 No such user here"]
    told = pass_at(MORNING)
    assert "550 5.1.1 No such user here" in told.as_text()
    assert only_message().state is OutboxState.FAILED
    assert only_message().server_answer == "550 5.1.1 No such user here"
    send_at(app, "2026-08-27T12:00")
    assert post_office.attempts == 1


def test_one_refused_mail_does_not_hold_up_the_others(
    owed: Contribution, ward: Ward, post_office: PostOffice, pass_at: RunPass
) -> None:
    make_task(owed.occurrence.task.plan, fixed(DUE_ON), lead=ward.economy)
    post_office.answers[HEAD] = ["550 5.1.1 No such user here"]
    pass_at(MORNING)
    assert post_office.addressees == [ECONOMY]


def test_a_broken_connection_is_tried_again_and_the_others_go_on(
    owed: Contribution, ward: Ward, app: Flask, post_office: PostOffice, pass_at: RunPass
) -> None:
    make_task(owed.occurrence.task.plan, fixed(DUE_ON), lead=ward.economy)
    post_office.answers[HEAD] = [HANG_UP]
    told = pass_at(MORNING)
    assert told.sending is not None
    assert (told.sending.sent, told.sending.later) == (1, 1)
    assert "Mất kết nối khi đang gửi" in told.as_text()
    send_at(app, "2026-08-27T07:31")
    assert post_office.addressees == [ECONOMY, HEAD]


@pytest.mark.usefixtures("owed", "closed_post_office")
def test_a_server_that_does_not_answer_is_named_and_the_mail_waits(
    app: Flask, pass_at: RunPass
) -> None:
    told = pass_at(MORNING)
    assert "Không kết nối được máy chủ thư" in told.as_text()
    assert only_message().state is OutboxState.WAITING
    with open_post_office() as (office, server):
        use_mail_server(app, server)
        send_at(app, "2026-08-27T07:31")
    assert office.addressees == [HEAD]


@pytest.mark.usefixtures("closed_post_office")
def test_a_server_down_for_three_days_leaves_one_digest_not_three(
    ward: Ward, app: Flask, pass_at: RunPass
) -> None:
    plan = make_plan()
    for day in (24, 25, 26):
        make_task(plan, fixed(date(2026, 8, day)), lead=ward.culture)
    for day in (24, 25, 26):
        pass_at(f"2026-08-{day}T07:30")
    with open_post_office() as (office, server):
        use_mail_server(app, server)
        pass_at("2026-08-27T07:30")
    assert office.mail_for(HEAD)["Subject"] == "[UBND phường] Nhắc việc 27/08/2026: 3 quá hạn"
    states = db.session.scalars(select(OutboxMessage.state).order_by(OutboxMessage.id)).all()
    assert states == [OutboxState.GIVEN_UP] * 3 + [OutboxState.SENT]
    folded = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).first()
    assert folded is not None
    assert folded.server_answer == "Đã gộp vào thư ngày 25/08/2026."
    told_by = set(db.session.scalars(select(Reminder.outbox_message_id)))
    assert len(told_by) == 1


@pytest.mark.usefixtures("closed_post_office")
def test_what_could_not_be_sent_and_is_done_by_now_is_not_sent_at_all(
    owed: Contribution, app: Flask, pass_at: RunPass
) -> None:
    pass_at(MORNING)
    owed.status = ContributionStatus.SUBMITTED
    with open_post_office() as (office, server):
        use_mail_server(app, server)
        assert send_at(app, "2026-08-27T07:40").dropped == 1
        pass_at("2026-08-28T07:30")
    assert office.mails == []
    assert only_message().state is OutboxState.GIVEN_UP


def test_work_handed_in_between_decision_and_sending_is_left_out(
    owed: Contribution, ward: Ward, app: Flask, post_office: PostOffice
) -> None:
    make_task(owed.occurrence.task.plan, fixed(DUE_ON), lead=ward.culture, content="Việc còn lại")
    decide_at(app, MORNING)
    assert "2 sắp đến hạn" in only_message().subject
    owed.status = ContributionStatus.SUBMITTED
    send_at(app, MORNING)
    assert "1 sắp đến hạn" in post_office.mail_for(HEAD)["Subject"]


def test_a_mail_goes_to_the_address_the_account_has_when_it_is_sent(
    owed: Contribution, ward: Ward, app: Flask, post_office: PostOffice
) -> None:
    decide_at(app, MORNING)
    ward.culture_head.email = "dia.chi.moi@phuongmau.example"
    send_at(app, MORNING)
    assert post_office.addressees == ["dia.chi.moi@phuongmau.example"]
    assert owed.status is ContributionStatus.NOT_STARTED


@pytest.mark.usefixtures("owed")
def test_an_account_disabled_before_the_sending_gets_nothing(
    ward: Ward, app: Flask, post_office: PostOffice
) -> None:
    decide_at(app, MORNING)
    ward.culture_head.is_enabled = False
    send_at(app, MORNING)
    assert post_office.mails == []
    assert only_message().state is OutboxState.GIVEN_UP


def claim_and_die(app: Flask, text: str) -> OutboundMail:
    """A sender that claims the mail and is killed before it can note the outcome."""
    db.session.commit()
    with app.app_context(), clock.at(moment(text)), write():
        mail = outbox.claim(only_message().id, today=clock.today())
    db.session.expire_all()
    assert mail is not None
    return mail


@pytest.mark.usefixtures("owed")
def test_the_mail_of_a_dead_sender_goes_out_after_ten_minutes_under_the_same_id(
    app: Flask, post_office: PostOffice
) -> None:
    decide_at(app, MORNING)
    mail = claim_and_die(app, MORNING)
    send_at(app, "2026-08-27T07:40")
    assert post_office.mails == []
    send_at(app, "2026-08-27T07:41")
    assert post_office.mail_for(HEAD)["Message-ID"] == f"<{mail.message_id}>"


@pytest.mark.usefixtures("owed")
def test_a_sender_thought_dead_no_longer_decides_what_became_of_the_mail(
    app: Flask, post_office: PostOffice
) -> None:
    decide_at(app, MORNING)
    slow = claim_and_die(app, MORNING)
    send_at(app, "2026-08-27T07:41")
    with app.app_context(), write():
        outbox.settle(slow, Outcome(Verdict.REFUSED, "554 too late"))
    db.session.expire_all()
    assert only_message().state is OutboxState.SENT
    assert len(post_office.mails) == 1


@pytest.mark.usefixtures("owed")
def test_a_claimed_mail_is_not_claimed_again(app: Flask, post_office: PostOffice) -> None:
    decide_at(app, MORNING)
    claim_and_die(app, MORNING)
    with app.app_context(), clock.at(moment(MORNING)), write():
        assert outbox.claim(only_message().id, today=DUE_ON) is None
    assert post_office.mails == []


@pytest.mark.usefixtures("owed")
def test_nothing_is_sent_on_a_day_off(app: Flask, post_office: PostOffice) -> None:
    friday = "2026-08-28T07:30"
    decide_at(app, friday)
    for silent in ("2026-08-29T09:00", "2026-08-30T09:00", "2026-09-02T09:00"):
        send_at(app, silent)
    assert post_office.mails == []
    decide_at(app, "2026-09-03T07:30")
    send_at(app, "2026-09-03T07:30")
    assert "1 quá hạn" in post_office.mail_for(HEAD)["Subject"]


@pytest.mark.usefixtures("owed")
def test_a_refused_mail_can_be_sent_again_by_the_office(
    ward: Ward, app: Flask, post_office: PostOffice, pass_at: RunPass
) -> None:
    post_office.answers[HEAD] = ["550 5.1.1 No such user here"]
    pass_at(MORNING)
    ward.culture_head.email = "dung.roi@phuongmau.example"
    with clock.at(moment("2026-09-04T10:00")):
        outbox.resend(only_message(), actor=ward.office)
    send_at(app, "2026-09-04T10:01")
    assert post_office.addressees == ["dung.roi@phuongmau.example"]
    assert "1 quá hạn" in post_office.mails[0]["Subject"]


def test_what_is_done_is_not_sent_again(
    owed: Contribution, ward: Ward, post_office: PostOffice, pass_at: RunPass
) -> None:
    post_office.answers[HEAD] = ["550 5.1.1 No such user here"]
    pass_at(MORNING)
    owed.status = ContributionStatus.SUBMITTED
    with pytest.raises(RuleError, match="không cần gửi lại"):
        outbox.resend(only_message(), actor=ward.office)


@pytest.mark.usefixtures("owed", "post_office")
def test_a_mail_that_was_sent_is_not_sent_again(ward: Ward, pass_at: RunPass) -> None:
    pass_at(MORNING)
    with pytest.raises(ConflictError):
        outbox.resend(only_message(), actor=ward.office)


@pytest.mark.usefixtures("owed")
def test_an_address_that_cannot_be_written_is_refused_in_plain_words(
    ward: Ward, post_office: PostOffice, pass_at: RunPass
) -> None:
    ward.culture_head.email = "không phải địa chỉ"
    pass_at(MORNING)
    assert only_message().state is OutboxState.FAILED
    assert only_message().server_answer is not None
    assert "không dùng được" in only_message().server_answer
    assert post_office.attempts == 0


@pytest.mark.parametrize(
    "changes", [{"name": "A\r\nBcc: x@example.org"}, {"address": "a@b.c\nd"}, {"subject": "a\rb"}]
)
def test_a_name_address_or_subject_cannot_add_headers(changes: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="xuống dòng"):
        as_bytes(replace(a_mail(), **changes), "b@example.org")


@given(st.lists(st.text("aăđợ 12:,[]", min_size=1, max_size=20), min_size=1, max_size=12))
def test_a_subject_arrives_as_it_was_written(words: list[str]) -> None:
    subject = " ".join(" ".join(words).split())
    sent = as_bytes(replace(a_mail(), subject=subject), "Phường Mẫu <b@example.org>")
    assert message_from_bytes(sent, policy=default)["Subject"] == subject
    assert max(len(line) for line in sent.splitlines()) <= 998


def a_mail() -> OutboundMail:
    """Some mail."""
    return OutboundMail(
        id=1,
        attempt=1,
        name="Người nhận",
        address="a@example.org",
        subject="Nhắc việc",
        text="t",
        html="h",
        message_id="1@example.org",
        written_at=moment(MORNING),
    )
