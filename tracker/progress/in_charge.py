"""Whom a unit puts in charge of its work, and how much each person has in hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.accounts.models import User
from tracker.accounts.queries import Colleague, colleagues_in, people_with
from tracker.audit.rules import AuditAction
from tracker.audit.service import record
from tracker.core.db import db
from tracker.core.errors import RuleError
from tracker.progress.guards import lock
from tracker.progress.many import Seen
from tracker.progress.models import Contribution
from tracker.progress.queries import contributions_by_id
from tracker.progress.rules import Need
from tracker.progress.told import is_step_of_work, kept_until_told
from tracker.progress.unit_parts import open_parts_in_task

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


def changed_since(seen: Sequence[Seen], officer: User | None) -> list[Contribution]:
    """Those rows that are not as a page showed them any more; locked, so that they stay so.

    A row that the person has already is none of them: the same form may come twice.
    """
    shown = {item.contribution_id: item.version for item in seen}
    rows = contributions_by_id(sorted(shown))
    for row in sorted(rows, key=lambda row: row.id):
        lock(row)
    return [row for row in rows if row.version != shown[row.id] and row.officer != officer]


def why_changed(contribution: Contribution) -> str:
    """What to tell whoever chose from an outdated page: who is in charge by now."""
    officer = contribution.officer
    now = f"nay do {officer.full_name} phụ trách" if officer else "nay chưa giao ai phụ trách"
    return f"Việc này đã thay đổi sau khi bạn mở trang ({now}): hãy xem lại rồi giao lại."


@dataclass(frozen=True, slots=True)
class Load:
    """What one person has in hand today; without a person, what nobody has taken."""

    officer: Colleague | None
    owed: int
    overdue: int
    due_soon: int


@kept_until_told(is_step_of_work)
def colleagues_of(unit_id: int) -> tuple[Colleague, ...]:
    """Whom the unit may put in charge, by name; reports do not change it."""
    return colleagues_in(unit_id)


def loads(
    counts: Mapping[tuple[int | None, Need], int], colleagues: Sequence[Colleague]
) -> list[Load]:
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
