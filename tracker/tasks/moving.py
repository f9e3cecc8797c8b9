"""Moving a due day: every move is a new version, so that reminders of the old day end.

`original_due_on` is the day the document in force names; `due_on` is the day that counts, which
an extension may have put further. Both are kept, and work is judged by both.
"""

from __future__ import annotations

from datetime import date

from tracker.tasks.models import Occurrence


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


def _set(occurrence: Occurrence, due_on: date) -> None:
    if due_on != occurrence.due_on:
        occurrence.due_on = due_on
        occurrence.due_version += 1
