"""Moving a due day: every move is a new version, so that reminders of the old day end.

`original_due_on` is the day the document in force names; `due_on` is the day that counts, which
an extension may have put further. Both are kept, and work is judged by both.
"""

from __future__ import annotations

from datetime import date, time

from tracker.audit.rules import AuditAction, field_changes
from tracker.audit.service import Actor, record
from tracker.core.db import db
from tracker.tasks.models import Occurrence
from tracker.tasks.service import task_name


def move_due_day(
    occurrence: Occurrence,
    due_on: date,
    *,
    due_time: time | None,
    reason: str,
    actor: Actor | None,
) -> None:
    """`replace_due_day`, and the hour, with what moved and why in the journal."""
    before = _named(occurrence)
    replace_due_day(occurrence, due_on)
    occurrence.due_time = due_time
    moved = field_changes(before, _named(occurrence))
    if not moved:
        return
    db.session.flush()
    record(
        AuditAction.DUE_DAY_MOVED,
        occurrence,
        name=task_name(occurrence.task),
        actor=actor,
        plan_id=occurrence.task.plan_id,
        changes={**moved, "reason": (None, reason)},
    )


def replace_due_day(occurrence: Occurrence, due_on: date) -> None:
    """The plan or the working calendar now names another day; a longer extension still stands."""
    if due_on == occurrence.original_due_on:
        return
    granted = occurrence.due_on if occurrence.is_extended else None
    occurrence.original_due_on = due_on
    _set(occurrence, max(due_on, granted) if granted else due_on)


def extend_due_day(occurrence: Occurrence, due_on: date) -> None:
    """An extension was granted: the original day stays beside the new one."""
    _set(occurrence, due_on)


def take_extension_back(occurrence: Occurrence, due_on: date) -> None:
    """A granted extension was revoked: this day counts from now on, the original one stays."""
    _set(occurrence, due_on)


def _named(occurrence: Occurrence) -> dict[str, object]:
    return {
        "due_on": occurrence.due_on,
        "original_due_on": occurrence.original_due_on,
        "due_time": occurrence.due_time,
    }


def _set(occurrence: Occurrence, due_on: date) -> None:
    if due_on != occurrence.due_on:
        occurrence.due_on = due_on
        occurrence.due_version += 1
