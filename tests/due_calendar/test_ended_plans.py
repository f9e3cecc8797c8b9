"""What was not done when its plan ended stands in nobody's calendar as a day to come."""

from __future__ import annotations

from datetime import date

import pytest

from tests.due_calendar.feeds import address_of, events
from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.imports.reviewing import words_of
from tests.personas import Browser, Ward
from tests.progress.reports import accept, send_report
from tracker.core.db import db
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.plans.service import change_state
from tracker.tasks.models import Task

DUE = date(2026, 8, 20)


@pytest.fixture
def plan() -> Plan:
    """A plan in force."""
    return make_plan()


@pytest.fixture
def open_task(ward: Ward, plan: Plan) -> Task:
    """Nobody has done it."""
    return make_task(plan, fixed(DUE), lead=ward.culture, content="Rà soát thủ tục")


@pytest.fixture
def done_task(ward: Ward, browser: Browser, plan: Plan) -> Task:
    """Done and confirmed."""
    task = make_task(plan, fixed(DUE), lead=ward.culture, content="Kiểm tra chợ")
    db.session.commit()
    work = contribution_of(task, ward.culture)
    send_report(browser.as_(ward.culture_head), work)
    accept(browser.as_(ward.office), work)
    return task


def set_state(plan: Plan, state: PlanState, ward: Ward) -> None:
    change_state(plan, state, actor=ward.office)
    db.session.commit()


@pytest.mark.usefixtures("open_task", "done_task")
def test_the_month_shows_what_was_done_and_no_day_to_come(
    ward: Ward, browser: Browser, plan: Plan
) -> None:
    assert "2 việc đến hạn trong tháng" in words_of(browser.as_(ward.office).get("/calendar"))
    set_state(plan, PlanState.CLOSED, ward)
    page = words_of(browser.as_(ward.office).get("/calendar"))
    assert "1 việc đến hạn trong tháng" in page
    assert "Kiểm tra chợ" in page
    assert "Rà soát thủ tục" not in page


def test_feeds_take_it_away_and_bring_it_back_with_the_plan(
    ward: Ward, browser: Browser, plan: Plan, open_task: Task, done_task: Task
) -> None:
    address = address_of(browser, ward.culture_head)

    def told() -> list[str]:
        found = events(browser, address)
        uids = (f"occurrence-{t.occurrences[0].id}@localhost" for t in (open_task, done_task))
        return [str(found[uid]["status"]) for uid in uids]

    assert told() == ["CONFIRMED", "CONFIRMED"]
    set_state(plan, PlanState.CLOSED, ward)
    assert told() == ["CANCELLED", "CONFIRMED"]
    set_state(plan, PlanState.ISSUED, ward)
    assert told() == ["CONFIRMED", "CONFIRMED"]


@pytest.mark.usefixtures("open_task")
def test_a_day_that_counts_again_comes_after_the_one_called_off(
    ward: Ward, browser: Browser, plan: Plan
) -> None:
    """Calendars keep what was called off until a higher number tells them otherwise."""
    address = address_of(browser, ward.culture_head)
    found = []
    for state in (PlanState.CLOSED, PlanState.ISSUED, PlanState.CLOSED):
        found += events(browser, address).values()
        set_state(plan, state, ward)
    statuses = [str(event["status"]) for event in found]
    assert statuses == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    numbers = [int(event["sequence"]) for event in found]
    assert numbers == sorted(set(numbers))
