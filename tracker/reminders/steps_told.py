"""What a mail still tells, row by row as plain values: one may tell of tens of thousands of late
rows, of which it lists the first under each heading and counts the rest.

`tests/reminders/test_steps_told.py` holds it against the rules asked of each piece of work.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Row, Select, bindparam, select

from tracker.core.db import db
from tracker.core.plain_rows import plain_rows
from tracker.extensions.models import ExtensionRequest
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.progress.models import Contribution, columns_of_facts, facts_of
from tracker.progress.rules import ContributionFacts
from tracker.reminders.extension_steps import request_id_of, step_of
from tracker.reminders.models import Reminder
from tracker.reminders.parts import DigestPart, part_of
from tracker.reminders.queries import order_in_a_mail
from tracker.reminders.rules import Told, still_holds
from tracker.tasks.models import Occurrence, Task
from tracker.units.models import Unit
from tracker.units.rules import UnitKind, owes_work

# Under one heading; nobody reads on in a mail, and servers refuse very long ones.
MOST_LISTED = 100
_READ_AT_ONCE = 500


@dataclass(slots=True)
class Heading:
    """The work under one heading of a digest: how much, and the first with the steps told of it."""

    number: int = 0
    listed: list[tuple[int, Sequence[str]]] = field(default_factory=list)


def under_headings(message_id: int, today: date) -> dict[DigestPart, Heading]:
    """What the mail still has to say today, by its headings."""
    found: dict[DigestPart, Heading] = {}
    for number, facts, reminders in _holding(message_id, today):
        steps = [reminder.step for reminder in reminders]
        heading = found.setdefault(part_of(facts, today, steps), Heading())
        heading.number += 1
        if len(heading.listed) < MOST_LISTED:
            heading.listed.append((number, steps))
    return found


def still_holding(message_id: int, today: date) -> list[int]:
    """The numbers of the mail's reminders that may still be said today."""
    found = _holding(message_id, today)
    return [reminder.id for _number, _facts, reminders in found for reminder in reminders]


def reminder_holds(reminder: Reminder, today: date) -> bool:
    """Whether what was decided may still be said today, with its objects at hand."""
    contribution = reminder.contribution
    occurrence, unit = contribution.occurrence, contribution.unit
    return _may_be_told(occurrence.task.plan.state, unit.kind, is_active=unit.is_active) and _holds(
        Told(reminder.step, reminder.due_version),
        contribution.facts,
        today,
        current_version=occurrence.due_version,
    )


def _holding(
    message_id: int, today: date
) -> Iterator[tuple[int, ContributionFacts, list[Row[Any]]]]:
    """The work of which anything holds, with the reminders that do, in the mail's order."""
    rows = plain_rows(_statement(), {"message_id": message_id})
    for number, own in groupby(rows, key=attrgetter("contribution_id")):
        reminders = list(own)
        work = reminders[0]
        if not _may_be_told(work.state, work.unit_kind, is_active=work.is_active):
            continue
        facts = facts_of(work, work)
        held = [
            row
            for row in reminders
            if _holds(
                Told(row.step, row.due_version), facts, today, current_version=row.current_version
            )
        ]
        if held:
            yield number, facts, held


def _may_be_told(state: PlanState, kind: UnitKind, *, is_active: bool) -> bool:
    """Only of plans that run, and of work of the ward's own units that are not dissolved."""
    return state is PlanState.ISSUED and is_active and owes_work(kind)


def _holds(told: Told, facts: ContributionFacts, today: date, *, current_version: int) -> bool:
    """Of a request for a later due day only how far it has come by now."""
    number = request_id_of(told.step)
    request = db.session.get(ExtensionRequest, number) if number else None
    if request is not None and step_of(request) != told.step:
        return False
    return still_holds(told, facts, today, current_version=current_version)


@cache
def _statement() -> Select[*tuple[Any, ...]]:
    """Work in the order of the mail, each piece with its reminders as they were decided."""
    return (
        select(
            Reminder.id,
            Reminder.contribution_id,
            Reminder.step,
            Reminder.due_version,
            Occurrence.due_version.label("current_version"),
            Plan.state,
            Unit.is_active,
            Unit.kind.label("unit_kind"),
            *columns_of_facts(),
        )
        .join(Reminder.contribution)
        .join(Contribution.occurrence)
        .join(Occurrence.task)
        .join(Task.plan)
        .join(Contribution.unit)
        .where(Reminder.outbox_message_id == bindparam("message_id"))
        .order_by(*order_in_a_mail())
        .execution_options(yield_per=_READ_AT_ONCE)
    )
