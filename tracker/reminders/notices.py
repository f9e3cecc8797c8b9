"""What people do with their notices, and who is named to hear of late work."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select, update

from tracker.accounts.models import User
from tracker.audit.rules import AuditAction
from tracker.audit.service import record
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import ConflictError
from tracker.plans.models import Plan
from tracker.reminders.choices import Delivery
from tracker.reminders.models import LeaderInCharge, LeaderOfPlan, NotificationChoice, Reminder
from tracker.reminders.notice_queries import choice_of
from tracker.units.models import Unit

CHANGED_MEANWHILE = "Lựa chọn đã được đổi ở nơi khác. Hãy tải lại trang rồi chọn lại."


def mark_read(user: User, *, contribution_id: int | None = None) -> None:
    """One's own notices count as read: those of one contribution, or all.

    Not in the journal: what a person has looked at is no act of office.
    """
    statement = update(Reminder).where(Reminder.recipient_id == user.id, Reminder.read_at.is_(None))
    if contribution_id is not None:
        statement = statement.where(Reminder.contribution_id == contribution_id)
    db.session.execute(statement.values(read_at=clock.now()))


def choose_delivery(user: User, delivery: Delivery, *, version: int) -> None:
    """How the person wants to be told from now on; `version` is the one their form showed."""
    choice = choice_of(user)
    if version != (choice.version if choice else 0):
        raise ConflictError(CHANGED_MEANWHILE)
    before = choice.delivery if choice else Delivery.MAIL
    if before is delivery:
        return
    if choice is None:
        choice = NotificationChoice(user_id=user.id, delivery=delivery)
        db.session.add(choice)
    choice.delivery = delivery
    db.session.flush()
    record(
        AuditAction.NOTIFICATION_CHOSEN,
        user,
        name=user.username,
        actor=user,
        changes={"delivery": (before, delivery)},
    )


def name_leaders(named: Mapping[Unit, User | None], *, actor: User) -> int:
    """Who hears of each unit's long-late work; None stands for all leaders. Gives the changes."""
    present = {item.unit_id: item for item in db.session.scalars(select(LeaderInCharge))}
    changed = 0
    for unit, leader in named.items():
        item = present.get(unit.id)
        before = item.user if item else None
        if before == leader:
            continue
        changed += 1
        _set(unit, item, leader)
        names = (before.full_name if before else None, leader.full_name if leader else None)
        record(
            AuditAction.LEADER_NAMED,
            unit,
            name=unit.name,
            actor=actor,
            changes={"leader_in_charge": names},
        )
    db.session.flush()
    return changed


def name_leaders_of_plans(named: Mapping[Plan, User | None], *, actor: User) -> int:
    """Who hears of each plan's long-late work; None leaves it to the unit's. Gives the changes."""
    present = {item.plan_id: item for item in db.session.scalars(select(LeaderOfPlan))}
    changed = 0
    for plan, leader in named.items():
        item = present.get(plan.id)
        before = item.user if item else None
        if before == leader:
            continue
        changed += 1
        if item is not None:
            db.session.delete(item)
            db.session.flush()
        if leader is not None:
            db.session.add(LeaderOfPlan(plan_id=plan.id, user_id=leader.id))
        names = (before.full_name if before else None, leader.full_name if leader else None)
        record(
            AuditAction.LEADER_NAMED,
            plan,
            name=plan.title[:200],
            actor=actor,
            plan_id=plan.id,
            changes={"leader_in_charge": names},
        )
    db.session.flush()
    return changed


def _set(unit: Unit, item: LeaderInCharge | None, leader: User | None) -> None:
    if leader is None:
        db.session.delete(item)
    elif item is None:
        db.session.add(LeaderInCharge(unit_id=unit.id, user_id=leader.id))
    else:
        item.user_id = leader.id
