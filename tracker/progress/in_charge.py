"""Whom a unit puts in charge of its work, and how much each person has in hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.accounts.models import User
from tracker.audit.rules import AuditAction
from tracker.audit.service import record
from tracker.core.db import db
from tracker.core.errors import RuleError
from tracker.progress.models import Contribution
from tracker.progress.queries import open_parts_in_task
from tracker.progress.rules import Need, need

NOBODY, MINE = "nobody", "mine"


def name_officer(contribution: Contribution, officer: User | None, *, actor: User) -> int:
    """Put a colleague in charge of the task within the unit: this instance and those to come.

    None takes it back. Gives how many instances changed hands.
    """
    if officer is not None and (officer.unit_id != contribution.unit_id or not officer.is_enabled):
        raise RuleError("Người phụ trách phải là người của đơn vị, đang dùng tài khoản.")
    task = contribution.occurrence.task
    changed = 0
    for part in open_parts_in_task(task.id, contribution.unit_id):
        before = part.officer
        if before == officer:
            continue
        part.officer, changed = officer, changed + 1
        db.session.flush()
        record(
            AuditAction.OFFICER_NAMED,
            part,
            name=f"{part.unit.name}: {task.label} {task.content}"[:200],
            actor=actor,
            plan_id=task.plan_id,
            changes={"officer": (_name(before), _name(officer))},
        )
    return changed


@dataclass(frozen=True, slots=True)
class Load:
    """What one person has in hand today; without a person, what nobody has taken."""

    officer: User | None
    owed: int
    overdue: int
    due_soon: int


def loads(owed: Iterable[Contribution], colleagues: Sequence[User], today: date) -> list[Load]:
    """One line per colleague, those without work too; last what nobody is in charge of."""
    by_officer: dict[int | None, list[Need]] = {user.id: [] for user in colleagues}
    people = {user.id: user for user in colleagues}
    for item in owed:
        place = need(item.facts, today)
        if place in {Need.DONE, Need.WAITING_REVIEW}:
            continue
        if item.officer is not None:
            people.setdefault(item.officer.id, item.officer)
        by_officer.setdefault(item.officer_id, []).append(place)
    by_officer[None] = by_officer.pop(None, [])
    return [
        Load(
            officer=people.get(officer_id) if officer_id else None,
            owed=len(places),
            overdue=places.count(Need.OVERDUE),
            due_soon=places.count(Need.DUE_SOON),
        )
        for officer_id, places in by_officer.items()
    ]


def of_officer(owed: Sequence[Contribution], chosen: str, user: User) -> list[Contribution]:
    """Only those a person is in charge of; "mine" leaves in what nobody has taken yet."""
    if chosen == MINE:
        return [item for item in owed if item.officer_id in {user.id, None}]
    if chosen == NOBODY:
        return [item for item in owed if item.officer_id is None]
    if chosen.isascii() and chosen.isdigit():
        return [item for item in owed if item.officer_id == int(chosen)]
    return list(owed)


def _name(user: User | None) -> str | None:
    return user.full_name if user else None
