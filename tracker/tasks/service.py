"""Creating tasks, opening events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from tracker.accounts.models import User
from tracker.audit.rules import AuditAction
from tracker.audit.service import Actor, record
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import RuleError
from tracker.core.text_vn import fold
from tracker.plans.models import Plan, Section
from tracker.reading.result import DeadlineKind, DeadlineReading
from tracker.settings.rules import DataWindow
from tracker.tasks.models import Assignment, Occurrence, Task
from tracker.tasks.rules import (
    OccurrenceKind,
    TaskRole,
    event_due_on,
)
from tracker.units.models import Unit
from tracker.working_calendar.queries import ward_calendar


@dataclass(frozen=True, slots=True)
class AssignedUnit:
    """A unit's role in a task, with the name it is printed under."""

    unit: Unit
    role: TaskRole
    printed_name: str


@dataclass(frozen=True, slots=True)
class TaskDetails:
    """One row of the appendix: the printed words and the deadline as confirmed."""

    content: str
    deadline: DeadlineReading
    label: str = ""
    product: str | None = None
    lead_text: str | None = None
    cooperating_text: str | None = None
    deadline_text: str | None = None
    # Of which days a report's figures are; None: as the plan has it.
    data_window: DataWindow | None = None
    extra: dict[str, str] = field(default_factory=dict)
    anchor: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlacedTask:
    """A task to be made: what it is, where it stands in the plan, who does it."""

    details: TaskDetails
    position: int
    section: Section | None
    assigned: Sequence[AssignedUnit]


def create_task(
    plan: Plan,
    details: TaskDetails,
    *,
    position: int,
    section: Section | None,
    assigned: Sequence[AssignedUnit],
    actor: Actor | None,
) -> Task:
    """Add a task; the first lead is accountable until the office names another."""
    placed = PlacedTask(details, position, section, assigned)
    return create_tasks(plan, [placed], actor=actor)[0]


def create_tasks(
    plan: Plan, placed: Sequence[PlacedTask], *, actor: Actor | None
) -> Sequence[Task]:
    """The same for many at once: one after the other a plan of 1,000 kept all others waiting."""
    tasks = [_task_of(plan, one) for one in placed]
    db.session.add_all(tasks)
    db.session.flush()
    for task in tasks:
        record(AuditAction.TASK_CREATED, task, name=task_name(task), actor=actor, plan_id=plan.id)
    return tasks


def _task_of(plan: Plan, placed: PlacedTask) -> Task:
    details, section = placed.details, placed.section
    deadline = details.deadline
    if deadline.kind is None:
        raise RuleError("Hãy chọn loại thời hạn cho nhiệm vụ.", field="deadline")
    return Task(
        plan=plan,
        section=section,
        position=placed.position,
        level=section.level + 1 if section else 0,
        label=details.label,
        content=details.content,
        product=details.product,
        lead_text=details.lead_text,
        cooperating_text=details.cooperating_text,
        deadline_text=details.deadline_text,
        deadline_kind=deadline.kind,
        due_dates=[due_on.isoformat() for due_on in deadline.dates],
        rhythms=[rhythm.value for rhythm in deadline.recurrence or ()],
        due_day=deadline.due_day,
        due_month_shift=deadline.due_month_shift,
        weekday=deadline.weekday,
        due_time=deadline.due_time,
        months=list(deadline.months),
        working_day=deadline.working_day,
        days_after_event=deadline.days_after_event,
        counts_working_days=deadline.working_days,
        data_window=details.data_window,
        extra=details.extra,
        anchor=details.anchor,
        search_key=search_key(details),
        assignments=assignments_for(placed.assigned),
    )


@dataclass(frozen=True, slots=True)
class Event:
    """What happened that makes an on-occurrence task fall due."""

    title: str
    happened_on: date
    document: str | None = None
    due_on: date | None = None
    # Its own clock, where it is not the task's; `due_on` goes before both.
    term_days: int | None = None
    term_counts_working_days: bool = False
    # Whether a day is meant that is over already; whoever types it in is asked first.
    may_be_overdue: bool = True


def open_occurrence(task: Task, event: Event, *, actor: User, request_key: str) -> Occurrence:
    """Open an instance for an event; the same form sent twice opens one."""
    if task.deadline_kind is not DeadlineKind.ON_OCCURRENCE:
        raise RuleError("Chỉ nhiệm vụ “khi phát sinh” mới mở việc phát sinh.")
    if task.dropped_on is not None:
        raise RuleError("Kế hoạch sửa đổi đã bỏ nhiệm vụ này: không mở thêm việc phát sinh.")
    key = f"event:{request_key}"
    existing = db.session.scalars(
        select(Occurrence).where(Occurrence.task_id == task.id, Occurrence.key == key)
    ).first()
    if existing is not None:
        return existing
    term = _term_of(task, event)
    due_on = _event_due_on(task, event, term)
    occurrence = Occurrence(
        task=task,
        key=key,
        kind=OccurrenceKind.EVENT,
        due_on=due_on,
        original_due_on=due_on,
        event_title=event.title.strip(),
        event_document=event.document,
        event_on=event.happened_on,
        term_days=term.days if term else None,
        term_counts_working_days=term.counts_working_days if term else False,
        due_time=task.due_time,
        opened_by=actor,
        created_at=clock.now(),
    )
    db.session.add(occurrence)
    db.session.flush()
    record(
        AuditAction.OCCURRENCE_OPENED,
        occurrence,
        name=f"{task_name(task)}: {event.title}",
        actor=actor,
        plan_id=task.plan_id,
        changes={"due_on": (None, due_on)},
    )
    return occurrence


@dataclass(frozen=True, slots=True)
class _Term:
    """So many days after an event."""

    days: int
    counts_working_days: bool


def _term_of(task: Task, event: Event) -> _Term | None:
    """The event's own clock, else the task's; none when a day is given."""
    if event.due_on is not None:
        return None
    if event.term_days is not None:
        return _Term(event.term_days, event.term_counts_working_days)
    if task.days_after_event is not None:
        return _Term(task.days_after_event, task.counts_working_days)
    return None


def _event_due_on(task: Task, event: Event, term: _Term | None) -> date:
    """The day given, or the last day of the term."""
    if not event.title.strip():
        raise RuleError("Hãy ghi việc gì phát sinh.", field="title")
    due_on = event.due_on
    if term is not None:
        due_on = event_due_on(
            event.happened_on,
            term.days,
            working_days=term.counts_working_days,
            calendar=ward_calendar(),
        )
    if due_on is None:
        raise RuleError("Hãy nhập hạn hoàn thành, hoặc số ngày sau khi phát sinh.", field="due_on")
    # "Chậm nhất 3 ngày trước ngày tổ chức" falls due before its event.
    if due_on < event.happened_on and (task.days_after_event or 0) >= 0 and not _is_before(term):
        raise RuleError("Hạn hoàn thành không được trước ngày phát sinh.", field="due_on")
    if due_on < clock.today() and not event.may_be_overdue:
        raise RuleError(
            f"Hạn là {due_on:%d/%m/%Y}, đã qua: mở bây giờ thì các đơn vị quá hạn ngay. Đơn vị mới "
            "nhận việc thì hãy nhập hạn vào ngày khác; hạn đúng như vậy thì đánh dấu ô này.",
            field="may_be_overdue",
        )
    return due_on


def _is_before(term: _Term | None) -> bool:
    return term is not None and term.days < 0


def assignments_for(assigned: Sequence[AssignedUnit]) -> list[Assignment]:
    """One assignment per unit; a unit printed as both lead and cooperating leads."""
    rows: list[Assignment] = []
    seen: set[int] = set()
    for part in sorted(assigned, key=lambda part: part.role is not TaskRole.LEAD):
        if part.unit.id in seen:
            continue
        seen.add(part.unit.id)
        rows.append(
            Assignment(
                unit=part.unit,
                role=part.role,
                printed_name=part.printed_name,
                position=len(rows),
                is_accountable=not rows and part.role is TaskRole.LEAD,
            )
        )
    return rows


def search_key(details: TaskDetails) -> str:
    """What the words of a search are looked for in."""
    parts = (details.label, details.content, details.product, details.lead_text)
    return fold(" ".join(part for part in parts if part))


def task_name(task: Task) -> str:
    """How the journal names the task."""
    return f"{task.label} {task.content}".strip()[:200]
