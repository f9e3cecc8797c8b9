"""The calendar that the ward works by."""

from __future__ import annotations

from tracker.core.calendar_vn import NATIONAL_CALENDAR, WorkingCalendar


def ward_calendar() -> WorkingCalendar:
    """The calendar in force. Ask once per request or job and hand it on to the rules."""
    return NATIONAL_CALENDAR
