"""The ward's calendar for pages that many open: reports do not change it."""

from __future__ import annotations

from tracker.core.calendar_vn import WorkingCalendar
from tracker.progress.told import is_step_of_work, kept_until_told
from tracker.working_calendar.queries import ward_calendar


@kept_until_told(is_step_of_work)
def kept_calendar() -> WorkingCalendar:
    """As it is in force."""
    return ward_calendar()
