"""Notices behind the bell, how people choose to be told, the proof, a mail to oneself."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.personas import Browser, Ward
from tests.reminders.conftest import RunPass
from tests.reminders.post_office import PostOffice
from tracker.audit.models import AuditEntry
from tracker.core.db import db
from tracker.progress.models import Contribution
from tracker.reminders.choices import Delivery
from tracker.reminders.models import LeaderInCharge, LeaderOfPlan, NotificationChoice, Reminder
from tracker.reminders.notice_queries import count_unread, last_contact, reminders_of_contribution

HEAD = "truong.vanhoa@phuongmau.example"


@pytest.fixture
def owed(ward: Ward) -> Contribution:
    """What the culture division owes by Thursday, 10/09/2026."""
    task = make_task(make_plan(), fixed(date(2026, 9, 10)), lead=ward.culture)
    db.session.commit()
    return contribution_of(task, ward.culture)


def choose(ward: Ward, delivery: Delivery) -> None:
    """The head's choice."""
    db.session.add(NotificationChoice(user_id=ward.culture_head.id, delivery=delivery))
    db.session.commit()


@pytest.mark.usefixtures("post_office")
def test_opening_a_notice_leads_to_the_row_and_marks_it_read(
    owed: Contribution, ward: Ward, browser: Browser, pass_at: RunPass
) -> None:
    pass_at("2026-09-10T07:30")
    head = browser.as_(ward.culture_head)
    assert "1 việc có thông báo chưa đọc" in head.get("/notices").text
    notice = db.session.scalars(select(Reminder)).one()
    answer = head.post(f"/notices/{notice.id}/open")
    assert answer.location == f"/contributions/{owed.id}"
    row = f"/tasks/{owed.occurrence.task_id}%23contribution-{owed.id}"
    assert head.get(answer.location).location == f"/contributions/{owed.id}/update?next={row}"
    looking_on = browser.as_(ward.office).get(answer.location)
    assert looking_on.location == row.replace("%23", "#")
    assert "Không có thông báo chưa đọc" in head.get("/notices").text
    assert browser.as_(ward.economy_head).post(f"/notices/{notice.id}/open").status_code == 404


@pytest.mark.usefixtures("owed", "post_office")
def test_several_notices_of_one_row_count_once(
    ward: Ward, browser: Browser, pass_at: RunPass
) -> None:
    for day in ("09-07", "09-09", "09-10"):
        pass_at(f"2026-{day}T07:30")
    assert count_unread(ward.culture_head.id) == 1
    browser.as_(ward.culture_head).post("/notices/read")
    assert count_unread(ward.culture_head.id) == 0


@pytest.mark.usefixtures("owed")
def test_who_wants_no_mails_is_told_in_the_program_only(
    ward: Ward, post_office: PostOffice, pass_at: RunPass
) -> None:
    choose(ward, Delivery.IN_APP)
    pass_at("2026-09-10T07:30")
    assert post_office.mails == []
    assert count_unread(ward.culture_head.id) == 1


@pytest.mark.usefixtures("owed")
def test_the_weekly_mail_carries_what_can_wait_and_nothing_urgent_waits(
    ward: Ward, post_office: PostOffice, pass_at: RunPass
) -> None:
    choose(ward, Delivery.WEEKLY)
    later = make_task(make_plan("Khác"), fixed(date(2026, 9, 22)), lead=ward.culture)
    pass_at("2026-09-09T07:30")  # a Wednesday: the first is due tomorrow
    assert len(post_office.mails) == 1
    pass_at("2026-09-11T07:30")  # seven working days before the other; the first is late
    assert len(post_office.mails) == 2
    assert "1 quá hạn" in post_office.mails[1]["Subject"]
    waiting = db.session.scalars(select(Reminder).where(Reminder.mail_on.is_not(None))).one()
    assert waiting.contribution_id == contribution_of(later, ward.culture).id
    assert waiting.mail_on == date(2026, 9, 14)
    pass_at("2026-09-14T07:30")  # Monday
    pass_at("2026-09-14T08:30")
    assert [mail["Subject"].rpartition(": ")[2] for mail in post_office.mails[2:]] == [
        "1 sắp đến hạn"
    ]


@pytest.mark.usefixtures("owed")
def test_the_choice_is_kept_and_journalled(ward: Ward, browser: Browser) -> None:
    head = browser.as_(ward.culture_head)
    assert 'value="mail"' in head.get("/notices/choice").text
    form = {"delivery": "weekly", "version": "0"}
    assert head.post("/notices/choice", data=form).status_code == 303
    assert head.post("/notices/choice", data=form).status_code == 409
    assert head.post("/notices/choice", data={"version": "1"}).status_code == 422
    actions = db.session.scalars(select(AuditEntry.action)).all()
    assert actions.count("notification:chosen") == 1
    form = {"delivery": "in_app", "version": "1"}
    assert head.post("/notices/choice", data=form).status_code == 303
    assert "chỉ trong phần mềm" in browser.as_(ward.administrator).get("/audit").text


def test_the_proof_shows_who_was_told_and_what_the_server_said(
    owed: Contribution, ward: Ward, browser: Browser, post_office: PostOffice, pass_at: RunPass
) -> None:
    post_office.answers[HEAD] = ["550 5.1.1 No such user here"]
    pass_at("2026-09-10T07:30")
    address = f"/contributions/{owed.id}/reminders"
    for person in (ward.office, ward.leader, ward.culture_officer):
        page = browser.as_(person).get(address).text
        assert "Đến hạn; hạn 10/09/2026" in page
        assert "550 5.1.1 No such user here" in page
    assert browser.as_(ward.economy_head).get(address).status_code == 403
    task_page = browser.as_(ward.culture_head).get(f"/tasks/{owed.occurrence.task_id}").text
    assert "1 lượt nhắc, báo" in task_page
    assert [item.step for item in reminders_of_contribution(owed.id)] == ["due"]
    assert list(last_contact([owed.id])) == [owed.id]


def test_a_mail_to_oneself_shows_the_servers_answer(
    ward: Ward, browser: Browser, post_office: PostOffice
) -> None:
    page = browser.as_(ward.office).post("/reminders/test").text
    assert "250 2.0.0 Ok: queued as 1" in page
    assert post_office.addressees == ["vanphong@phuongmau.example"]
    post_office.answers["vanphong@phuongmau.example"] = ["550 5.7.1 Relaying denied"]
    page = browser.as_(ward.office).post("/reminders/test").text
    assert "550 5.7.1 Relaying denied" in page
    count = select(func.count()).where(AuditEntry.action == "mail:tested")
    assert db.session.scalar(count) == 2


def test_without_a_mail_server_the_test_says_what_to_do(ward: Ward, browser: Browser) -> None:
    answer = browser.as_(ward.office).post("/reminders/test")
    assert answer.status_code == 422
    assert "TRACKER_SMTP_URL" in answer.text


def name_leaders(client: FlaskClient, chosen: dict[str, str]) -> None:
    seen = client.get("/reminders/leaders").text.split('name="seen" value="')[1].partition('"')[0]
    answer = client.post("/reminders/leaders", data={"seen": seen, **chosen})
    assert answer.status_code == 303


def test_the_office_names_the_leader_in_charge(ward: Ward, browser: Browser) -> None:
    office = browser.as_(ward.office)
    field = f"unit-{ward.culture.id}"
    name_leaders(office, {field: str(ward.leader.id)})
    assert db.session.scalars(select(LeaderInCharge)).one().user_id == ward.leader.id
    assert "selected" in office.get("/reminders/leaders").text
    name_leaders(office, {field: ""})
    assert db.session.scalars(select(LeaderInCharge)).all() == []


def test_the_office_names_a_leader_of_a_plan(
    owed: Contribution, ward: Ward, browser: Browser
) -> None:
    plan_id = owed.occurrence.task.plan_id
    office, field = browser.as_(ward.office), f"plan-{plan_id}"
    for _time in range(2):
        name_leaders(office, {field: str(ward.leader.id)})
    named = db.session.scalars(select(LeaderOfPlan)).one()
    assert (named.plan_id, named.user_id) == (plan_id, ward.leader.id)
    entries = select(func.count()).where(AuditEntry.action == "leader:named")
    assert db.session.scalar(entries) == 1
    name_leaders(office, {field: ""})
    assert db.session.scalars(select(LeaderOfPlan)).all() == []
