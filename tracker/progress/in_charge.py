"""Whom a unit puts in charge of its work, and how much each person has in hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.accounts.models import User
from tracker.accounts.queries import people_with
from tracker.audit.rules import AuditAction
from tracker.audit.service import record
from tracker.core.db import db
from tracker.core.errors import RuleError
from tracker.progress.models import Contribution
from tracker.progress.queries import open_parts_in_task
from tracker.progress.rules import Need

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


def loads(counts: Mapping[tuple[int | None, Need], int], colleagues: Sequence[User]) -> list[Load]:
    """One line per colleague, those without work too; last what nobody is in charge of."""
    people = {user.id: user for user in colleagues}
    others = {number for number, _need in counts if number} - people.keys()
    if others:
        people |= {user.id: user for user in people_with(others)}
    owing = [kind for kind in Need if kind not in {Need.DONE, Need.WAITING_REVIEW}]
    found = []
    for number in (*people, None):
        owed = {kind: counts.get((number, kind), 0) for kind in owing}
        if number not in others or any(owed.values()):
            found.append(
                Load(
                    officer=people[number] if number else None,
                    owed=sum(owed.values()),
                    overdue=owed[Need.OVERDUE],
                    due_soon=owed[Need.DUE_SOON],
                )
            )
    return found


def _name(user: User | None) -> str | None:
    return user.full_name if user else None
