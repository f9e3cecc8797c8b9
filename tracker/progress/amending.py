"""What the units owe after a plan was amended: reported work stays, the rest follows the plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from tracker.accounts.models import User
from tracker.core.db import db
from tracker.progress.models import Contribution
from tracker.progress.rules import (
    HANDED_IN_STATUSES,
    OPEN_STATUSES,
    UNIT_OWES_STATUSES,
    ContributionStatus,
)
from tracker.progress.service import cancel, make_contributions, make_instances_of
from tracker.reading.result import DeadlineKind
from tracker.tasks.models import Occurrence, Task
from tracker.tasks.moving import replace_due_day
from tracker.tasks.rules import OccurrenceKind, WantedOccurrence
from tracker.tasks.service import wanted_of
from tracker.working_calendar.queries import due_day_rule

NO_LONGER_ASKED = "Kế hoạch sửa đổi không còn mốc này."
NO_LONGER_ASSIGNED = "Kế hoạch sửa đổi không còn giao việc này cho đơn vị."


def follow_amendment(task: Task, *, today: date, until: date, actor: User | None) -> None:
    """Bring the instances of a changed task in line with its deadline and units.

    Instances ahead that the plan no longer asks for are cancelled unless somebody has reported on
    them; a fixed date that was moved moves its instance, unless the result was handed in.
    """
    due_days = due_day_rule()
    wanted = {w.key: w for w in wanted_of(task, until=until, due_days=due_days)}
    present = list(
        db.session.scalars(
            select(Occurrence).where(Occurrence.task_id == task.id).order_by(Occurrence.due_on)
        )
    )
    for occurrence in present:
        _follow_units(task, occurrence, actor)
    if task.deadline_kind is DeadlineKind.FIXED:
        _pair_dates(present, wanted)
    for occurrence in present:
        asked_for = wanted.get(occurrence.key)
        if asked_for is not None:
            move_to(occurrence, asked_for)
        elif occurrence.kind is not OccurrenceKind.EVENT and is_ahead(occurrence, today):
            _cancel_untouched(occurrence, actor)
    db.session.flush()
    make_instances_of(task, until=until)
    for occurrence in present:
        still_asked = any(c.status in OPEN_STATUSES for c in _contributions(occurrence))
        if still_asked and is_ahead(occurrence, today):
            make_contributions(occurrence, task.assignments)


def cancel_open(task: Task, *, reason: str, actor: User | None) -> int:
    """Cancel whatever is still open of a task; gives how many."""
    occurrences = select(Occurrence.id).where(Occurrence.task_id == task.id)
    statement = select(Contribution).where(
        Contribution.occurrence_id.in_(occurrences), Contribution.status.in_(OPEN_STATUSES)
    )
    found = db.session.scalars(statement).all()
    for contribution in found:
        cancel(contribution, reason=reason, actor=actor)
    return len(found)


def is_ahead(occurrence: Occurrence, today: date) -> bool:
    """Whether it is due, or its period still runs, today or later."""
    last_day = occurrence.due_on or occurrence.period_end
    return last_day is None or last_day >= today


def _pair_dates(present: Sequence[Occurrence], wanted: dict[str, WantedOccurrence]) -> None:
    """As many dates gone as come: each old one has moved to the new one in its place.

    The key says which printed date an instance stands for, so it is never made a second time.
    """
    keys = {occurrence.key for occurrence in present}
    gone = [o for o in present if o.kind is OccurrenceKind.DUE_DATE and o.key not in wanted]
    come = [key for key in wanted if key not in keys]
    if len(gone) != len(come):
        return
    for occurrence, key in zip(gone, come, strict=True):
        occurrence.key = key


def move_to(occurrence: Occurrence, wanted: WantedOccurrence) -> None:
    """The new due day and hour, unless they would judge anew what was handed in."""
    due_on, due_time = wanted.due_on, occurrence.task.due_time
    if due_on is None or occurrence.due_on is None:
        return
    if (due_on, due_time) == (occurrence.original_due_on, occurrence.due_time):
        return
    statuses = {contribution.status for contribution in _contributions(occurrence)}
    owed, handed_in = statuses & UNIT_OWES_STATUSES, statuses & HANDED_IN_STATUSES
    if owed and (not handed_in or due_on > occurrence.due_on):
        replace_due_day(occurrence, due_on)
        occurrence.printed_due_on, occurrence.due_time = wanted.printed_on, due_time


def _cancel_untouched(occurrence: Occurrence, actor: User | None) -> None:
    for contribution in _contributions(occurrence):
        if contribution.status is ContributionStatus.NOT_STARTED and not _is_reported(contribution):
            cancel(contribution, reason=NO_LONGER_ASKED, actor=actor)


def _is_reported(contribution: Contribution) -> bool:
    return contribution.last_updated_at is not None or bool(contribution.updates)


def _follow_units(task: Task, occurrence: Occurrence, actor: User | None) -> None:
    """Units no longer named owe nothing; the roles of the others follow the plan."""
    named = {
        unit.id: assignment
        for assignment in reversed(task.assignments)
        for unit in assignment.unit.members
    }
    for contribution in _contributions(occurrence):
        if contribution.status not in OPEN_STATUSES:
            continue
        assignment = named.get(contribution.unit_id)
        if assignment is None:
            cancel(contribution, reason=NO_LONGER_ASSIGNED, actor=actor)
        else:
            contribution.assignment, contribution.role = assignment, assignment.role
    db.session.flush()


def _contributions(occurrence: Occurrence) -> Sequence[Contribution]:
    statement = (
        select(Contribution)
        .where(Contribution.occurrence_id == occurrence.id)
        .options(selectinload(Contribution.updates))
    )
    return db.session.scalars(statement).all()
