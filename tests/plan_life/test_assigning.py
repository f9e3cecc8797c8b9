"""Several tasks to one unit at once: what changes is shown first, each task is amended."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories import fixed, make_plan, make_task
from tests.personas import Browser, Ward
from tests.plan_life.forms import seen_in
from tracker.core.db import db
from tracker.plans.amendments import amendments_of_plan
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.plans.service import change_state
from tracker.progress.queries import contributions_of_plan
from tracker.progress.rules import ContributionStatus
from tracker.tasks.queries import tasks_of_plan

DUE = date(2026, 9, 30)


@pytest.fixture
def plan(ward: Ward) -> Plan:
    """Two tasks of the culture division, one of the centre."""
    plan = make_plan()
    for unit, words in ((ward.culture, "Một"), (ward.culture, "Hai"), (ward.centre, "Ba")):
        make_task(plan, fixed(DUE), lead=unit, content=f"Việc {words}")
    db.session.commit()
    return plan


def chosen(plan: Plan, unit: int, part: str = "lead", **changes: object) -> dict[str, object]:
    ids = [str(task.id) for task in tasks_of_plan(plan.id)]
    data = {"tasks": ids, "unit": str(unit), "part": part, "seen": "", "reason": ""}
    return {**data, **changes}


def test_the_unit_takes_the_lead_of_all_that_were_ticked(
    ward: Ward, browser: Browser, plan: Plan
) -> None:
    office, url = browser.as_(ward.office), f"/plans/{plan.id}/assign"
    page = office.post(url, data=chosen(plan, ward.centre.id))
    assert page.status_code == 200
    assert "Sẽ sửa 2 nhiệm vụ" in page.text
    assert "Không đổi. Đơn vị đang chủ trì." in page.text
    seen = seen_in(page.text)
    unreasoned = office.post(url, data=chosen(plan, ward.centre.id, seen=seen))
    assert unreasoned.status_code == 422
    assert "Hãy ghi lý do." in unreasoned.text
    assert "Sẽ sửa 2 nhiệm vụ" in unreasoned.text
    data = chosen(plan, ward.centre.id, seen=seen, reason="Phân công lại")
    assert office.post(url, data=data).status_code == 303
    assert [task.leads[0].unit_id for task in tasks_of_plan(plan.id)] == [ward.centre.id] * 3
    assert len(amendments_of_plan(plan.id)) == 2
    open_parts = [
        part.unit_id
        for part in contributions_of_plan(plan.id)
        if part.status is ContributionStatus.NOT_STARTED
    ]
    assert open_parts == [ward.centre.id] * 3


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("cooperating", "Phòng Kinh tế, Hạ tầng và Đô thị"),
        ("none", "Không đổi. Đơn vị không tham gia"),
    ],
)
def test_other_parts_are_foreseen(
    ward: Ward, browser: Browser, plan: Plan, part: str, words: str
) -> None:
    data = chosen(plan, ward.economy.id, part)
    page = browser.as_(ward.office).post(f"/plans/{plan.id}/assign", data=data)
    assert words in page.text


def test_the_only_lead_cannot_simply_leave(ward: Ward, browser: Browser, plan: Plan) -> None:
    data = chosen(plan, ward.culture.id, "none")
    page = browser.as_(ward.office).post(f"/plans/{plan.id}/assign", data=data)
    assert "Đơn vị chủ trì một mình" in page.text
    refused = browser.as_(ward.office).post(
        f"/plans/{plan.id}/assign", data={**data, "seen": seen_in(page.text), "reason": "x"}
    )
    assert refused.status_code == 422
    assert "Không nhiệm vụ nào thay đổi" in refused.text


def test_nothing_ticked_and_somebody_elses_change_are_told(
    ward: Ward, browser: Browser, plan: Plan
) -> None:
    office, url = browser.as_(ward.office), f"/plans/{plan.id}/assign"
    empty = office.post(url, data=chosen(plan, 0, tasks=[]))
    assert empty.status_code == 422
    assert "Hãy đánh dấu ít nhất một nhiệm vụ." in empty.text
    page = office.post(url, data=chosen(plan, ward.centre.id))
    tasks_of_plan(plan.id)[0].product = "Báo cáo khác"
    db.session.commit()
    data = chosen(plan, ward.centre.id, seen=seen_in(page.text), reason="Phân công lại")
    again = office.post(url, data=data)
    assert again.status_code == 200
    assert "Sẽ sửa 2 nhiệm vụ" in again.text
    assert amendments_of_plan(plan.id) == []


def test_a_draft_is_given_out_without_a_reason(ward: Ward, browser: Browser, plan: Plan) -> None:
    change_state(plan, PlanState.DRAFT, actor=ward.office)
    db.session.commit()
    office, url = browser.as_(ward.office), f"/plans/{plan.id}/assign"
    page = office.post(url, data=chosen(plan, ward.economy.id))
    data = chosen(plan, ward.economy.id, seen=seen_in(page.text))
    assert office.post(url, data=data).status_code == 303
    assert amendments_of_plan(plan.id) == []
