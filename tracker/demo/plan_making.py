"""Turns sample rows into a plan, through the same verbs that the pages use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.accounts.models import User
from tracker.demo.plan import COLUMNS, SampleHeading, SampleRow, SampleTask, printed_deadline
from tracker.imports.values import named_columns
from tracker.plans.models import Plan, Section
from tracker.plans.service import PlanDetails, add_section, create_plan
from tracker.reading.deadlines import read_deadline
from tracker.tasks.rules import TaskRole
from tracker.tasks.service import AssignedUnit, TaskDetails, create_task
from tracker.units.models import Unit
from tracker.units.queries import UnitDirectory, unit_directory


@dataclass(slots=True)
class MadePlan:
    """A plan and the sample behind each of its tasks, by the task's number."""

    plan: Plan
    samples: dict[int, SampleTask] = field(default_factory=dict)


def plan_details(
    title: str, *, year: int, number: str, issued_on: date, tracked_from: date
) -> PlanDetails:
    """A plan of the ward with the usual six columns."""
    return PlanDetails(
        title=title.format(year=year),
        year=year,
        number=number,
        issued_on=issued_on,
        issuer="UBND phường Mẫu",
        signer="Nguyễn Văn Mẫu",
        tracked_from=tracked_from,
        columns=list(named_columns(COLUMNS)),
    )


def make_plan(
    details: PlanDetails,
    rows: Sequence[SampleRow],
    *,
    today: date,
    coordinator: Unit | None,
    actor: User,
) -> MadePlan:
    """Add the plan with its headings and tasks; printed days follow `today`."""
    made = MadePlan(create_plan(details, actor=actor, coordinator_unit=coordinator))
    directory = unit_directory()
    above: dict[int, Section] = {}
    for position, row in enumerate(rows, start=1):
        if isinstance(row, SampleHeading):
            parent = above.get(row.level - 1)
            above = {level: heading for level, heading in above.items() if level < row.level}
            above[row.level] = add_section(
                made.plan, row.title, label=row.label, position=position, parent=parent
            )
            continue
        task = create_task(
            made.plan,
            _task_details(row, made.plan, today),
            position=position,
            section=above[max(above)] if above else None,
            assigned=[
                *_assigned(row.lead, TaskRole.LEAD, directory),
                *_assigned(row.cooperating, TaskRole.COOPERATING, directory),
            ],
            actor=actor,
        )
        made.samples[task.id] = row
    return made


def _task_details(sample: SampleTask, plan: Plan, today: date) -> TaskDetails:
    deadline_text = printed_deadline(sample, today=today, year=plan.year)
    return TaskDetails(
        content=sample.content,
        deadline=read_deadline(deadline_text, year=plan.year, plan_date=plan.issued_on),
        label=sample.label,
        product=sample.product,
        lead_text="; ".join(sample.lead),
        cooperating_text="; ".join(sample.cooperating) or None,
        deadline_text=deadline_text,
    )


def _assigned(names: Sequence[str], role: TaskRole, directory: UnitDirectory) -> list[AssignedUnit]:
    """The units behind the printed names; LookupError on a name that nobody bears."""
    assigned = []
    for name in names:
        unit = directory.find(name)
        if unit is None:
            raise LookupError(f"no unit of the sample ward is printed as {name!r}")
        assigned.append(AssignedUnit(unit, role, name))
    return assigned
