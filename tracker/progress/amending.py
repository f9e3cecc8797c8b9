"""What the units owe after a plan was amended: reported work stays, the rest follows the plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from tracker.accounts.models import User
from tracker.core import clock
from tracker.core.db import db
from tracker.progress.instances import (
    make_instances_of_tasks,
    make_missing_contributions,
)
from tracker.progress.models import Contribution
from tracker.progress.moment import first_day_in_time, last_moment_of
from tracker.progress.rules import (
    HANDED_IN_STATUSES,
    OPEN_STATUSES,
    UNIT_OWES_STATUSES,
    ContributionStatus,
)
from tracker.progress.service import cancel, reopen
from tracker.tasks.making import wanted_of
from tracker.tasks.models import Assignment, Occurrence, Task
from tracker.tasks.moving import move_due_day
from tracker.tasks.rules import OccurrenceKind, WantedOccurrence
from tracker.working_calendar.queries import due_day_rule
from tracker.working_calendar.rules import DueDayRule

AMENDED = "Văn bản sửa đổi đặt thời hạn mới."
NO_LONGER_ASKED = "Văn bản sửa đổi không còn mốc này."
BEFORE_AMENDMENT = "Văn bản sửa đổi mới đặt kỳ này, kỳ đã qua khi sửa đổi nên không theo dõi."
ASSIGNED_AGAIN = "Kế hoạch sửa đổi lại giao việc này cho đơn vị."
_READ_AT_ONCE = 500
NO_LONGER_ASSIGNED = "Kế hoạch sửa đổi không còn giao việc này cho đơn vị."


def follow_amendment(
    task: Task, *, today: date, until: date, actor: User | None, keeps_days: bool = False
) -> None:
    """Bring the instances of a changed task in line with its deadline and units.

    What a unit still owes for an instance the plan no longer asks for is cancelled, late or not;
    a fixed date that was moved moves its instance, unless the result was handed in. A new rhythm
    makes nobody late for periods that were over when it came. With `keeps_days` only the units
    change: an earlier day that an amendment could not set does not come in with them.
    """
    follow_amendments([task], today=today, until=until, actor=actor, keeps_days=keeps_days)


def follow_amendments(
    tasks: Sequence[Task],
    *,
    today: date,
    until: date,
    actor: User | None,
    keeps_days: bool = False,
) -> None:
    """The same for many tasks: one after the other a plan of 1,000 kept all others waiting."""
    due_days = due_day_rule()
    work = _work_of(tasks)
    # Asked first: where the only unit leaves, the one that takes over still owes it.
    still_asked = {
        number
        for number, parts in work.parts.items()
        if any(part.status in OPEN_STATUSES for part in parts)
    }
    for task in tasks:
        wanted = {} if keeps_days else _wanted(task, until, due_days)
        still_asked -= _follow(task, work, wanted, today=today, actor=actor, keeps_days=keeps_days)
    db.session.flush()
    _make_new_instances(tasks, today=today, until=until, due_days=due_days, actor=actor)
    going_on = [
        (task, occurrence)
        for task in tasks
        for occurrence in work.of(task)
        if occurrence.id in still_asked and is_ahead(occurrence, today)
    ]
    for task, occurrence in going_on:
        _take_up_again(task, work.parts[occurrence.id], actor)
    assignments = {task.id: task.assignments for task in tasks}
    make_missing_contributions([occurrence for _, occurrence in going_on], assignments, work.parts)


@dataclass(frozen=True, slots=True)
class _Work:
    """The instances of some tasks by the task, and what the units owe by the instance."""

    instances: Mapping[int, Sequence[Occurrence]]
    parts: Mapping[int, Sequence[Contribution]]

    def of(self, task: Task) -> Sequence[Occurrence]:
        return self.instances.get(task.id, ())

    def owed(self, occurrence: Occurrence) -> Sequence[Contribution]:
        return self.parts.get(occurrence.id, ())


def _wanted(task: Task, until: date, due_days: DueDayRule) -> dict[str, WantedOccurrence]:
    return {wanted.key: wanted for wanted in wanted_of(task, until=until, due_days=due_days)}


def _follow(
    task: Task,
    work: _Work,
    wanted: Mapping[str, WantedOccurrence],
    *,
    today: date,
    actor: User | None,
    keeps_days: bool,
) -> set[int]:
    """Bring the task's present instances in line; gives those that are no longer asked for."""
    units = {unit.id for assignment in task.assignments for unit in assignment.unit.members}
    will_be = {o.id: statuses_after(work.owed(o), units) for o in work.of(task)}
    for occurrence in work.of(task):
        _follow_units(task, work.owed(occurrence), actor)
    gone: set[int] = set()
    for occurrence, asked_for in [] if keeps_days else followed(work.of(task), wanted):
        if asked_for is not None:
            # The key says which printed date it stands for: it is never made a second time.
            occurrence.key = asked_for.key
            move_to(occurrence, asked_for, will_be[occurrence.id], actor)
        elif falls_away(occurrence, today):
            _cancel_owed(work.owed(occurrence), NO_LONGER_ASKED, actor)
            gone.add(occurrence.id)
    return gone


def _make_new_instances(
    tasks: Sequence[Task], *, today: date, until: date, due_days: DueDayRule, actor: User | None
) -> None:
    """Those that the plan now asks for; of periods that are over nobody owes them."""
    made = make_instances_of_tasks(tasks, until=until, due_days=due_days)
    _cancel_owed(parts_of_over(made, today), BEFORE_AMENDMENT, actor)


def parts_of_over(made: Sequence[Occurrence], today: date) -> list[Contribution]:
    """What the units would owe for periods that are over already."""
    over = [o for o in made if o.kind is OccurrenceKind.PERIOD and not is_ahead(o, today)]
    return [part for parts in _parts_of(over).values() for part in parts]


def is_ahead(occurrence: Occurrence, today: date) -> bool:
    """Whether whoever takes it up now is in time, or its period still runs."""
    if occurrence.due_on is not None:
        return occurrence.due_on >= first_day_in_time(occurrence.due_time, today)
    return occurrence.period_end is None or occurrence.period_end >= today


def followed(
    present: Sequence[Occurrence], wanted: Mapping[str, WantedOccurrence]
) -> list[tuple[Occurrence, WantedOccurrence | None]]:
    """Each instance beside what the plan now asks for in its place, None when nothing.

    As many fixed dates gone as come: each old one has moved to the new one in its place.
    """
    keys = {occurrence.key for occurrence in present}
    gone = [o for o in present if o.kind is OccurrenceKind.DUE_DATE and o.key not in wanted]
    come = [w for w in wanted.values() if w.key not in keys]
    come = [w for w in come if w.kind is OccurrenceKind.DUE_DATE]
    moved = dict(zip([o.id for o in gone], come, strict=True)) if len(gone) == len(come) else {}
    return [(o, wanted.get(o.key) or moved.get(o.id)) for o in present]


def falls_away(occurrence: Occurrence, today: date) -> bool:
    """An event has happened whatever the plan says; a past check-in is late for nobody."""
    if occurrence.kind is OccurrenceKind.EVENT:
        return False
    return occurrence.kind is not OccurrenceKind.CHECK_IN or is_ahead(occurrence, today)


def statuses_after(
    parts: Sequence[Contribution], units: AbstractSet[int]
) -> set[ContributionStatus]:
    """How far an instance will have come once these units are named.

    Open work of a unit no longer named ends; one that comes in its place has not begun.
    """
    found = {c.status for c in parts if c.status not in OPEN_STATUSES or c.unit_id in units}
    was_open = any(c.status in OPEN_STATUSES for c in parts)
    staying = {c.unit_id for c in parts if c.status is not ContributionStatus.CANCELLED}
    if was_open and units - staying:
        found.add(ContributionStatus.NOT_STARTED)
    return found


def move_to(
    occurrence: Occurrence,
    wanted: WantedOccurrence,
    statuses: AbstractSet[ContributionStatus],
    actor: User | None,
) -> None:
    """The new due day and hour, unless they would judge anew what was handed in."""
    due_on, due_time = wanted.due_on, occurrence.task.due_time
    if due_on is None or (due_on, due_time) == (occurrence.original_due_on, occurrence.due_time):
        return
    if may_move(occurrence, due_on, due_time, statuses):
        occurrence.printed_due_on = wanted.printed_on
        move_due_day(occurrence, due_on, due_time=due_time, reason=AMENDED, actor=actor)


def may_move(
    occurrence: Occurrence,
    due_on: date,
    due_time: time | None,
    statuses: AbstractSet[ContributionStatus],
) -> bool:
    """Whether a new due day and hour count: not where they would judge anew what was handed in.

    Nor does a rhythm, which binds from now on, bring a period's due day back to one that passed; a
    printed date is the document's own word.
    """
    if occurrence.due_on is None or not UNIT_OWES_STATUSES & statuses:
        return False
    if _is_no_earlier(occurrence, due_on, due_time):
        return True
    has_passed = due_on < first_day_in_time(due_time, clock.today())
    if occurrence.kind is OccurrenceKind.PERIOD and has_passed:
        return False
    return not HANDED_IN_STATUSES & statuses


def _is_no_earlier(occurrence: Occurrence, due_on: date, due_time: time | None) -> bool:
    """Whether nobody has less time, by the document's day or by that of an extension."""
    former, granted = occurrence.original_due_on or due_on, occurrence.due_on or due_on
    counts_on = max(due_on, granted) if occurrence.is_extended else due_on
    present = last_moment_of(granted, occurrence.due_time)
    return due_on >= former and last_moment_of(counts_on, due_time) >= present


def _cancel_owed(parts: Sequence[Contribution], reason: str, actor: User | None) -> None:
    """What was handed in stays with the office; the rest ends, its history kept."""
    for contribution in parts:
        if contribution.status in UNIT_OWES_STATUSES:
            cancel(contribution, reason=reason, actor=actor)


def _follow_units(task: Task, parts: Sequence[Contribution], actor: User | None) -> None:
    """Units no longer named owe nothing; the roles of the others follow the plan."""
    named = _named_units(task)
    for contribution in parts:
        if contribution.status not in OPEN_STATUSES:
            continue
        assignment = named.get(contribution.unit_id)
        if assignment is None:
            cancel(contribution, reason=NO_LONGER_ASSIGNED, actor=actor)
        else:
            contribution.assignment, contribution.role = assignment, assignment.role


def _take_up_again(task: Task, parts: Sequence[Contribution], actor: User | None) -> None:
    """A unit that an earlier amendment left out and this one names again goes on where it was."""
    named = _named_units(task)
    for contribution in parts:
        assignment = named.get(contribution.unit_id)
        if assignment is None or contribution.status is not ContributionStatus.CANCELLED:
            continue
        last = contribution.updates[0] if contribution.updates else None
        if last is None or last.note != NO_LONGER_ASSIGNED:
            continue
        reopen(contribution, last.status_before, reason=ASSIGNED_AGAIN, actor=actor)
        contribution.assignment, contribution.role = assignment, assignment.role


def _named_units(task: Task) -> dict[int, Assignment]:
    """By which assignment each unit owes its part; the first that names it."""
    return {
        unit.id: assignment
        for assignment in reversed(task.assignments)
        for unit in assignment.unit.members
    }


def _work_of(tasks: Sequence[Task]) -> _Work:
    statement = (
        select(Occurrence)
        .where(Occurrence.task_id.in_([task.id for task in tasks]))
        .order_by(Occurrence.due_on.nulls_first(), Occurrence.id)
    )
    instances: dict[int, list[Occurrence]] = {}
    found = db.session.scalars(statement).all()
    for occurrence in found:
        instances.setdefault(occurrence.task_id, []).append(occurrence)
    return _Work(instances, _parts_of(found))


def _parts_of(occurrences: Sequence[Occurrence]) -> dict[int, list[Contribution]]:
    """What the units owe for each of the instances."""
    parts: dict[int, list[Contribution]] = {}
    numbers = [occurrence.id for occurrence in occurrences]
    for start in range(0, len(numbers), _READ_AT_ONCE):
        some = numbers[start : start + _READ_AT_ONCE]
        statement = (
            select(Contribution)
            .where(Contribution.occurrence_id.in_(some))
            .options(selectinload(Contribution.updates))
            .order_by(Contribution.id)
        )
        for part in db.session.scalars(statement):
            parts.setdefault(part.occurrence_id, []).append(part)
    return parts
