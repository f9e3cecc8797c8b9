"""What units owe, and what they were told of it, as plain values: each pass looks at very much.

`Owed` says all that the steps depend on; of work of which nothing is to be said nothing else is
read. What a person is to be told of comes with its words (`titles_of`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select

from tracker.core.db import db
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.progress.models import Contribution, facts_of
from tracker.progress.rules import UNIT_OWES_STATUSES, ContributionFacts
from tracker.reminders.by_hand import URGED, WITHDRAWN, standing
from tracker.reminders.models import Reminder
from tracker.reminders.rules import URGING
from tracker.tasks.models import Assignment, Occurrence, Task
from tracker.units.models import Unit
from tracker.units.rules import UnitKind, owes_work

# Of what was told, as the ledger has it: the step, and for which version of the due day.
ToldPair = tuple[str, int]


class Whose(NamedTuple):
    """Whom a piece of work concerns: whose it is, who was named for it, who follows it up."""

    unit_id: int
    officer_id: int | None
    plan_id: int
    coordinator_unit_id: int | None


@dataclass(slots=True, eq=False)
class State:
    """What steps depend on, of all work that stands alike; told apart by which one it is."""

    facts: ContributionFacts
    due_version: int
    times_returned: int
    # Of the instance itself, as the ledger names them.
    due_on: date | None
    period_end: date | None


class Owed(NamedTuple):
    """A piece of work that a unit owes."""

    contribution_id: int
    whose: Whose
    state: State


@dataclass(slots=True)
class Heard:
    """What the ledger says of one piece of work."""

    by_person: dict[int, list[ToldPair]] = field(default_factory=lambda: defaultdict(list))

    def of(self, user_id: int) -> tuple[ToldPair, ...]:
        """What the person was told."""
        return tuple(self.by_person.get(user_id, ()))

    def urgings(self, due_version: int) -> int:
        """How often the unit was urged about its present due day.

        Each reminder of late work is one, and each letter that was not withdrawn.
        """
        steps = {
            step
            for told in self.by_person.values()
            for step, version in told
            if step.startswith(WITHDRAWN)
            or (step.startswith((URGING, URGED)) and version == due_version)
        }
        return sum(not step.startswith(WITHDRAWN) for step in standing(steps)) if steps else 0


NOTHING_HEARD = Heard()


def owed_among(ids: Sequence[int], states: dict[tuple[Any, ...], State]) -> Iterator[Owed]:
    """Those of the numbers that active units of the ward owe in running plans, in their order.

    `states` is where those found before stand: work that stands alike shares one.
    """
    statement = _statement().where(Contribution.id.in_(ids))
    # Past the session: it would look at each of very many rows for objects.
    for row in db.session.connection().execute(statement):
        told = row[5:]
        state = states.get(told)
        if state is None:
            state = states[told] = State(
                facts_of(row, row), row.due_version, row.times_returned, row.due_on, row.period_end
            )
        yield Owed(row[0], Whose._make(row[1:5]), state)


def heard_of(ids: Sequence[int]) -> dict[int, Heard]:
    """What the ledger says of each of these that it knows."""
    statement = select(
        Reminder.contribution_id, Reminder.recipient_id, Reminder.step, Reminder.due_version
    ).where(Reminder.contribution_id.in_(ids))
    found: dict[int, Heard] = {}
    for number, user_id, step, due_version in db.session.connection().execute(statement):
        if number not in found:
            found[number] = Heard()
        found[number].by_person[user_id].append((step, due_version))
    return found


def titles_of(ids: Sequence[int]) -> dict[int, str]:
    """What each of these asks for, as the plan numbers it."""
    statement = (
        select(Contribution.id, Task.label, Task.content)
        .join(Contribution.occurrence)
        .join(Occurrence.task)
        .where(Contribution.id.in_(ids))
    )
    return {
        number: title_of(label, content) for number, label, content in db.session.execute(statement)
    }


def title_of(label: str, content: str) -> str:
    """How a report names a task."""
    return f"{label} {content}"


def _statement() -> Select[*tuple[Any, ...]]:
    """The number, `Whose`, and what `State` is made of; of a report only whether there was one."""
    was_updated = func.nullif(Contribution.last_updated_at.is_not(None), False)
    return (
        select(
            Contribution.id,
            Contribution.unit_id,
            func.coalesce(Contribution.officer_id, Assignment.officer_id),
            Task.plan_id,
            Plan.coordinator_unit_id,
            Contribution.status,
            Contribution.submitted_at,
            was_updated.label("last_updated_at"),
            Contribution.late_for,
            Contribution.times_returned,
            Occurrence.kind,
            Occurrence.due_on,
            Occurrence.original_due_on,
            Occurrence.due_time,
            Occurrence.due_version,
            Occurrence.period_start,
            Occurrence.period_end,
        )
        .join(Contribution.unit)
        .join(Contribution.occurrence)
        .join(Occurrence.task)
        .join(Task.plan)
        .join(Contribution.assignment)
        .where(
            Contribution.status.in_(UNIT_OWES_STATUSES),
            Unit.is_active,
            Unit.kind.in_([kind for kind in UnitKind if owes_work(kind)]),
            Plan.state == PlanState.ISSUED,
        )
        .order_by(Contribution.id)
    )
