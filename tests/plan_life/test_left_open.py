"""Whoever forgets to end a plan is told so: its work stays overdue and is reminded of for ever."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.factories import fixed, make_plan, make_task
from tests.personas import Browser, Ward
from tracker.core import clock
from tracker.core.db import db
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState, last_year_to_end

WORDS = "đã hết mà kế hoạch còn mở"


@pytest.fixture
def plan(ward: Ward) -> Plan:
    """Of 2026, with something undone."""
    made = make_plan()
    make_task(made, fixed(date(2026, 11, 30)), lead=ward.culture)
    db.session.commit()
    return made


@pytest.mark.parametrize(
    ("today", "year"),
    [(date(2026, 12, 31), 2025), (date(2027, 1, 31), 2025), (date(2027, 2, 1), 2026)],
)
def test_in_january_last_years_results_are_still_confirmed(today: date, year: int) -> None:
    assert last_year_to_end(today) == year


@pytest.mark.parametrize(("month", "is_told"), [(1, False), (2, True)])
def test_the_office_and_the_leader_are_told(
    ward: Ward, browser: Browser, plan: Plan, month: int, is_told: bool
) -> None:
    with clock.at(datetime(2027, month, 20, 1, tzinfo=UTC)):
        office, leader = browser.as_(ward.office), browser.as_(ward.leader)
        overview = leader.get("/overview").text
        assert (WORDS in overview) is is_told
        page = office.get(f"/plans/{plan.id}").text
        assert (WORDS in page) is is_told
        assert WORDS not in browser.as_(ward.culture_head).get(f"/plans/{plan.id}").text


def test_nothing_is_said_of_a_plan_that_has_ended(ward: Ward, browser: Browser, plan: Plan) -> None:
    plan.state = PlanState.CLOSED
    db.session.commit()
    with clock.at(datetime(2027, 2, 20, 1, tzinfo=UTC)):
        assert WORDS not in browser.as_(ward.leader).get("/overview").text
