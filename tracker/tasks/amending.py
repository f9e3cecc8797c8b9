"""What an amended plan does to the tasks it keeps and those it drops; history stays with both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from tracker.audit.rules import AuditAction, field_changes
from tracker.audit.service import Actor, record
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import RuleError
from tracker.plans.amendments import (
    AmendedTask,
    Grounds,
    amended_fields,
    keep_amendment,
    keep_amendments,
)
from tracker.plans.models import AmendedField, Plan, Section
from tracker.plans.rules import PlanState
from tracker.tasks.amendment_words import assigned_of, details_of, task_words
from tracker.tasks.models import Assignment, Task
from tracker.tasks.rules import TaskRole
from tracker.tasks.service import (
    AssignedUnit,
    PlacedTask,
    TaskDetails,
    assignments_for,
    search_key,
    task_name,
)

_FIELDS = (
    "label",
    "content",
    "product",
    "lead_text",
    "cooperating_text",
    "deadline_text",
    "deadline_kind",
    "due_dates",
    "rhythms",
    "due_day",
    "due_month_shift",
    "weekday",
    "due_time",
    "months",
    "working_day",
    "days_after_event",
    "counts_working_days",
    "data_window",
    "extra",
    "anchor",
)
# Where a row stands in the file says nothing about the work.
_UNTOLD = frozenset({"anchor"})
IN_FORCE, DROPPED = "Đang thực hiện", "Bỏ"
RESTORED = "Khôi phục nhiệm vụ đã bỏ."


def change_task(
    task: Task,
    details: TaskDetails,
    *,
    position: int,
    section: Section | None,
    assigned: Sequence[AssignedUnit],
    actor: Actor | None,
    grounds: Grounds,
) -> None:
    """Give the task the amended words, deadline and units; old → new is kept with its grounds."""
    placed = PlacedTask(details, position, section, assigned)
    change_tasks(task.plan, [(task, placed)], actor=actor, grounds=grounds)


def change_tasks(
    plan: Plan,
    changed: Sequence[tuple[Task, PlacedTask]],
    *,
    actor: Actor | None,
    grounds: Grounds,
) -> None:
    """The same for many tasks of a plan, with a few statements for all of them."""
    tasks = [task for task, _ in changed]
    before = [(_facts(task), task_words(details_of(task), assigned_of(task))) for task in tasks]
    known = _assignments_of(tasks)
    for task, placed in changed:
        _change(task, placed, known.get(task.id, []))
    db.session.flush()
    _read_assignments_again(tasks)
    amended: list[tuple[Task, list[AmendedField]]] = []
    for task, (facts, words) in zip(tasks, before, strict=True):
        changes = field_changes(facts, _facts(task))
        if changes:
            _record(task, {**changes, **grounds.told}, actor)
        now = task_words(details_of(task), assigned_of(task))
        amended.append((task, amended_fields(words, now)))
    told = [(fields, _named(task)) for task, fields in amended]
    keep_amendments(plan, told, grounds, actor=actor)


def drop_task(task: Task, *, grounds: Grounds, actor: Actor | None) -> None:
    """Take the task out of the plan in force; what was done for it stays on record."""
    if task.dropped_on is not None:
        return
    task.dropped_on, task.section = clock.today(), None
    db.session.flush()
    _record(task, {"dropped_on": (None, task.dropped_on), **grounds.told}, actor)
    _keep_standing(task, IN_FORCE, DROPPED, grounds, actor)


def restore_task(task: Task, *, actor: Actor) -> None:
    """Put a dropped task back, behind the others: an amendment took it out wrongly."""
    if task.dropped_on is None:
        return
    if task.plan.state is not PlanState.ISSUED:
        raise RuleError("Kế hoạch không còn thực hiện nên không khôi phục nhiệm vụ được.")
    dropped_on, task.dropped_on = task.dropped_on, None
    last = select(func.max(Task.position)).where(
        Task.plan_id == task.plan_id, Task.dropped_on.is_(None), Task.id != task.id
    )
    task.position = (db.session.scalar(last) or 0) + 1
    task.level = 0
    db.session.flush()
    _record(task, {"dropped_on": (dropped_on, None)}, actor)
    _keep_standing(task, DROPPED, IN_FORCE, Grounds(RESTORED), actor)


def values_of(details: TaskDetails) -> dict[str, object]:
    """The task's columns for the details."""
    deadline = details.deadline
    return {
        "label": details.label,
        "content": details.content,
        "product": details.product,
        "lead_text": details.lead_text,
        "cooperating_text": details.cooperating_text,
        "deadline_text": details.deadline_text,
        "deadline_kind": deadline.kind,
        "due_dates": [due_on.isoformat() for due_on in deadline.dates],
        "rhythms": [rhythm.value for rhythm in deadline.recurrence or ()],
        "due_day": deadline.due_day,
        "due_month_shift": deadline.due_month_shift,
        "weekday": deadline.weekday,
        "due_time": deadline.due_time,
        "months": list(deadline.months),
        "working_day": deadline.working_day,
        "days_after_event": deadline.days_after_event,
        "counts_working_days": deadline.working_days,
        "data_window": details.data_window,
        "extra": details.extra,
        "anchor": details.anchor,
    }


def _named(task: Task) -> AmendedTask:
    return AmendedTask(task.id, task_name(task))


def _keep_standing(task: Task, old: str, new: str, grounds: Grounds, actor: Actor | None) -> None:
    standing = AmendedField(field="Nhiệm vụ", old=old, new=new)
    keep_amendment(task.plan, [standing], grounds, actor=actor, task=_named(task))


def _record(task: Task, changes: Mapping[str, tuple[object, object]], actor: Actor | None) -> None:
    record(
        AuditAction.TASK_CHANGED,
        task,
        name=task_name(task),
        actor=actor,
        plan_id=task.plan_id,
        changes=changes,
    )


def _facts(task: Task) -> dict[str, object]:
    facts = {name: getattr(task, name) for name in _FIELDS if name not in _UNTOLD}
    facts["lead"] = [a.unit.name for a in task.assignments if a.role is TaskRole.LEAD]
    facts["cooperating"] = [a.unit.name for a in task.assignments if a.role is not TaskRole.LEAD]
    return facts


def _change(task: Task, placed: PlacedTask, known: Sequence[Assignment]) -> None:
    details, section = placed.details, placed.section
    if details.deadline.kind is None:
        raise RuleError("Hãy chọn loại thời hạn cho nhiệm vụ.", field="deadline")
    for name, value in values_of(details).items():
        setattr(task, name, value)
    task.search_key = search_key(details)
    task.section, task.position = section, placed.position
    task.level = section.level + 1 if section else 0
    task.dropped_on = None
    _change_assignments(task, placed.assigned, known)


def _assignments_of(tasks: Sequence[Task]) -> dict[int, list[Assignment]]:
    """Those that have ended too."""
    found: dict[int, list[Assignment]] = {}
    numbers = [task.id for task in tasks]
    for row in db.session.scalars(select(Assignment).where(Assignment.task_id.in_(numbers))):
        found.setdefault(row.task_id, []).append(row)
    return found


def _read_assignments_again(tasks: Sequence[Task]) -> None:
    """They were written past the task's own list."""
    for task in tasks:
        db.session.expire(task, ["assignments"])
    numbers = [task.id for task in tasks]
    again = select(Task).where(Task.id.in_(numbers)).options(selectinload(Task.assignments))
    db.session.scalars(again).all()


def _change_assignments(
    task: Task, assigned: Sequence[AssignedUnit], present: Sequence[Assignment]
) -> None:
    """The units as amended; one no longer named is ended, never deleted: its work hangs on it."""
    known = {(row.unit_id, row.role): row for row in present}
    kept: set[int] = set()
    for wanted in assignments_for(assigned):
        row = known.get((wanted.unit.id, wanted.role))
        if row is None:
            wanted.task_id = task.id
            db.session.add(wanted)
            continue
        row.ended_on = None
        row.position, row.printed_name = wanted.position, wanted.printed_name
        row.is_accountable = wanted.is_accountable
        kept.add(row.id)
    for row in known.values():
        if row.id not in kept and row.ended_on is None:
            row.ended_on, row.is_accountable = clock.today(), False
