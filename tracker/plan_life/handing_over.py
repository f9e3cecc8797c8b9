"""The work of a unit that was merged into another one, plan by plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from tracker.accounts.models import User
from tracker.core.db import db
from tracker.extensions.models import ExtensionRequest
from tracker.extensions.rules import OPEN_STATES, ExtensionState
from tracker.plan_life.amending import amend_task, present
from tracker.plans.amendments import Grounds
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.plans.service import hand_coordination_on
from tracker.progress.handing_on import hand_on, open_parts, open_parts_of
from tracker.progress.models import Contribution
from tracker.progress.rules import ContributionStatus
from tracker.targets.models import Target, TargetUnit
from tracker.targets.service import hand_target_on
from tracker.tasks.models import Assignment, Task
from tracker.units.models import Unit


def tasks_of_unit(unit: Unit) -> list[Task]:
    """Tasks given to the unit by name in plans that are not history."""
    statement = (
        select(Task)
        .join(Plan)
        .where(
            Plan.state != PlanState.CLOSED,
            Task.dropped_on.is_(None),
            select(Assignment.id)
            .where(
                Assignment.task_id == Task.id,
                Assignment.unit_id == unit.id,
                Assignment.ended_on.is_(None),
            )
            .exists(),
        )
        .order_by(Task.plan_id, Task.position, Task.id)
    )
    return list(db.session.scalars(statement))


def plans_followed_by(unit: Unit) -> list[Plan]:
    """Plans that are not history and that the unit follows up."""
    statement = select(Plan).where(
        Plan.coordinator_unit_id == unit.id, Plan.state != PlanState.CLOSED
    )
    return list(db.session.scalars(statement.order_by(Plan.id)))


def given_targets(unit: Unit) -> list[TargetUnit]:
    """The unit as owner of each target in plans that are not history."""
    statement = (
        select(TargetUnit)
        .join(Target)
        .join(Plan)
        .where(TargetUnit.unit_id == unit.id, Plan.state != PlanState.CLOSED)
    )
    return list(db.session.scalars(statement.order_by(TargetUnit.id)))


def hand_over(unit: Unit, heir: Unit, grounds: Grounds, *, today: date, actor: User) -> None:
    """The heir does and follows up what the unit did, in every plan that is not history.

    Only the units change: no due day moves with them.
    """
    for task in tasks_of_unit(unit):
        _hand_on(task, unit, heir, actor)
        now = present(task)
        amended = replace(
            now,
            leads=_replaced(now.leads, unit, heir),
            cooperating=_replaced(now.cooperating, unit, heir),
        )
        amend_task(
            task,
            amended,
            grounds,
            version=task.version,
            today=today,
            actor=actor,
            keeps_days=True,
        )
    for task in dict.fromkeys(part.occurrence.task for part in open_parts(unit)):
        # Owed as a member of a group: the task names the group as before.
        _hand_on(task, unit, heir, actor)
    for plan in plans_followed_by(unit):
        hand_coordination_on(plan, heir, grounds, actor=actor)
    for owner in given_targets(unit):
        hand_target_on(owner, heir, actor=actor)


def hand_over_what_was_closed(grounds: Grounds, *, today: date, actor: User) -> None:
    """A reopened plan may name units that have gone since: their heirs go on with it."""
    merged = select(Unit).where(Unit.merged_into_id.is_not(None)).order_by(Unit.id)
    for unit in db.session.scalars(merged).all():
        hand_over(unit, unit.heir, grounds, today=today, actor=actor)


def _hand_on(task: Task, unit: Unit, heir: Unit, actor: User) -> None:
    """The unit's open work, and what it has asked for or was granted: a later day.

    Left with a part that was closed, the request could be neither answered nor made anew, and the
    grant not be revoked.
    """
    given_up = {part.id for part in open_parts_of(task, unit)}
    hand_on(task, unit, heir, actor=actor)
    requests = (
        select(ExtensionRequest)
        .join(Contribution, Contribution.id == ExtensionRequest.contribution_id)
        .where(
            Contribution.id.in_(given_up),
            Contribution.status == ContributionStatus.CANCELLED,
            ExtensionRequest.state.in_(OPEN_STATES | {ExtensionState.GRANTED}),
        )
    )
    for request in db.session.scalars(requests.order_by(ExtensionRequest.id)).all():
        own = select(Contribution).where(
            Contribution.occurrence_id == request.occurrence_id, Contribution.unit_id == heir.id
        )
        request.contribution = db.session.scalars(own).one()
    db.session.flush()


def _replaced(units: Sequence[Unit], unit: Unit, heir: Unit) -> tuple[Unit, ...]:
    """The heir in the unit's place, once."""
    return tuple(dict.fromkeys(heir if other is unit else other for other in units))
