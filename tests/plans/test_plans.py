"""Plans and the headings of their appendices."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from tests.factories import fixed, make_plan, make_task
from tests.personas import Ward
from tracker.audit.queries import entries_about
from tracker.core.errors import RuleError
from tracker.plans.queries import all_plans, coordinates_a_running_plan, plans_from_source
from tracker.plans.rules import PLAN_STATE_WORDS, PlanState, document_reference
from tracker.plans.service import PlanDetails, add_section, change_state, create_plan
from tracker.tasks.queries import appendix_rows

TODAY = date(2026, 8, 5)


def test_a_plan_is_in_force_from_its_signing_day(app: Flask) -> None:
    assert app
    assert make_plan(issued_on=date(2026, 1, 5)).tracked_from == date(2026, 1, 5)


def test_a_plan_whose_copy_has_no_day_is_followed_from_today(app: Flask) -> None:
    assert app
    plan = create_plan(PlanDetails("Kế hoạch", 2026), actor=None)
    assert plan.tracked_from == TODAY
    assert (plan.number, plan.issued_on) == (None, None)


def test_the_office_may_start_later_than_the_signing_day(app: Flask) -> None:
    assert app
    assert make_plan(tracked_from=date(2026, 7, 1)).tracked_from == date(2026, 7, 1)


def test_a_plan_needs_its_title(app: Flask) -> None:
    assert app
    with pytest.raises(RuleError, match="Hãy nhập tên kế hoạch"):
        create_plan(PlanDetails("   ", 2026), actor=None)


def test_headings_are_nested_and_stand_among_the_tasks_as_printed(ward: Ward) -> None:
    plan = make_plan()
    top = add_section(plan, "Công khai", label="I", position=1)
    below = add_section(plan, "Niêm yết", label="1", position=2, parent=top)
    task = make_task(plan, fixed(TODAY), lead=ward.culture)
    task.position = 3
    last = add_section(plan, "Kiểm tra", label="II", position=4)
    assert (top.level, below.level, last.level) == (0, 1, 0)
    assert appendix_rows(plan) == [top, below, task, last]


def test_changing_the_state_is_in_the_journal_once(ward: Ward) -> None:
    plan = make_plan()
    for _ in range(2):
        change_state(plan, PlanState.CLOSED, actor=ward.office)
    changed = [entry for entry in entries_about(plan) if entry.action == "plan:changed"]
    assert [entry.changes for entry in changed] == [{"state": ["issued", "closed"]}]
    assert set(PLAN_STATE_WORDS) == set(PlanState)


def test_finding_plans(ward: Ward) -> None:
    old = make_plan("Cũ", year=2025, source_sha256="a" * 64)
    new = make_plan("Mới")
    draft = make_plan("Nháp")
    draft.state = PlanState.DRAFT
    assert list(all_plans(with_drafts=False)) == [new, old]
    assert set(all_plans(with_drafts=True)) == {new, old, draft}
    assert list(plans_from_source("a" * 64)) == [old]
    assert not coordinates_a_running_plan(ward.centre.id)
    draft.coordinator_unit = new.coordinator_unit = ward.centre
    assert coordinates_a_running_plan(ward.centre.id)


def test_how_letters_cite_a_plan_with_and_without_its_number() -> None:
    assert document_reference("12/KH-UBND", "05/01/2026") == "số 12/KH-UBND ngày 05/01/2026"
    assert document_reference(None, None) == "số ……/KH-UBND ngày ……"
