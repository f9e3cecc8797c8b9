"""One unit goes into another: what is open follows, what is done stays under the old name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.figures.journal_recount import Journal
from tests.personas import Browser, Ward
from tests.progress.reports import send_report
from tests.targets.factories import make_target
from tests.unit_merging.forms import confirmed
from tracker.audit.queries import entries_about
from tracker.core.db import db
from tracker.extensions.queries import granted_and_open
from tracker.extensions.revoking import Revocation, revoke
from tracker.extensions.service import Answer, Asked, ask, decide
from tracker.plan_life.amending import amend_task, present
from tracker.plans.amendments import Grounds, amendments_of_plan
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.plans.service import change_state
from tracker.progress.as_it_stood import parts_of_plan_at
from tracker.progress.models import Contribution
from tracker.progress.queries import contributions_of_task
from tracker.progress.rules import ContributionStatus, TimingClass, timing_class
from tracker.progress.service import accept
from tracker.settings.service import change_setting
from tracker.targets.models import Target
from tracker.tasks.models import Task
from tracker.tasks.rules import TaskRole
from tracker.units.queries import unit_directory
from tracker.units.removing import referring_columns

DONE_ON, DUE = date(2026, 8, 20), date(2026, 9, 30)
# Every column that names a unit, and where the decision about it is taken (merging.py).
DECIDED = {
    "assignment.unit_id",
    "contribution.unit_id",
    "import_draft.coordinator_unit_id",
    "leader_in_charge.unit_id",
    "plan.coordinator_unit_id",
    "target_unit.unit_id",
    "unit.merged_into_id",
    "unit_membership.member_id",
    "user_account.unit_id",
    # Stay with the name they were written to; the heir answers them (policy.is_urged).
    "directive.unit_id",
    "urging_letter.unit_id",
}


@pytest.fixture
def task(ward: Ward) -> Task:
    """The culture division leads two dates, with the economy division."""
    plan = make_plan()
    plan.coordinator_unit = ward.culture
    make_target(plan, ward.culture)
    task = make_task(plan, fixed(DONE_ON, DUE), lead=ward.culture, cooperating=(ward.economy,))
    db.session.commit()
    return task


def parts(task: Task) -> dict[tuple[str, date | None], Contribution]:
    found = contributions_of_task(task.id)
    return {(part.unit.name, part.occurrence.due_on): part for part in found}


@pytest.mark.usefixtures("app")
def test_every_column_that_names_a_unit_is_decided() -> None:
    found = {f"{column.table.name}.{column.name}" for column in referring_columns()}
    assert found == DECIDED


def test_what_would_move_is_shown_before_anything_does(
    ward: Ward, browser: Browser, task: Task
) -> None:
    office = browser.as_(ward.office)
    page = office.post(f"/units/{ward.culture.id}/merge", data={"heir": str(ward.centre.id)}).text
    assert "2 phần việc đang mở" in page
    assert "2 tài khoản" in page
    assert "Đơn vị nhận sẽ có 2 trưởng đơn vị" in page
    assert "Các phòng chuyên môn" in page
    assert task.plan.title in page
    assert ward.culture.is_active


def test_open_work_people_and_names_go_to_the_heir_and_history_stays(
    ward: Ward, browser: Browser, task: Task
) -> None:
    first = contribution_of(task, ward.culture)
    send_report(browser.as_(ward.culture_head), first, note="Đã xong.")
    accept(first, version=first.version, actor=ward.office)
    closed = make_plan("Kế hoạch cũ", year=2025)
    old = make_task(closed, fixed(DUE), lead=ward.culture)
    change_state(closed, PlanState.CLOSED, actor=ward.office)
    db.session.commit()
    office = browser.as_(ward.office)
    url = f"/units/{ward.culture.id}/merge"
    assert office.post(url, data=confirmed(ward, ward.centre.id, reason="")).status_code == 422
    assert office.post(url, data=confirmed(ward, ward.centre.id)).status_code == 303
    culture, centre = "Phòng Văn hóa - Xã hội", "Trung tâm Phục vụ hành chính công"
    found = parts(task)
    assert found[culture, DONE_ON].status is ContributionStatus.ACCEPTED
    moved = found[centre, DUE]
    assert (moved.status, moved.role) == (ContributionStatus.NOT_STARTED, TaskRole.LEAD)
    assert moved.assignment.unit is ward.centre
    assert (culture, DUE) not in found
    # What the unit has done nobody is asked for again.
    assert (centre, DONE_ON) not in found
    assert [row.unit for row in task.leads] == [ward.centre]
    assert contribution_of(old, ward.culture).unit is ward.culture
    assert ward.culture_head.unit is ward.centre
    assert db.session.get_one(Plan, task.plan_id).coordinator_unit is ward.centre
    assert unit_directory().find(culture) is ward.centre
    assert ward.divisions.members == [ward.economy, ward.centre]
    (kept, _coordination) = reversed(amendments_of_plan(task.plan_id))
    assert kept.document_number == "9/NQ-HĐND"
    assert (ward.culture.is_active, ward.culture.heir) == (False, ward.centre)
    assert browser.as_(ward.culture_head).get("/").status_code == 200
    assert "Đã hợp nhất" in office.get("/units").text
    again = office.post(url, data=confirmed(ward, ward.economy.id))
    assert again.status_code == 422
    assert "đã hợp nhất rồi" in again.text


def test_a_unit_that_cooperated_with_its_heir_leaves_one_part(
    ward: Ward, browser: Browser, task: Task
) -> None:
    data = confirmed(ward, ward.economy.id)
    assert (
        browser.as_(ward.office).post(f"/units/{ward.culture.id}/merge", data=data).status_code
        == 303
    )
    found = parts(task)
    economy = "Phòng Kinh tế, Hạ tầng và Đô thị"
    assert {found[economy, day].role for day in (DONE_ON, DUE)} == {TaskRole.LEAD}
    assert {found["Phòng Văn hóa - Xã hội", day].status for day in (DONE_ON, DUE)} == {
        ContributionStatus.CANCELLED
    }


def merge_into(ward: Ward, browser: Browser, heir: int) -> None:
    url = f"/units/{ward.culture.id}/merge"
    assert browser.as_(ward.office).post(url, data=confirmed(ward, heir)).status_code == 303


def test_what_was_led_and_handed_in_goes_before_the_heirs_cooperation(
    ward: Ward, browser: Browser
) -> None:
    task = make_task(make_plan(), fixed(DUE), lead=ward.culture, cooperating=(ward.economy,))
    db.session.commit()
    led = contribution_of(task, ward.culture)
    send_report(browser.as_(ward.culture_head), led, note="Kết quả của đơn vị chủ trì.")
    handed_in = led.submitted_at
    merge_into(ward, browser, ward.economy.id)
    found = contribution_of(task, ward.economy)
    assert (found.status, found.role) == (ContributionStatus.SUBMITTED, TaskRole.LEAD)
    assert found.submitted_at == handed_in
    assert "Kết quả của đơn vị chủ trì." in [update.note for update in found.updates]
    moment = datetime(2026, 10, 20, tzinfo=UTC)
    (then,) = parts_of_plan_at(task.plan_id, moment)[1:]
    assert timing_class(then.facts, date(2026, 10, 20)) is TimingClass.OPEN_IN_TIME


def test_confirmed_cooperation_does_not_end_what_was_led(ward: Ward, browser: Browser) -> None:
    task = make_task(make_plan(), fixed(DUE), lead=ward.culture, cooperating=(ward.economy,))
    db.session.commit()
    shared = contribution_of(task, ward.economy)
    send_report(browser.as_(ward.economy_head), shared, note="Đã góp ý.")
    accept(shared, version=shared.version, actor=ward.office)
    db.session.commit()
    merge_into(ward, browser, ward.economy.id)
    found = contribution_of(task, ward.economy)
    assert (found.status, found.role) == (ContributionStatus.NOT_STARTED, TaskRole.LEAD)


def test_what_is_owed_as_a_member_of_a_group_goes_too(ward: Ward, browser: Browser) -> None:
    plan = make_plan()
    both = make_task(plan, fixed(DUE), lead=ward.culture, cooperating=(ward.divisions,))
    group = make_task(plan, fixed(DONE_ON), lead=ward.divisions)
    db.session.commit()
    merge_into(ward, browser, ward.centre.id)
    for task in (both, group):
        units = {part.unit for part in contributions_of_task(task.id)}
        assert units == {ward.economy, ward.centre}


@pytest.mark.parametrize("heir", ["culture", "city", "divisions"])
def test_nothing_but_a_working_unit_takes_over(
    ward: Ward, browser: Browser, task: Task, heir: str
) -> None:
    del task
    data = confirmed(ward, getattr(ward, heir).id)
    answer = browser.as_(ward.office).post(f"/units/{ward.culture.id}/merge", data=data)
    assert answer.status_code == 422
    assert ward.culture.is_active


def test_of_two_who_merge_the_second_is_told(ward: Ward, browser: Browser, task: Task) -> None:
    data = confirmed(ward, ward.centre.id, version=ward.culture.version + 1)
    answer = browser.as_(ward.office).post(f"/units/{ward.culture.id}/merge", data=data)
    assert answer.status_code == 409
    assert parts(task)["Phòng Văn hóa - Xã hội", DUE].unit is ward.culture


def test_a_merge_brings_no_day_that_an_amendment_could_not_set(
    ward: Ward, browser: Browser
) -> None:
    task = make_task(make_plan(), fixed(DUE), lead=ward.culture, cooperating=(ward.economy,))
    db.session.commit()
    send_report(browser.as_(ward.economy_head), contribution_of(task, ward.economy), note="Xong.")
    earlier = replace(present(task), deadline=fixed(DONE_ON))
    grounds = Grounds("Theo thông báo số 5")
    told = {"version": task.version, "today": date(2026, 8, 5), "actor": ward.office}
    amend_task(task, earlier, grounds, **told)
    db.session.commit()
    data = {**confirmed(ward, ward.culture.id), "version": ward.economy.version}
    answer = browser.as_(ward.office).post(f"/units/{ward.economy.id}/merge", data=data)
    assert answer.status_code == 303
    led = contribution_of(task, ward.culture)
    assert (led.status, led.occurrence.due_on) == (ContributionStatus.NOT_STARTED, DUE)


def test_a_reopened_plan_goes_on_with_the_heirs(ward: Ward, browser: Browser, task: Task) -> None:
    plan, office = task.plan, browser.as_(ward.office)
    reason = {"reason": "Theo thông báo số 5"}
    office.post(f"/plans/{plan.id}/close", data={**reason, "version": plan.version})
    merge_into(ward, browser, ward.centre.id)
    assert plan.coordinator_unit is ward.culture
    answer = office.post(f"/plans/{plan.id}/reopen", data={**reason, "version": plan.version})
    assert answer.status_code == 303
    owed = [part for part in contributions_of_task(task.id) if part.role is TaskRole.LEAD]
    assert {part.unit for part in owed} == {ward.centre}
    assert (plan.coordinator_unit, task.leads[0].unit) == (ward.centre, ward.centre)
    (target,) = db.session.query(Target)
    assert [owner.unit for owner in target.owners] == [ward.centre]
    assert entries_about(target)[0].changes["units"][1] == ward.centre.name


def test_the_journal_tells_how_the_heir_came_to_it(ward: Ward, browser: Browser) -> None:
    task = make_task(make_plan(), fixed(DUE), lead=ward.culture, cooperating=(ward.economy,))
    db.session.commit()
    led = contribution_of(task, ward.culture)
    send_report(browser.as_(ward.culture_head), led, note="Kết quả.")
    merge_into(ward, browser, ward.economy.id)
    assert contribution_of(task, ward.economy).status is ContributionStatus.SUBMITTED
    Journal.of_everything().check_against_rows()


def test_what_was_granted_goes_to_the_heirs_part_and_can_be_revoked_there(
    ward: Ward, browser: Browser
) -> None:
    change_setting("extension_notice_days", 0, actor=None)
    task = make_task(make_plan(), fixed(DUE), lead=ward.culture, cooperating=(ward.economy,))
    db.session.commit()
    later = date(2026, 10, 15)
    asked = Asked(later, "Chờ số liệu.", is_objective=False, request_key="one")
    request = ask(contribution_of(task, ward.culture), asked, actor=ward.culture_head)
    decide(request, Answer(later, None, False, request.version, "two"), actor=ward.leader)
    db.session.commit()
    merge_into(ward, browser, ward.economy.id)
    owed = contribution_of(task, ward.economy)
    assert (request.contribution, owed.occurrence.due_on) == (owed, later)
    assert list(granted_and_open()) == [request]
    revoke(request, Revocation(DUE, "Gia hạn nhầm.", request.version), actor=ward.leader)
    assert owed.occurrence.due_on == DUE


def test_what_was_asked_for_goes_to_the_heirs_part(ward: Ward, browser: Browser) -> None:
    change_setting("extension_notice_days", 0, actor=None)
    task = make_task(make_plan(), fixed(DUE), lead=ward.culture, cooperating=(ward.economy,))
    db.session.commit()
    led = contribution_of(task, ward.culture)
    asked = Asked(date(2026, 10, 15), "Chờ số liệu.", is_objective=False, request_key="one")
    request = ask(led, asked, actor=ward.culture_head)
    db.session.commit()
    merge_into(ward, browser, ward.economy.id)
    assert request.contribution == contribution_of(task, ward.economy)
    answer = {"decision": "grant", "due_on": "15/10/2026", "request_key": "two"}
    decided = browser.as_(ward.leader).post(
        f"/extensions/{request.id}/decide", data={**answer, "version": request.version}
    )
    assert decided.status_code == 303
    assert contribution_of(task, ward.economy).occurrence.due_on == date(2026, 10, 15)


def test_a_missing_reason_is_called_as_its_field_is(ward: Ward, browser: Browser) -> None:
    data = confirmed(ward, ward.centre.id, reason="")
    answer = browser.as_(ward.office).post(f"/units/{ward.culture.id}/merge", data=data)
    assert answer.status_code == 422
    assert "Lý do hợp nhất</a>: Hãy ghi lý do." in answer.text
