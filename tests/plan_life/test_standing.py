"""A plan is closed, reopened and issued by pages that say what will happen."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from tests.factories import contribution_of, fixed, make_plan, make_task, regular
from tests.personas import Browser, Ward
from tests.progress.reports import send_report
from tracker.core import clock
from tracker.core.db import db
from tracker.plan_life.standing import open_matters
from tracker.plans.amendments import amendments_of_plan
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.plans.service import change_state
from tracker.progress.queries import contributions_of_plan
from tracker.progress.rules import ContributionStatus
from tracker.reading.result import DeadlineKind, DeadlineReading, Rhythm
from tracker.tasks.models import Task

TODAY = date(2026, 8, 5)


@pytest.fixture
def task(ward: Ward) -> Task:
    """Overdue with the culture division, in time with the economy division's own task."""
    plan = make_plan()
    late = make_task(plan, fixed(date(2026, 7, 31)), lead=ward.culture)
    make_task(plan, fixed(date(2026, 9, 30)), lead=ward.economy)
    db.session.commit()
    return late


def given(plan: Plan, **changes: object) -> dict[str, object]:
    return {"reason": "Hết năm kế hoạch", "version": plan.version, **changes}


def test_closing_names_what_is_open_and_ends_all_work(
    ward: Ward, browser: Browser, task: Task
) -> None:
    office, plan = browser.as_(ward.office), task.plan
    page = office.get(f"/plans/{plan.id}/close").text
    assert "2 phần việc" in page
    assert "trong đó 1 đang quá hạn" in page
    assert "Phòng Kinh tế, Hạ tầng và Đô thị" in page
    assert "giữ nguyên trạng thái" in page
    assert office.post(f"/plans/{plan.id}/close", data=given(plan, reason="")).status_code == 422
    assert office.post(f"/plans/{plan.id}/close", data=given(plan)).status_code == 303
    assert plan.state is PlanState.CLOSED
    (kept,) = amendments_of_plan(plan.id)
    assert (kept.reason, kept.changes[0]["new"]) == ("Hết năm kế hoạch", "Đã kết thúc")
    head = browser.as_(ward.culture_head)
    owed = contribution_of(task, ward.culture)
    assert head.post(f"/contributions/{owed.id}/update", data={}).status_code == 403
    again = office.post(f"/plans/{plan.id}/close", data=given(plan))
    assert again.status_code == 422
    assert "Chỉ kế hoạch đang thực hiện" in again.text


def test_nobody_fills_in_a_form_that_must_be_refused(
    ward: Ward, browser: Browser, task: Task
) -> None:
    """By an old mark or the way back: one lands on the plan and is told why."""
    office, plan = browser.as_(ward.office), task.plan
    answer = office.get(f"/plans/{plan.id}/reopen")
    assert (answer.status_code, answer.location) == (303, f"/plans/{plan.id}")
    assert "Chỉ kế hoạch đã kết thúc mới mở lại được." in office.get(answer.location).text
    change_state(plan, PlanState.CLOSED, actor=ward.office)
    db.session.commit()
    answer = office.get(f"/plans/{plan.id}/close")
    assert (answer.status_code, answer.location) == (303, f"/plans/{plan.id}")
    assert "Chỉ kế hoạch đang thực hiện mới kết thúc được." in office.get(answer.location).text


def test_of_two_who_close_the_second_is_told(ward: Ward, browser: Browser, task: Task) -> None:
    plan = task.plan
    answer = browser.as_(ward.office).post(
        f"/plans/{plan.id}/close", data=given(plan, version=plan.version - 1)
    )
    assert answer.status_code == 409
    assert "Có người vừa sửa kế hoạch này" in answer.text
    assert plan.state is PlanState.ISSUED


def test_reopening_asks_why_and_makes_nobody_late_for_the_time_between(
    ward: Ward, browser: Browser
) -> None:
    plan = make_plan(tracked_from=date(2026, 7, 1))
    until = date(2026, 8, 31)
    make_task(plan, regular(Rhythm.MONTHLY), lead=ward.culture, until=until)
    change_state(plan, PlanState.CLOSED, actor=ward.office)
    db.session.commit()
    with clock.at(datetime(2026, 11, 10, 1, tzinfo=UTC)):
        office = browser.as_(ward.office)
        page = office.get(f"/plans/{plan.id}/reopen").text
        assert "1 phần việc còn mở được nhắc và cập nhật lại, trong đó 1 đang quá hạn" in page
        answer = office.post(f"/plans/{plan.id}/reopen", data=given(plan, reason="Còn việc"))
        assert answer.status_code == 303
    found = {c.occurrence.due_on: c.status for c in contributions_of_plan(plan.id)}
    assert found[date(2026, 7, 31)] is ContributionStatus.NOT_STARTED
    # Made before the plan was closed, and due while it was.
    assert found[date(2026, 8, 31)] is ContributionStatus.CANCELLED
    assert found[date(2026, 9, 30)] is ContributionStatus.CANCELLED
    assert found[date(2026, 10, 31)] is ContributionStatus.CANCELLED
    assert found[date(2026, 11, 30)] is ContributionStatus.NOT_STARTED
    assert amendments_of_plan(plan.id)[0].reason == "Còn việc"


def test_what_waits_for_the_office_is_counted(ward: Ward, browser: Browser, task: Task) -> None:
    owed = contribution_of(task, ward.culture)
    report = {"late_reason": "Chờ số liệu", "late_cause": "objective"}
    send_report(browser.as_(ward.culture_head), owed, note="Xong.", **report)
    matters = open_matters(db.session.get_one(Plan, task.plan_id), today=TODAY)
    assert (matters.still_open, matters.waiting, matters.late) == (2, 1, 1)


def test_a_draft_is_issued_once_everything_has_a_lead(ward: Ward, browser: Browser) -> None:
    plan = make_plan(tracked_from=TODAY)
    change_state(plan, PlanState.DRAFT, actor=ward.office)
    task = make_task(plan, fixed(date(2026, 9, 30)), lead=ward.culture, until=TODAY)
    for occurrence in list(task.occurrences):
        for part in contributions_of_plan(plan.id):
            db.session.delete(part)
        db.session.delete(occurrence)
    assignment = task.assignments[0]
    assignment.ended_on = TODAY
    db.session.commit()
    office = browser.as_(ward.office)
    data = {"tracked_from": "05/08/2026", "version": plan.version}
    refused = office.post(f"/plans/{plan.id}/issue", data=data)
    assert refused.status_code == 422
    assert "1 nhiệm vụ chưa có đơn vị chủ trì" in refused.text
    db.session.merge(assignment).ended_on = None
    db.session.commit()
    for _ in range(2):
        assert office.post(f"/plans/{plan.id}/issue", data=data).status_code == 303
    assert plan.state is PlanState.ISSUED
    assert [item.unit_id for item in contributions_of_plan(plan.id)] == [ward.culture.id]


def test_reopening_makes_nobody_late_for_an_hour_that_passed_meanwhile(
    ward: Ward, browser: Browser
) -> None:
    """Weekly, before 16:30 on Thursday: closed on Wednesday, reopened on Thursday at 17:00."""
    plan = make_plan(tracked_from=date(2026, 8, 3))
    deadline = DeadlineReading(
        DeadlineKind.REGULAR, recurrence=(Rhythm.WEEKLY,), weekday=4, due_time=time(16, 30)
    )
    make_task(plan, deadline, lead=ward.culture, until=date(2026, 8, 14))
    change_state(plan, PlanState.CLOSED, actor=ward.office)
    db.session.commit()
    with clock.at(datetime(2026, 8, 6, 10, tzinfo=UTC)):
        browser.as_(ward.office).post(f"/plans/{plan.id}/reopen", data=given(plan))
        found = {c.occurrence.due_on: c for c in contributions_of_plan(plan.id)}
    assert plan.state is PlanState.ISSUED
    assert found[date(2026, 8, 6)].status is ContributionStatus.CANCELLED
    assert found[date(2026, 8, 13)].status is ContributionStatus.NOT_STARTED
