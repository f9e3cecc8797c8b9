"""What a unit still owes goes to another one; what it has done stays with its name."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from tracker.accounts.models import User
from tracker.audit.rules import AuditAction
from tracker.audit.service import record
from tracker.core import clock
from tracker.core.db import db
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.progress.models import Contribution, Difficulty, Evidence, ProgressUpdate
from tracker.progress.rules import OPEN_STATUSES, ContributionStatus
from tracker.progress.service import cancel, reopen
from tracker.tasks.models import Occurrence, Task
from tracker.tasks.rules import TaskRole
from tracker.tasks.service import task_name
from tracker.units.models import Unit

HEIR_HAS_IT = "Hợp nhất đơn vị: phần việc này nay ở đơn vị nhận."
TAKEN_OVER = "Hợp nhất đơn vị: nhận phần việc của đơn vị cũ."


def open_parts(unit: Unit) -> Sequence[Contribution]:
    """What the unit still owes, or waits an answer for, in plans in force."""
    statement = (
        select(Contribution)
        .join(Contribution.occurrence)
        .join(Occurrence.task)
        .join(Task.plan)
        .where(
            Contribution.unit_id == unit.id,
            Contribution.status.in_(OPEN_STATUSES),
            Plan.state == PlanState.ISSUED,
        )
        .options(contains_eager(Contribution.occurrence).contains_eager(Occurrence.task))
        .order_by(Occurrence.due_on.is_(None), Occurrence.due_on, Contribution.id)
    )
    return db.session.scalars(statement).all()


def open_parts_of(task: Task, unit: Unit) -> list[Contribution]:
    """What the unit still owes of the task, or waits an answer for."""
    statement = (
        select(Contribution)
        .join(Contribution.occurrence)
        .where(
            Occurrence.task_id == task.id,
            Contribution.unit_id == unit.id,
            Contribution.status.in_(OPEN_STATUSES),
        )
        .order_by(Contribution.id)
    )
    return list(db.session.scalars(statement))


def hand_on(task: Task, unit: Unit, heir: Unit, *, actor: User) -> None:
    """The heir owes the unit's open parts of the task, with all that was reported for them.

    Where the heir has a part of the same instance, there is one part after it: the heir's, or
    what the unit led where the heir only cooperated, for that decides the task.
    """
    occurrences = select(Occurrence.id).where(Occurrence.task_id == task.id)
    statement = select(Contribution).where(Contribution.occurrence_id.in_(occurrences))
    parts = db.session.scalars(statement.order_by(Contribution.id)).all()
    own = {part.occurrence_id: part for part in parts if part.unit_id == heir.id}
    for part in parts:
        if part.unit_id != unit.id or part.status not in OPEN_STATUSES:
            continue
        existing = own.get(part.occurrence_id)
        if existing is None:
            _give(part, unit, heir, actor)
            continue
        leads = part.role is TaskRole.LEAD and existing.role is not TaskRole.LEAD
        if leads or existing.status is ContributionStatus.CANCELLED:
            _take_over(existing, part, actor)
        cancel(part, reason=HEIR_HAS_IT, actor=actor)
    db.session.flush()


def _give(part: Contribution, unit: Unit, heir: Unit, actor: User) -> None:
    part.unit = heir
    db.session.flush()
    _note_handing_on(part, actor, unit=(unit.name, heir.name))


def _take_over(own: Contribution, part: Contribution, actor: User) -> None:
    """The heir's own part goes on where the unit's stands, with all that hangs on it.

    By way of a cancellation: the day of handing in is that of the unit's own report, not today.
    """
    before = own.status
    if before is not ContributionStatus.CANCELLED:
        own.status = ContributionStatus.CANCELLED
        own.updates.insert(
            0,
            ProgressUpdate(
                user=actor,
                at=clock.now(),
                status_before=before,
                status_after=own.status,
                note=TAKEN_OVER,
            ),
        )
    for name in ("submitted_at", "late_for", "return_reason", "difficulty"):
        setattr(own, name, getattr(part, name))
    own.accepted_at = None
    own.times_returned += part.times_returned
    own.last_updated_at = part.last_updated_at or own.last_updated_at
    own.officer_id = part.officer_id or own.officer_id
    own.role, own.assignment = part.role, part.assignment
    rows: list[ProgressUpdate | Evidence | Difficulty]
    rows = [*part.updates, *part.evidence, *part.difficulties]
    for row in rows:
        row.contribution = own
    db.session.flush()
    _note_handing_on(
        own,
        actor,
        status=(before, own.status),
        unit=(part.unit.name, own.unit.name),
        instead_of=(None, part.id),
    )
    reopen(own, part.status, reason=TAKEN_OVER, actor=actor)


def _note_handing_on(part: Contribution, actor: User, **changes: tuple[object, object]) -> None:
    record(
        AuditAction.CONTRIBUTION_HANDED_ON,
        part,
        name=f"{part.unit.name}: {task_name(part.occurrence.task)}"[:200],
        actor=actor,
        plan_id=part.occurrence.task.plan_id,
        changes=changes,
    )
