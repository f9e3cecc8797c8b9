"""Making the instances that fall due, and what each unit owes for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from tracker.core import clock
from tracker.core.db import db
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.progress.models import Contribution
from tracker.progress.moment import Moment
from tracker.progress.rules import OPEN_STATUSES, ContributionStatus
from tracker.progress.unit_parts import officers_in_charge
from tracker.settings.queries import ward_settings
from tracker.tasks import making
from tracker.tasks.models import Assignment, Occurrence, Task
from tracker.units.models import Unit, UnitMembership
from tracker.units.rules import UnitKind, owes_work
from tracker.working_calendar.queries import due_day_rule
from tracker.working_calendar.rules import DueDayRule

_MADE_AT_ONCE = 50


def tasks_to_look_after(*, today: date) -> list[int]:
    """The tasks for which instances or parts are to be made; nothing is written."""
    until = making.horizon(today, ward_settings().horizon_days)
    lacking = making.tasks_lacking_instances(until=until, due_days=due_day_rule())
    return sorted({*lacking, *_tasks_with_new_members(today)})


def make_due_instances(*, today: date, among: Collection[int] | None = None) -> int:
    """Make all instances due within the horizon, and what each unit owes for them.

    Of all tasks, or of those among the numbers.
    """
    until = making.horizon(today, ward_settings().horizon_days)
    tasks = making.tasks_of_running_plans(among)
    made = make_instances_of_tasks(tasks, until=until, due_days=due_day_rule())
    for task in tasks:
        _owe_as_new_member(task, today=today)
    return len(made)


def make_instances_of(
    task: Task, *, until: date, due_days: DueDayRule | None = None
) -> list[Occurrence]:
    """Make one task's instances up to the day, and what each unit owes for them."""
    return make_instances_of_tasks([task], until=until, due_days=due_days or due_day_rule())


def make_instances_of_tasks(
    tasks: Sequence[Task], *, until: date, due_days: DueDayRule
) -> list[Occurrence]:
    """The same for many tasks, with a few statements for some of them at a time."""
    made: list[Occurrence] = []
    for start in range(0, len(tasks), _MADE_AT_ONCE):
        some = tasks[start : start + _MADE_AT_ONCE]
        new = making.make_occurrences(some, until=until, due_days=due_days)
        _owe(new, {task.id: task.assignments for task in some}, {})
        made += new
    return made


def make_contributions(occurrence: Occurrence, assignments: Sequence[Assignment]) -> None:
    """What each unit behind the assignments owes for an instance, unless it owes it already.

    Nor does the heir of a merged unit owe it whose result was accepted.
    """
    statement = select(Contribution).where(Contribution.occurrence_id == occurrence.id)
    present = {occurrence.id: db.session.scalars(statement).all()}
    make_missing_contributions([occurrence], {occurrence.task_id: assignments}, present)


def make_missing_contributions(
    occurrences: Sequence[Occurrence],
    assignments: Mapping[int, Sequence[Assignment]],
    present: Mapping[int, Sequence[Contribution]],
) -> None:
    """The same for many instances, given the assignments of each task and all there is of each."""
    owed: dict[int, set[int]] = {}
    for occurrence in occurrences:
        parts = present.get(occurrence.id, ())
        owing = owed[occurrence.id] = {part.unit_id for part in parts}
        owing |= {p.unit.heir.id for p in parts if p.status is ContributionStatus.ACCEPTED}
    _owe(occurrences, assignments, owed)


def _owe(
    occurrences: Sequence[Occurrence],
    assignments: Mapping[int, Sequence[Assignment]],
    owed: Mapping[int, set[int]],
) -> None:
    """One contribution per unit behind the assignments; a unit that leads does not also cooperate.

    Bodies outside the ward owe nothing here: they are never reminded and never late.
    """
    missing: list[tuple[Occurrence, Assignment, Unit]] = []
    for occurrence in occurrences:
        owing = owed.get(occurrence.id, set())
        for assignment in assignments[occurrence.task_id]:
            for unit in assignment.unit.members:
                if unit.id not in owing:
                    owing.add(unit.id)
                    missing.append((occurrence, assignment, unit))
    if not missing:
        return
    in_charge = officers_in_charge({occurrence.task_id for occurrence, _, _ in missing})
    db.session.add_all(
        Contribution(
            occurrence=occurrence,
            assignment=assignment,
            unit=unit,
            role=assignment.role,
            officer_id=in_charge.get((occurrence.task_id, unit.id)),
            status=ContributionStatus.NOT_STARTED,
            times_returned=0,
        )
        for occurrence, assignment, unit in missing
    )
    db.session.flush()


def _owe_as_new_member(task: Task, *, today: date) -> None:
    """A unit that joined a collective later owes what is still ahead; what is past it never owed.

    Only instances on which somebody still works: a finished or cancelled one asks nobody anew.
    """
    if not any(assignment.unit.kind is UnitKind.COLLECTIVE for assignment in task.assignments):
        return
    ahead = select(Occurrence).where(Occurrence.task_id == task.id, _is_open_and_ahead(today))
    for occurrence in db.session.scalars(ahead.order_by(Occurrence.id)).all():
        make_contributions(occurrence, task.assignments)


def _tasks_with_new_members(today: date) -> Iterable[int]:
    """Where a member of a collective lacks its part of something that lies ahead."""
    member = aliased(Unit)
    part = select(Contribution.id).where(
        Contribution.occurrence_id == Occurrence.id, Contribution.unit_id == member.id
    )
    statement = (
        select(Task.id)
        .distinct()
        .join(Task.plan)
        .join(Task.assignments)
        .join(Assignment.unit)
        .join(UnitMembership, UnitMembership.collective_id == Unit.id)
        .join(member, UnitMembership.member)
        .join(Occurrence, Occurrence.task_id == Task.id)
        .where(
            Plan.state == PlanState.ISSUED,
            Task.dropped_on.is_(None),
            Unit.kind == UnitKind.COLLECTIVE,
            member.is_active,
            member.kind.in_([kind for kind in UnitKind if owes_work(kind)]),
            _is_open_and_ahead(today),
            ~part.exists(),
        )
    )
    return db.session.scalars(statement)


def _is_open_and_ahead(today: date) -> ColumnElement[bool]:
    still_open = select(Contribution.id).where(
        Contribution.occurrence_id == Occurrence.id, Contribution.status.in_(OPEN_STATUSES)
    )
    last_day = func.coalesce(Occurrence.due_on, Occurrence.period_end)
    hour = Occurrence.due_time
    has_time = or_(hour.is_(None), hour > Moment.of(clock.now()).minute)
    is_ahead = or_(last_day > today, and_(last_day == today, has_time))
    return and_(is_ahead, still_open.exists())
