"""Whom a pass tells what: the right people, once, and nobody whom it must not tell."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from tests.factories import contribution_of, fixed, make_plan, make_task, regular
from tests.personas import Ward, person
from tests.reminders.conftest import RunPass, moment
from tests.reminders.post_office import PostOffice
from tracker.accounts.rules import Role
from tracker.core import clock
from tracker.core.db import db
from tracker.plans.rules import PlanState
from tracker.progress.models import Contribution
from tracker.progress.rules import ContributionStatus
from tracker.progress.service import Report, accept, give_back, report
from tracker.reminders.models import OutboxMessage, Reminder
from tracker.reminders.rules import OutboxState
from tracker.tasks.models import Occurrence

DUE_ON = date(2026, 8, 27)  # a Thursday
HEAD = "truong.vanhoa@phuongmau.example"
OFFICER = "congchuc.vanhoa@phuongmau.example"


@pytest.fixture
def owed(ward: Ward) -> Contribution:
    """What the culture division owes by 27/08/2026."""
    task = make_task(make_plan(), fixed(DUE_ON), lead=ward.culture)
    db.session.commit()
    return contribution_of(task, ward.culture)


def steps_told() -> list[tuple[str, str]]:
    """Who was told which step, in the order of telling."""
    rows = db.session.scalars(select(Reminder).order_by(Reminder.id))
    return [(row.recipient.username, row.step) for row in rows]


def submit(contribution: Contribution, ward: Ward) -> None:
    """The unit hands in."""
    handed_in = Report(
        ContributionStatus.SUBMITTED,
        contribution.version,
        "key-1",
        note="Đã ban hành kế hoạch",
        late_reason="Chờ số liệu.",
        late_is_objective=False,
    )
    report(contribution, handed_in, actor=ward.culture_head)


@pytest.mark.usefixtures("owed")
def test_the_steps_of_a_month_reach_the_head(post_office: PostOffice, pass_at: RunPass) -> None:
    for day in range(10, 32):
        pass_at(f"2026-08-{day}T07:30")
    told = [step for _name, step in steps_told()]
    assert told == ["before:7", "before:3", "before:1", "due", "to_head"]
    assert post_office.addressees == [HEAD] * 5


@pytest.mark.usefixtures("owed")
def test_a_second_pass_tells_nothing_new(post_office: PostOffice, pass_at: RunPass) -> None:
    for _time in range(3):
        pass_at("2026-08-27T07:30")
    pass_at("2026-08-27T15:00")
    assert steps_told() == [("truong.vanhoa", "due")]
    assert post_office.addressees == [HEAD]


@pytest.mark.usefixtures("owed", "post_office")
def test_the_ledger_says_why_when_and_by_which_mail(pass_at: RunPass) -> None:
    pass_at("2026-08-24T07:30")
    (reminder,) = db.session.scalars(select(Reminder))
    assert reminder.reason == "Trước hạn 3 ngày làm việc; hạn 27/08/2026"
    assert reminder.decided_at == moment("2026-08-24T07:30")
    assert reminder.due_version == 1
    assert reminder.outbox_message is not None
    assert reminder.outbox_message.state is OutboxState.SENT
    assert reminder.outbox_message.server_answer == "250 2.0.0 Ok: queued as 1"


def test_the_named_officer_is_told_beside_the_head(
    owed: Contribution, ward: Ward, post_office: PostOffice, pass_at: RunPass
) -> None:
    owed.assignment.officer = ward.culture_officer
    pass_at("2026-08-27T07:30")
    assert post_office.addressees == [OFFICER, HEAD]


def test_a_named_person_of_another_unit_is_not_told(
    owed: Contribution, ward: Ward, post_office: PostOffice, pass_at: RunPass
) -> None:
    owed.assignment.officer = ward.economy_head
    pass_at("2026-08-27T07:30")
    assert post_office.addressees == [HEAD]


@pytest.mark.usefixtures("owed")
def test_a_unit_without_a_head_is_told_as_a_whole(
    ward: Ward, post_office: PostOffice, pass_at: RunPass
) -> None:
    ward.culture_head.is_enabled = False
    pass_at("2026-08-27T07:30")
    assert post_office.addressees == [OFFICER]


@pytest.mark.parametrize("accepted", [False, True])
def test_the_reminder_that_was_due_is_not_sent_once_the_work_is_handed_in(
    owed: Contribution, ward: Ward, post_office: PostOffice, pass_at: RunPass, accepted: bool
) -> None:
    pass_at("2026-08-24T07:30")
    with clock.at(moment("2026-08-25T10:00")):
        submit(owed, ward)
        if accepted:
            accept(owed, version=owed.version, actor=ward.office)
    for day in ("26", "27", "28"):
        pass_at(f"2026-08-{day}T07:30")
    pass_at("2026-09-07T07:30")
    assert steps_told() == [("truong.vanhoa", "before:3")]
    assert post_office.addressees == [HEAD]


@pytest.mark.usefixtures("post_office")
def test_a_cancelled_contribution_is_not_reminded(owed: Contribution, pass_at: RunPass) -> None:
    owed.status = ContributionStatus.CANCELLED
    pass_at("2026-08-27T07:30")
    assert steps_told() == []


def test_a_result_given_back_is_told_on_the_next_working_day(
    owed: Contribution, ward: Ward, post_office: PostOffice, pass_at: RunPass
) -> None:
    with clock.at(moment("2026-08-10T09:00")):
        submit(owed, ward)
        give_back(owed, reason="Thiếu danh mục thủ tục", version=owed.version, actor=ward.office)
    pass_at("2026-08-11T07:30")
    pass_at("2026-08-12T07:30")
    assert steps_told() == [("truong.vanhoa", "returned:1")]
    assert "1 bị trả lại" in post_office.mail_for(HEAD)["Subject"]


@pytest.mark.parametrize("state", [PlanState.CLOSED, PlanState.DRAFT])
def test_a_plan_that_is_not_running_reminds_nobody(
    owed: Contribution, post_office: PostOffice, pass_at: RunPass, state: PlanState
) -> None:
    owed.occurrence.task.plan.state = state
    pass_at("2026-08-27T07:30")
    assert steps_told() == []
    assert post_office.mails == []


@pytest.mark.usefixtures("post_office")
def test_a_body_outside_the_ward_is_never_reminded(ward: Ward, pass_at: RunPass) -> None:
    person("lienhe.thanhpho", Role.UNIT_HEAD, ward.city)
    make_task(make_plan(), fixed(DUE_ON), lead=ward.city)
    pass_at("2026-08-27T07:30")
    assert steps_told() == []


@pytest.mark.usefixtures("owed", "post_office")
def test_a_dissolved_unit_is_never_reminded(ward: Ward, pass_at: RunPass) -> None:
    ward.culture.is_active = False
    pass_at("2026-08-27T07:30")
    assert steps_told() == []


@pytest.mark.usefixtures("owed", "post_office")
def test_who_has_no_address_is_noted_and_gets_no_mail(ward: Ward, pass_at: RunPass) -> None:
    ward.culture_head.email = None
    told = pass_at("2026-08-27T07:30")
    assert "chỉ ghi sổ" in told.as_text()
    assert steps_told() == [("truong.vanhoa", "due")]
    assert db.session.scalar(select(func.count(OutboxMessage.id))) == 0
    pass_at("2026-08-27T07:40")
    assert len(steps_told()) == 1


def test_each_member_of_a_collective_is_told_of_its_own_part(
    ward: Ward, post_office: PostOffice, pass_at: RunPass
) -> None:
    make_task(make_plan(), fixed(DUE_ON), lead=ward.centre, cooperating=(ward.divisions,))
    pass_at("2026-08-27T07:30")
    names = ["giamdoc.trungtam", "truong.kinhte", "truong.vanhoa"]
    assert post_office.addressees == [f"{name}@phuongmau.example" for name in names]


@pytest.mark.usefixtures("post_office")
def test_days_off_are_silent_and_the_next_working_day_tells_it(
    ward: Ward, pass_at: RunPass
) -> None:
    make_task(make_plan(), fixed(date(2026, 9, 1)), lead=ward.culture)  # National Day
    for silent in ("08-29", "08-30", "08-31", "09-01", "09-02"):
        told = pass_at(f"2026-{silent}T07:30")
        assert "không phải ngày làm việc" in told.as_text()
    assert steps_told() == []
    pass_at("2026-09-03T07:30")
    assert steps_told() == [("truong.vanhoa", "due"), ("truong.vanhoa", "to_head")]


@pytest.mark.usefixtures("post_office")
def test_a_make_up_saturday_is_a_working_day(ward: Ward, pass_at: RunPass) -> None:
    make_task(make_plan(), fixed(date(2026, 8, 22)), lead=ward.culture)
    pass_at("2026-08-22T07:30")
    assert steps_told() == [("truong.vanhoa", "due")]


def test_after_three_days_of_outage_one_digest_tells_everything(
    ward: Ward, post_office: PostOffice, pass_at: RunPass
) -> None:
    plan = make_plan()
    for day in (24, 25, 26, 27):
        make_task(plan, fixed(date(2026, 8, day)), lead=ward.culture)
    pass_at("2026-08-13T07:30")
    post_office.mails.clear()
    pass_at("2026-08-27T07:30")
    assert post_office.addressees == [HEAD]
    subject = post_office.mails[0]["Subject"]
    assert subject == "[UBND phường] Nhắc việc 27/08/2026: 3 quá hạn, 1 sắp đến hạn"


@pytest.mark.usefixtures("owed", "post_office")
def test_late_work_is_told_again_after_each_three_working_days(pass_at: RunPass) -> None:
    # Working days after 27/08: 28/08, then 03, 04, 07, 08, 09/09.
    for day in ("08-27", "08-28", "09-03", "09-04", "09-07", "09-08", "09-09"):
        pass_at(f"2026-{day}T07:30")
    told = [step for name, step in steps_told() if name == "truong.vanhoa"]
    assert told == ["due", "to_head", "late:3", "late:6"]


@pytest.mark.usefixtures("post_office")
def test_a_moved_due_date_stops_the_old_steps_and_begins_new_ones(
    owed: Contribution, pass_at: RunPass
) -> None:
    pass_at("2026-08-26T07:30")
    occurrence = db.session.get_one(Occurrence, owed.occurrence_id)
    occurrence.due_on, occurrence.due_version = date(2026, 9, 30), 2
    for day in ("08-27", "08-28", "09-21"):
        pass_at(f"2026-{day}T07:30")
    rows = db.session.scalars(select(Reminder).order_by(Reminder.id)).all()
    assert [(row.step, row.due_version) for row in rows] == [("before:1", 1), ("before:7", 2)]


@pytest.mark.usefixtures("post_office")
def test_a_check_in_is_asked_for_once(ward: Ward, pass_at: RunPass) -> None:
    make_task(make_plan(tracked_from=date(2026, 8, 1)), regular(), lead=ward.culture)
    for day in (25, 26, 27, 28):
        pass_at(f"2026-08-{day}T07:30")
    assert steps_told() == [("truong.vanhoa", "check_in")]
    for day in (3, 4, 7):
        pass_at(f"2026-09-0{day}T07:30")
    assert [step for _name, step in steps_told()] == ["check_in", "check_in_after"]


@pytest.mark.usefixtures("owed")
def test_the_clock_set_back_tells_nothing_again(post_office: PostOffice, pass_at: RunPass) -> None:
    pass_at("2026-08-27T07:30")
    for day in ("26", "24", "18"):
        pass_at(f"2026-08-{day}T07:30")
    pass_at("2026-08-27T07:30")
    assert len(post_office.mails) == 1


@pytest.mark.usefixtures("owed")
def test_what_comes_up_after_the_days_digest_waits_for_the_next_one(
    ward: Ward, post_office: PostOffice, pass_at: RunPass
) -> None:
    pass_at("2026-08-26T07:30")
    make_task(make_plan("Kế hoạch phát sinh"), fixed(DUE_ON), lead=ward.culture)
    told = pass_at("2026-08-26T10:00")
    assert "ngày làm việc sau" in told.as_text()
    assert len(post_office.mails) == 1
    pass_at("2026-08-27T07:30")
    assert "2 sắp đến hạn" in post_office.mails[1]["Subject"]


def test_a_pass_makes_the_coming_instances_first(
    ward: Ward, post_office: PostOffice, pass_at: RunPass
) -> None:
    task = make_task(make_plan(), fixed(DUE_ON), lead=ward.culture, until=date(2026, 1, 5))
    db.session.delete(contribution_of(task, ward.culture))
    db.session.flush()
    for occurrence in list(task.occurrences):
        db.session.delete(occurrence)
    told = pass_at("2026-08-27T07:30")
    assert told.made == 1
    assert post_office.addressees == [HEAD]


@pytest.mark.usefixtures("owed")
def test_a_dry_run_shows_who_would_get_what_and_writes_nothing(
    post_office: PostOffice, pass_at: RunPass
) -> None:
    told = pass_at("2026-08-27T07:30", dry_run=True).as_text()
    assert "chạy thử" in told
    assert HEAD in told
    assert "Đến hạn; hạn 27/08/2026: 1 Xây dựng kế hoạch rà soát thủ tục hành chính" in told
    assert "Thư sẽ gửi: 1" in told
    assert steps_told() == []
    assert db.session.scalar(select(func.count(OutboxMessage.id))) == 0
    assert post_office.mails == []
    assert pass_at("2026-08-27T07:30").sending is not None
    assert post_office.addressees == [HEAD]


@pytest.mark.usefixtures("owed")
def test_without_a_mail_server_the_digest_waits(pass_at: RunPass) -> None:
    told = pass_at("2026-08-27T07:30")
    assert "Chưa đặt TRACKER_SMTP_URL: 1 thư nằm chờ" in told.as_text()
    (message,) = db.session.scalars(select(OutboxMessage))
    assert message.state is OutboxState.WAITING
