"""A plan carried on to another year: its rows as a draft, fixed days a year on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select

from tracker.accounts.models import User
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import RuleError
from tracker.plan_life.rules import (
    CarriedDay,
    carried_day,
    carried_deadline_words,
    carried_words,
)
from tracker.plans.models import Plan, Section
from tracker.plans.rules import PlanState
from tracker.plans.service import PlanDetails, add_section, create_plan
from tracker.reading.result import DeadlineKind
from tracker.tasks.amendment_words import assigned_of, details_of
from tracker.tasks.deadline_words import deadline_words
from tracker.tasks.models import Task
from tracker.tasks.queries import appendix_rows
from tracker.tasks.rules import day_in_month
from tracker.tasks.service import AssignedUnit, PlacedTask, TaskDetails, create_tasks
from tracker.units.models import Unit
from tracker.working_calendar.queries import due_day_rule


@dataclass(frozen=True, slots=True)
class CarriedTask:
    """A task as it would stand in the new plan; `gone` are its units that are no more."""

    task: Task
    days: Sequence[CarriedDay]
    gone: Sequence[str]
    has_lead: bool

    @property
    def is_fixed(self) -> bool:
        """Whether it has days of its own; a rhythm simply goes on."""
        return self.task.deadline_kind is DeadlineKind.FIXED

    @property
    def notes(self) -> list[str]:
        """Which days were not simply carried on, and why."""
        return [day.note for day in self.days if day.note]


@dataclass(frozen=True, slots=True)
class CopyOrder:
    """What the new plan is, and the days of each fixed task as confirmed."""

    title: str
    year: int
    number: str | None
    issued_on: date | None
    request_key: str
    changes_year_in_words: bool = True
    days: Mapping[int, tuple[date, ...]] = field(default_factory=dict)


def carried_tasks(plan: Plan, year: int) -> list[CarriedTask]:
    """Every task as it would be in that year; nothing is written."""
    rule, years = due_day_rule(), year - plan.year
    tasks = [row for row in appendix_rows(plan) if isinstance(row, Task)]
    return [
        CarriedTask(
            task,
            days=[carried_day(day, years, rule) for day in task.deadline.due_dates],
            gone=[_gone(row.unit) for row in task.assignments if not row.unit.is_active],
            has_lead=any(part.unit.heir.is_active for part in task.leads),
        )
        for task in tasks
    ]


def copy_plan(plan: Plan, order: CopyOrder, *, actor: User) -> Plan:
    """A draft with the same headings and tasks. The same form sent twice gives the same draft."""
    known = db.session.scalars(select(Plan).where(Plan.request_key == order.request_key)).first()
    if known is not None:
        return known
    if order.year == plan.year:
        raise RuleError("Năm mới phải khác năm của kế hoạch được chép.", field="year")
    copy = create_plan(
        PlanDetails(
            title=order.title,
            year=order.year,
            number=order.number,
            issued_on=order.issued_on,
            issuer=plan.issuer,
            signer=plan.signer,
            tracked_from=order.issued_on or max(clock.today(), date(order.year, 1, 1)),
            columns=plan.columns,
            addressees=plan.addressees,
        ),
        actor=actor,
        coordinator_unit=_still_there(plan),
        state=PlanState.DRAFT,
    )
    copy.copied_from_id, copy.request_key = plan.id, order.request_key
    copy.check_in_rhythm, copy.data_window = plan.check_in_rhythm, plan.data_window
    _copy_rows(plan, copy, order, actor)
    return copy


def _gone(unit: Unit) -> str:
    heir = unit.heir
    return unit.name if heir is unit else f"{unit.name} (nay là {heir.name})"


def _still_there(plan: Plan) -> Unit | None:
    unit = plan.coordinator_unit
    return unit if unit is not None and unit.is_active else None


def _copy_rows(plan: Plan, copy: Plan, order: CopyOrder, actor: User) -> None:
    carried = {item.task.id: item for item in carried_tasks(plan, order.year)}
    sections: dict[int, Section] = {}
    tasks: list[PlacedTask] = []
    for row in appendix_rows(plan):
        if isinstance(row, Section):
            sections[row.id] = add_section(
                copy,
                _words(row.title, plan, order),
                label=row.label,
                position=row.position,
                parent=sections.get(row.parent_id or 0),
                is_wide=row.is_wide,
                extra=row.extra,
            )
            continue
        details = _details(carried[row.id], plan, order)
        section = sections.get(row.section_id or 0)
        tasks.append(PlacedTask(details, row.position, section, _assigned(row)))
    create_tasks(copy, tasks, actor=actor)


def _details(item: CarriedTask, plan: Plan, order: CopyOrder) -> TaskDetails:
    task = item.task
    now = details_of(task)
    proposed = tuple(sorted({day.new for day in item.days}))
    days = order.days.get(task.id, proposed) if item.is_fixed else ()
    deadline = replace(now.deadline, dates=days)
    text = carried_deadline_words(task.deadline_text, plan.year, order.year)
    if item.is_fixed and days != _plain_days(item, order.year - plan.year):
        # The printed words would name another day than the one that counts.
        text = deadline_words(deadline)
    return replace(
        now,
        content=_words(task.content, plan, order),
        product=_words(task.product, plan, order) if task.product else None,
        deadline=deadline,
        deadline_text=text,
        anchor={},
    )


def _plain_days(item: CarriedTask, years: int) -> tuple[date, ...]:
    return tuple(
        sorted({day_in_month(d.old.year + years, d.old.month, d.old.day) for d in item.days})
    )


def _words(text: str, plan: Plan, order: CopyOrder) -> str:
    return carried_words(text, plan.year, order.year) if order.changes_year_in_words else text


def _assigned(task: Task) -> list[AssignedUnit]:
    """A merged unit's heir stands in its place, under the heir's own name."""
    found = []
    for part in assigned_of(task):
        heir = part.unit.heir
        if heir.is_active:
            name = part.printed_name if heir is part.unit else heir.name
            found.append(AssignedUnit(heir, part.role, name))
    return found
