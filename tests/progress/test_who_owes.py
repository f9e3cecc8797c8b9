"""Who owes what: one contribution per unit behind a printed name."""

from __future__ import annotations

from datetime import date

from tests.factories import fixed, make_plan, make_task, regular
from tests.personas import Ward
from tracker.core.db import db
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.progress.instances import make_due_instances, make_instances_of
from tracker.progress.models import Contribution
from tracker.progress.queries import contributions_of_task
from tracker.reading.result import Rhythm
from tracker.tasks.models import Task
from tracker.tasks.rules import TaskRole
from tracker.units.models import Unit
from tracker.units.service import set_members

DUE = date(2026, 8, 20)


def roles(task: Task) -> dict[Unit, TaskRole]:
    return {item.unit: item.role for item in contributions_of_task(task.id)}


def test_a_unit_leads_another_cooperates(ward: Ward) -> None:
    task = make_task(make_plan(), fixed(DUE), lead=ward.culture, cooperating=(ward.economy,))
    assert roles(task) == {ward.culture: TaskRole.LEAD, ward.economy: TaskRole.COOPERATING}


def test_a_collective_owes_through_each_of_its_members(ward: Ward) -> None:
    task = make_task(make_plan(), fixed(DUE), lead=ward.divisions)
    assert roles(task) == {ward.culture: TaskRole.LEAD, ward.economy: TaskRole.LEAD}


def test_a_unit_that_joins_a_collective_owes_what_is_ahead_and_nothing_past(ward: Ward) -> None:
    """On 05/08 the month of July is past, August lies ahead."""
    task = make_task(make_plan(), regular(Rhythm.MONTHLY), lead=ward.divisions)
    set_members(ward.divisions, [ward.culture, ward.economy, ward.centre])
    db.session.flush()
    assert make_due_instances(today=date(2026, 8, 5)) == 0
    owed = [item for item in contributions_of_task(task.id) if item.unit == ward.centre]
    assert min(item.occurrence.due_on for item in owed if item.occurrence.due_on) == date(
        2026, 8, 31
    )
    assert len(owed) == 5
    make_due_instances(today=date(2026, 8, 5))
    assert len([i for i in contributions_of_task(task.id) if i.unit == ward.centre]) == 5


def test_a_unit_that_leads_does_not_also_cooperate(ward: Ward) -> None:
    task = make_task(make_plan(), fixed(DUE), lead=ward.culture, cooperating=(ward.divisions,))
    assert roles(task) == {ward.culture: TaskRole.LEAD, ward.economy: TaskRole.COOPERATING}


def test_a_unit_named_twice_owes_once(ward: Ward) -> None:
    task = make_task(
        make_plan(), fixed(DUE), lead=ward.centre, cooperating=(ward.economy, ward.divisions)
    )
    assert len(contributions_of_task(task.id)) == 3


def test_a_body_outside_the_ward_owes_nothing(ward: Ward) -> None:
    task = make_task(make_plan(), fixed(DUE), lead=ward.city, cooperating=(ward.culture,))
    assert roles(task) == {ward.culture: TaskRole.COOPERATING}


def test_a_unit_that_no_longer_works_owes_nothing_new(ward: Ward) -> None:
    ward.economy.is_active = False
    task = make_task(make_plan(), fixed(DUE), lead=ward.divisions)
    assert roles(task) == {ward.culture: TaskRole.LEAD}


def test_each_due_date_is_owed_by_itself(ward: Ward) -> None:
    task = make_task(make_plan(), fixed(DUE, date(2026, 11, 20)), lead=ward.culture)
    assert len(contributions_of_task(task.id)) == 2


def test_making_the_instances_again_adds_none(ward: Ward) -> None:
    task = make_task(make_plan(), regular(Rhythm.QUARTERLY), lead=ward.divisions)
    before = {item.id for item in contributions_of_task(task.id)}
    assert make_instances_of(task, until=date(2026, 12, 31)) == []
    assert {item.id for item in contributions_of_task(task.id)} == before


def test_instances_are_made_for_the_days_ahead_and_no_further(ward: Ward) -> None:
    task = make_task(
        make_plan(), regular(Rhythm.MONTHLY), lead=ward.culture, until=date(2026, 1, 1)
    )
    make_due_instances(today=date(2026, 8, 5))
    due = sorted(item.due_on for item in task.occurrences if item.due_on)
    assert due[0] == date(2026, 1, 31)
    assert due[-1] == date(2026, 9, 30)
    assert make_due_instances(today=date(2026, 8, 5)) == 0


def test_nothing_is_made_for_the_year_after_the_plan(ward: Ward) -> None:
    task = make_task(
        make_plan(), regular(Rhythm.MONTHLY), lead=ward.culture, until=date(2027, 6, 30)
    )
    assert max(item.due_on for item in task.occurrences if item.due_on) == date(2026, 12, 31)


def test_a_draft_or_closed_plan_makes_nobody_owe_anything(ward: Ward) -> None:
    plans = [make_plan(), make_plan()]
    for plan, state in zip(plans, (PlanState.DRAFT, PlanState.CLOSED), strict=True):
        task = make_task(plan, regular(Rhythm.MONTHLY), lead=ward.culture, until=date(2026, 1, 1))
        plan.state = state
        assert task.occurrences == []
    assert make_due_instances(today=date(2026, 8, 5)) == 0
    assert db.session.query(Contribution).count() == 0
    assert db.session.query(Plan).count() == 2
