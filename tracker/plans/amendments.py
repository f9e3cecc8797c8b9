"""What is changed of a plan after its issue is kept, each time, with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import joinedload

from tracker.accounts.models import User
from tracker.audit.service import Actor
from tracker.core import clock
from tracker.core.db import db
from tracker.plans.models import AmendedField, Amendment, Plan
from tracker.plans.rules import PlanState


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why something is amended, and by which document where there is one."""

    reason: str
    document_number: str | None = None
    document_on: date | None = None

    @property
    def told(self) -> dict[str, tuple[object, object]]:
        """What the journal says of it."""
        said: dict[str, tuple[object, object]] = {"reason": (None, self.reason)}
        if self.document_number:
            said["document_number"] = (None, self.document_number)
        if self.document_on:
            said["document_on"] = (None, self.document_on)
        return said


@dataclass(frozen=True, slots=True)
class AmendedTask:
    """Which task an amendment is about, seen from below."""

    id: int
    name: str


def amended_fields(before: Mapping[str, str], after: Mapping[str, str]) -> list[AmendedField]:
    """The fields that read otherwise than before, in the order of the page."""
    return [
        AmendedField(field=name, old=before.get(name, ""), new=words)
        for name, words in after.items()
        if before.get(name, "") != words
    ]


def keep_amendment(
    plan: Plan,
    changes: Sequence[AmendedField],
    grounds: Grounds,
    *,
    actor: Actor | None,
    task: AmendedTask | None = None,
) -> None:
    """Keep what was changed; a draft is the office's own, it has no amendments."""
    keep_amendments(plan, [(changes, task)], grounds, actor=actor)


def keep_amendments(
    plan: Plan,
    changed: Sequence[tuple[Sequence[AmendedField], AmendedTask | None]],
    grounds: Grounds,
    *,
    actor: Actor | None,
) -> None:
    """The same for many tasks of a plan, each with what was changed of it."""
    if plan.state is PlanState.DRAFT:
        return
    db.session.add_all(
        Amendment(
            plan_id=plan.id,
            task_id=task.id if task else None,
            task_name=task.name if task else None,
            at=clock.now(),
            user_id=actor.id if actor else None,
            reason=grounds.reason,
            document_number=grounds.document_number,
            document_on=grounds.document_on,
            changes=list(changes),
        )
        for changes, task in changed
        if changes
    )
    db.session.flush()


def amendments_of_plan(plan_id: int) -> Sequence[Amendment]:
    """Everything amended of the plan and its tasks, the latest first."""
    statement = (
        select(Amendment)
        .where(Amendment.plan_id == plan_id)
        .options(joinedload(Amendment.user).joinedload(User.unit))
        .order_by(Amendment.id.desc())
    )
    return db.session.scalars(statement).all()


def amendments_of_task(task_id: int) -> Sequence[Amendment]:
    """Everything amended of one task, the latest first."""
    return db.session.scalars(_of_task(), {"task_id": task_id}).all()


@cache
def _of_task() -> Select[Amendment]:
    """Made once: to put it together takes as long as to send it."""
    return (
        select(Amendment)
        .where(Amendment.task_id == bindparam("task_id"))
        .options(joinedload(Amendment.user))
        .order_by(Amendment.id.desc())
    )


def count_amendments(plan_id: int) -> int:
    """How many amendments the plan has seen."""
    statement = select(func.count()).where(Amendment.plan_id == plan_id)
    return db.session.scalar(statement) or 0
