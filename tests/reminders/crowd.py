"""Many people at once: each heads a unit of their own and owes some work by the same day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import insert

from tests.factories import make_plan
from tracker.accounts.models import User
from tracker.accounts.rules import Role
from tracker.core import clock
from tracker.core.db import Model, db
from tracker.progress.models import Contribution
from tracker.progress.rules import ContributionStatus
from tracker.reading.result import DeadlineKind
from tracker.tasks.models import Assignment, Occurrence, Task
from tracker.tasks.rules import OccurrenceKind, TaskRole
from tracker.units.models import Unit
from tracker.units.rules import UnitKind

DUE_ON = date(2026, 8, 27)  # a Thursday


def address_of(person: int) -> str:
    """Where the mail of the person of that number goes."""
    return f"nguoi{person}@phuongmau.example"


def add_people(numbers: range, *, like: User | None = None) -> None:
    """Units with one head each; both have the person's number.

    With `like` they sign in by that person's password.
    """
    units = [
        {"id": n, "name": f"Tổ dân phố số {n}", "kind": UnitKind.INTERNAL, "position": n}
        for n in numbers
    ]
    users = [
        {
            "id": n,
            "username": f"nguoi{n}",
            "full_name": f"Người thử số {n}",
            "email": address_of(n),
            "role": Role.UNIT_HEAD,
            "unit_id": n,
            "password_hash": like.password_hash if like else "none: nobody signs in",
            "session_key": "none",
        }
        for n in numbers
    ]
    _add(Unit, units)
    _add(User, users)


def add_work(numbers: range, *, each: int, plan_id: int, due_on: date = DUE_ON) -> None:
    """What each of the people owes by the day; work number n·each + k is of person n."""
    ids = [n * each + k for n in numbers for k in range(each)]
    tasks = [
        {
            "id": id_,
            "plan_id": plan_id,
            "position": id_,
            "label": str(id_),
            "content": f"Việc số {id_}",
            "deadline_kind": DeadlineKind.FIXED,
            "due_dates": [],
        }
        for id_ in ids
    ]
    assignments = [
        {
            "id": id_,
            "task_id": id_,
            "unit_id": id_ // each,
            "role": TaskRole.LEAD,
            "is_accountable": True,
            "printed_name": f"Tổ dân phố số {id_ // each}",
        }
        for id_ in ids
    ]
    occurrences = [
        {
            "id": id_,
            "task_id": id_,
            "key": due_on.isoformat(),
            "kind": OccurrenceKind.DUE_DATE,
            "due_on": due_on,
            "original_due_on": due_on,
            "created_at": clock.now(),
        }
        for id_ in ids
    ]
    contributions = [
        {
            "id": id_,
            "occurrence_id": id_,
            "assignment_id": id_,
            "unit_id": id_ // each,
            "role": TaskRole.LEAD,
            "due_on": due_on,
            "status": ContributionStatus.NOT_STARTED,
        }
        for id_ in ids
    ]
    _add(Task, tasks)
    _add(Assignment, assignments)
    _add(Occurrence, occurrences)
    _add(Contribution, contributions)


def add_crowd(people: int, *, each: int) -> None:
    """A plan, and people 1 to `people` who owe `each` pieces of work of it."""
    plan = make_plan()
    add_people(range(1, people + 1))
    add_work(range(1, people + 1), each=each, plan_id=plan.id)


def _add(model: type[Model], rows: Sequence[dict[str, Any]]) -> None:
    db.session.execute(insert(model), rows)
