"""Merging one unit into another: what is open goes to the heir, what is done stays as it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker.accounts.models import User
from tracker.accounts.rules import Role
from tracker.accounts.service import move_people
from tracker.audit.rules import AuditAction
from tracker.audit.service import record
from tracker.core.db import db
from tracker.core.errors import ConflictError, RuleError
from tracker.imports.models import ImportDraft
from tracker.imports.rules import DraftState
from tracker.plan_life.handing_over import (
    given_targets,
    hand_over,
    plans_followed_by,
    tasks_of_unit,
)
from tracker.plans.amendments import Grounds
from tracker.plans.models import Plan
from tracker.progress.handing_on import open_parts
from tracker.progress.models import Contribution
from tracker.progress.rules import TimingClass, timing_class
from tracker.reminders.models import LeaderInCharge
from tracker.targets.models import Target
from tracker.tasks.models import Task
from tracker.units.merging import end_as_merged
from tracker.units.models import Unit, UnitMembership
from tracker.units.rules import owes_work


@dataclass(frozen=True, slots=True)
class WhatMoves:
    """Everything that would go to the heir, shown before anything does."""

    tasks: Sequence[Task]
    parts: Sequence[Contribution]
    late: int
    people: Sequence[User]
    heads: int
    plans: Sequence[Plan]
    targets: Sequence[Target]
    collectives: Sequence[Unit]
    spellings: Sequence[str]


def what_moves(unit: Unit, heir: Unit, *, today: date) -> WhatMoves:
    """What would move; nothing is written."""
    parts = open_parts(unit)
    of_the_unit = select(User).where(User.unit_id == unit.id).order_by(User.full_name, User.id)
    people = list(db.session.scalars(of_the_unit))
    in_heir = select(User).where(
        User.unit_id == heir.id, User.role == Role.UNIT_HEAD, User.is_enabled
    )
    heads = [*db.session.scalars(in_heir), *(p for p in people if p.role is Role.UNIT_HEAD)]
    return WhatMoves(
        tasks=tasks_of_unit(unit),
        parts=parts,
        late=sum(timing_class(p.facts, today) is TimingClass.OPEN_OVERDUE for p in parts),
        people=people,
        heads=sum(1 for person in heads if person.is_enabled),
        plans=plans_followed_by(unit),
        targets=[owner.target for owner in given_targets(unit)],
        collectives=[item.collective for item in _memberships_of(unit)],
        spellings=[unit.name, *(alias.name for alias in unit.aliases)],
    )


def merge(
    unit: Unit, heir: Unit, grounds: Grounds, *, version: int | None, today: date, actor: User
) -> None:
    """Everything open goes to the heir and the unit ceases; all of it or nothing."""
    refuse_unmergeable(unit, heir)
    if version != unit.version:
        raise ConflictError("Có người vừa sửa đơn vị này: hãy xem lại rồi xác nhận lần nữa.")
    # First of all: a group that still had the unit would give it new work below, and the heir of
    # whoever is done with an instance is not asked for it again.
    _move_memberships(unit, heir)
    end_as_merged(unit, heir, ended_on=today)
    hand_over(unit, heir, grounds, today=today, actor=actor)
    _move_leader(unit, heir)
    _move_drafts(unit, heir)
    move_people(unit, heir, actor=actor)
    record(
        AuditAction.UNIT_MERGED,
        unit,
        name=unit.name,
        actor=actor,
        changes={"merged_into": (None, heir.name), **grounds.told},
    )


def refuse_unmergeable(unit: Unit, heir: Unit) -> None:
    """Only units that work can be merged, into another one that does."""
    if unit is heir:
        raise RuleError("Hãy chọn đơn vị khác làm đơn vị nhận.", field="heir")
    if unit.merged_into_id is not None:
        raise RuleError("Đơn vị này đã hợp nhất rồi.", field="heir")
    if not owes_work(unit.kind) or not owes_work(heir.kind) or not heir.is_active:
        raise RuleError(
            "Chỉ hợp nhất được đơn vị của phường vào một đơn vị của phường đang hoạt động.",
            field="heir",
        )


def _memberships_of(unit: Unit) -> list[UnitMembership]:
    statement = select(UnitMembership).where(UnitMembership.member_id == unit.id)
    return list(db.session.scalars(statement.order_by(UnitMembership.collective_id)))


def _move_memberships(unit: Unit, heir: Unit) -> None:
    for membership in _memberships_of(unit):
        collective = membership.collective
        collective.memberships.remove(membership)
        if all(other.member_id != heir.id for other in collective.memberships):
            collective.memberships.append(UnitMembership(member=heir))
    db.session.flush()


def _move_leader(unit: Unit, heir: Unit) -> None:
    named = db.session.get(LeaderInCharge, unit.id)
    if named is None:
        return
    if db.session.get(LeaderInCharge, heir.id) is None:
        db.session.add(LeaderInCharge(unit_id=heir.id, user_id=named.user_id))
    db.session.delete(named)
    db.session.flush()


def _move_drafts(unit: Unit, heir: Unit) -> None:
    open_states = [DraftState.READING, DraftState.REVIEWING]
    statement = select(ImportDraft).where(
        ImportDraft.coordinator_unit_id == unit.id, ImportDraft.state.in_(open_states)
    )
    for draft in db.session.scalars(statement):
        draft.coordinator_unit = heir
    db.session.flush()
