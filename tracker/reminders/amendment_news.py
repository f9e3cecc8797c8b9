"""Whom to tell that a task was amended after its issue: each unit that works on it, or did."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from tracker.core.db import db
from tracker.core.numbers import whole_number
from tracker.plans.models import Amendment, Plan
from tracker.plans.rules import PlanState
from tracker.progress.models import Contribution
from tracker.progress.rules import UNIT_OWES_STATUSES, ContributionStatus
from tracker.reminders.circle import Circle
from tracker.reminders.models import Reminder
from tracker.reminders.rules import AMENDED
from tracker.tasks.models import Occurrence, Task
from tracker.units.rules import owes_work

# An older amendment is history: nobody is told of it when an account is made.
TOLD_FOR = timedelta(days=21)


@dataclass(frozen=True, slots=True)
class AmendmentNews:
    """An amendment, and the part of work whose unit is to hear of it."""

    amendment: Amendment
    contribution: Contribution

    @property
    def step(self) -> str:
        """The step of the ledger."""
        return f"{AMENDED}{self.amendment.id}"

    @property
    def reason(self) -> str:
        """Why somebody is told, as the ledger keeps it: "Sửa đổi: thời hạn, phối hợp"."""
        fields = ", ".join(item["field"].lower() for item in self.amendment.changes)
        left = self.contribution.status is ContributionStatus.CANCELLED
        return f"Sửa đổi: {fields}" + ("; đơn vị không còn phần việc này" if left else "")


def present_amendments(now: datetime) -> list[AmendmentNews]:
    """Amendments of late to tasks of plans in force, once for each unit concerned."""
    statement = (
        select(Amendment)
        .join(Plan, Plan.id == Amendment.plan_id)
        .where(
            Amendment.task_id.is_not(None),
            Amendment.at > now - TOLD_FOR,
            Plan.state == PlanState.ISSUED,
        )
        .order_by(Amendment.id)
    )
    amendments = db.session.scalars(statement).all()
    work = _work_of([item.task_id for item in amendments if item.task_id])
    return [
        AmendmentNews(amendment, contribution)
        for amendment in amendments
        for contribution in _one_for_each_unit(amendment, work.get(amendment.task_id or 0, ()))
    ]


def people_of_amendment(
    news: AmendmentNews, circle: Circle, told: Mapping[int, set[str]]
) -> Iterator[int]:
    """Who of the unit has not heard of it, by whichever part of the task; who wrote it knows."""
    for user_id in circle.unit_recipients(news.contribution):
        if user_id != news.amendment.user_id and news.step not in told.get(user_id, ()):
            yield user_id


def amendments_heard(news: Collection[AmendmentNews]) -> dict[int, set[str]]:
    """Which of these each person was told of, by whichever part of the task it was then."""
    heard: dict[int, set[str]] = {}
    if not news:
        return heard
    steps = {item.step for item in news}
    statement = select(Reminder.recipient_id, Reminder.step).where(Reminder.step.in_(steps))
    for user_id, step in db.session.execute(statement):
        heard.setdefault(user_id, set()).add(step)
    return heard


def amendments_told(steps: Sequence[str]) -> list[Amendment]:
    """The amendments that the steps tell of."""
    numbers = (
        whole_number(step.removeprefix(AMENDED)) for step in steps if step.startswith(AMENDED)
    )
    found = (db.session.get(Amendment, number) for number in numbers if number)
    return [amendment for amendment in found if amendment is not None]


def note_of_amendment(amendment: Amendment) -> str:
    """What a mail says of it: "Sửa đổi. Thời hạn: 30/09/2026 → 31/10/2026. Lý do: …"."""
    fields = ". ".join(
        f"{item['field']}: {item['old'] or '(trống)'} → {item['new'] or '(trống)'}"
        for item in amendment.changes
    )
    return f"Sửa đổi. {fields}. Lý do: {amendment.reason}"


def _work_of(task_ids: Sequence[int]) -> dict[int, list[Contribution]]:
    """What every unit owes or owed for each of the tasks, the earliest due day first."""
    found: dict[int, list[Contribution]] = {}
    if not task_ids:
        return found
    statement = (
        select(Contribution)
        .join(Contribution.occurrence)
        .where(Occurrence.task_id.in_(task_ids))
        .options(
            contains_eager(Contribution.occurrence)
            .joinedload(Occurrence.task)
            .joinedload(Task.plan),
            joinedload(Contribution.unit),
            joinedload(Contribution.assignment),
            selectinload(Contribution.updates),
        )
        .order_by(Occurrence.due_on.is_(None), Occurrence.due_on, Contribution.id)
    )
    for contribution in db.session.scalars(statement):
        found.setdefault(contribution.occurrence.task_id, []).append(contribution)
    return found


def _one_for_each_unit(
    amendment: Amendment, work: Sequence[Contribution]
) -> Iterator[Contribution]:
    """What the unit still owes first, the nearest; else the latest part it no longer has."""
    by_unit: dict[int, list[Contribution]] = {}
    for contribution in work:
        unit = contribution.unit
        if unit.is_active and owes_work(unit.kind):
            by_unit.setdefault(unit.id, []).append(contribution)
    for parts in by_unit.values():
        owed = [part for part in parts if part.status in UNIT_OWES_STATUSES]
        ended = [
            part
            for part in parts
            if part.status is ContributionStatus.CANCELLED
            and part.updates
            and part.updates[0].at >= amendment.at
        ]
        if owed or ended:
            yield owed[0] if owed else ended[-1]
