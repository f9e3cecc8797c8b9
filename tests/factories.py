"""Plans and tasks for tests, said in one line each."""

from __future__ import annotations

from datetime import date

from tracker.plans.models import Plan
from tracker.plans.service import PlanDetails, create_plan
from tracker.progress.instances import make_instances_of
from tracker.progress.models import Contribution
from tracker.progress.queries import contributions_of_task
from tracker.reading.result import DeadlineKind, DeadlineReading, Rhythm
from tracker.tasks.models import Task
from tracker.tasks.rules import TaskRole
from tracker.tasks.service import AssignedUnit, TaskDetails, create_task
from tracker.units.models import Unit

YEAR_END = date(2026, 12, 31)


def make_plan(title: str = "Kế hoạch cải cách hành chính năm 2026", **changes: object) -> Plan:
    """An issued plan of 2026, in force from 5 January."""
    details = {
        "title": title,
        "year": 2026,
        "number": "12/KH-UBND",
        "issued_on": date(2026, 1, 5),
        "issuer": "UBND phường Mẫu",
    }
    return create_plan(PlanDetails(**{**details, **changes}), actor=None)  # type: ignore[arg-type]


def fixed(*days: date) -> DeadlineReading:
    """A deadline of printed dates."""
    return DeadlineReading(DeadlineKind.FIXED, dates=days)


def regular(*rhythms: Rhythm) -> DeadlineReading:
    """A regular deadline, with or without a rhythm."""
    return DeadlineReading(DeadlineKind.REGULAR, recurrence=rhythms or None)


def on_occurrence(days: int | None = None, *, working_days: bool = False) -> DeadlineReading:
    """A deadline that waits for an event."""
    return DeadlineReading(
        DeadlineKind.ON_OCCURRENCE, days_after_event=days, working_days=working_days
    )


def make_task(
    plan: Plan,
    deadline: DeadlineReading,
    *,
    lead: Unit,
    cooperating: tuple[Unit, ...] = (),
    content: str = "Xây dựng kế hoạch rà soát thủ tục hành chính",
    label: str = "1",
    until: date = YEAR_END,
) -> Task:
    """A task of the plan with its instances made up to the day."""
    assigned = [AssignedUnit(lead, TaskRole.LEAD, lead.name)]
    assigned += [AssignedUnit(unit, TaskRole.COOPERATING, unit.name) for unit in cooperating]
    task = create_task(
        plan,
        TaskDetails(content=content, deadline=deadline, label=label, product="Báo cáo"),
        position=1,
        section=None,
        assigned=assigned,
        actor=None,
    )
    make_instances_of(task, until=until)
    return task


def contribution_of(task: Task, unit: Unit) -> Contribution:
    """The earliest contribution the unit owes for the task."""
    owed = [item for item in contributions_of_task(task.id) if item.unit_id == unit.id]
    return min(owed, key=lambda item: item.occurrence_id)
