"""Late work is made known further up: the head, the Office and the coordinators, the leader."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.personas import Ward, person
from tests.reminders.conftest import RunPass
from tests.reminders.post_office import PostOffice, words_of
from tracker.accounts.rules import Role
from tracker.core.calendar_vn import NATIONAL_CALENDAR
from tracker.core.db import db
from tracker.progress.models import Contribution
from tracker.progress.rules import ContributionFacts, ContributionStatus
from tracker.reminders.models import LeaderInCharge, LeaderOfPlan, Reminder
from tracker.reminders.rules import Escalation, Steps, escalations
from tracker.settings.service import change_setting
from tracker.tasks.rules import OccurrenceKind

DUE_ON = date(2026, 8, 5)  # a Wednesday
WORKING_DAYS_AFTER = [NATIONAL_CALENDAR.add_working_days(DUE_ON, n) for n in range(13)]
LEADER = "chutich@phuongmau.example"
OFFICE = "vanphong@phuongmau.example"


@pytest.fixture
def owed(ward: Ward) -> Contribution:
    """What the culture division owes by 05/08/2026 for a plan that the centre follows up."""
    plan = make_plan()
    plan.coordinator_unit = ward.centre
    task = make_task(plan, fixed(DUE_ON), lead=ward.culture)
    db.session.commit()
    return contribution_of(task, ward.culture)


def run_until_late(pass_at: RunPass, days_late: int, *, after: int = -1) -> None:
    """A pass each working day from the due day on, or from the day after the one so late."""
    for day in WORKING_DAYS_AFTER[after + 1 : days_late + 1]:
        pass_at(f"{day}T07:30")


def escalated() -> list[tuple[str, str]]:
    """Who was told by an escalation, in the order of telling."""
    rows = db.session.scalars(select(Reminder).order_by(Reminder.id))
    return [(row.recipient.username, row.step) for row in rows if row.step in set(Escalation)]


@pytest.mark.usefixtures("owed", "post_office")
def test_each_level_is_told_once_on_its_day(pass_at: RunPass) -> None:
    run_until_late(pass_at, 0)
    assert escalated() == []
    run_until_late(pass_at, 1)
    assert escalated() == [("truong.vanhoa", "to_head")]
    run_until_late(pass_at, 4, after=0)
    assert len(escalated()) == 1
    run_until_late(pass_at, 5, after=3)
    assert sorted(escalated()[1:]) == [("giamdoc.trungtam", "to_office"), ("vanphong", "to_office")]
    run_until_late(pass_at, 9, after=4)
    assert len(escalated()) == 3
    run_until_late(pass_at, 12, after=8)
    assert escalated()[3:] == [("chutich", "to_leader")]


def test_the_leaders_mail_says_whose_work_is_how_late(
    owed: Contribution, post_office: PostOffice, pass_at: RunPass
) -> None:
    run_until_late(pass_at, 10, after=7)
    mail = post_office.mail_for(LEADER)
    assert mail["Subject"].endswith("1 việc của đơn vị quá hạn kéo dài")
    text = words_of(mail, "plain")
    assert "VIỆC CỦA ĐƠN VỊ QUÁ HẠN KÉO DÀI (1)" in text
    assert "Hạn 05/08/2026 · quá hạn 10 ngày làm việc" in text
    assert "Phòng Văn hóa - Xã hội · Chủ trì · Kế hoạch cải cách" in text
    assert f"http://localhost/contributions/{owed.id}" in text


@pytest.mark.usefixtures("post_office")
def test_three_urgings_bring_it_to_the_leader_before_the_tenth_day(
    owed: Contribution, pass_at: RunPass
) -> None:
    change_setting("remind_every_days_late", 1, actor=None)
    run_until_late(pass_at, 3)
    assert ("chutich", "to_leader") not in escalated()
    run_until_late(pass_at, 4)
    assert ("chutich", "to_leader") in escalated()
    assert owed.status is ContributionStatus.NOT_STARTED


@pytest.mark.usefixtures("owed", "post_office")
def test_only_the_leader_in_charge_is_told_where_one_is_named(ward: Ward, pass_at: RunPass) -> None:
    deputy = person("phochutich", Role.LEADER, ward.leadership)
    db.session.add(LeaderInCharge(unit_id=ward.culture.id, user_id=deputy.id))
    run_until_late(pass_at, 10, after=7)
    assert [name for name, step in escalated() if step == "to_leader"] == ["phochutich"]


@pytest.mark.usefixtures("owed", "post_office")
def test_a_named_leader_whose_account_is_disabled_leaves_it_to_the_others(
    ward: Ward, pass_at: RunPass
) -> None:
    deputy = person("phochutich", Role.LEADER, ward.leadership)
    db.session.add(LeaderInCharge(unit_id=ward.culture.id, user_id=deputy.id))
    deputy.is_enabled = False
    run_until_late(pass_at, 10, after=7)
    assert [name for name, step in escalated() if step == "to_leader"] == ["chutich"]


@pytest.mark.usefixtures("post_office")
def test_the_office_is_not_told_of_its_own_late_work_a_second_time(
    ward: Ward, pass_at: RunPass
) -> None:
    make_task(make_plan(), fixed(DUE_ON), lead=ward.office_unit)
    run_until_late(pass_at, 5)
    assert [step for name, step in escalated() if name == "vanphong"] == ["to_head"]


@pytest.mark.usefixtures("post_office")
def test_what_was_handed_in_is_escalated_no_further(owed: Contribution, pass_at: RunPass) -> None:
    run_until_late(pass_at, 1)
    owed.status = ContributionStatus.SUBMITTED
    run_until_late(pass_at, 12, after=1)
    assert escalated() == [("truong.vanhoa", "to_head")]


def test_nought_switches_a_level_off() -> None:
    facts = ContributionFacts(
        status=ContributionStatus.NOT_STARTED, kind=OccurrenceKind.DUE_DATE, due_on=DUE_ON
    )
    steps = Steps(head_after=0, office_after=0, leader_after=0, leader_after_urgings=0)
    day = DUE_ON + timedelta(days=40)
    found = escalations(facts, day, steps=steps, calendar=NATIONAL_CALENDAR, urgings=9)
    assert found == []


@pytest.mark.usefixtures("post_office")
def test_the_plans_leader_hears_instead_of_the_units(
    owed: Contribution, ward: Ward, pass_at: RunPass
) -> None:
    deputy = person("phochutich", Role.LEADER, ward.leadership)
    db.session.add(LeaderInCharge(unit_id=ward.culture.id, user_id=ward.leader.id))
    plan_id = owed.occurrence.task.plan_id
    db.session.add(LeaderOfPlan(plan_id=plan_id, user_id=deputy.id))
    pass_at(f"{WORKING_DAYS_AFTER[10]}T07:30")
    assert [name for name, step in escalated() if step == "to_leader"] == ["phochutich"]
