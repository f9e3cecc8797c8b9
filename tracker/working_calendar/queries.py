"""The calendar that the ward works by."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import func, select

from tracker.core.calendar_vn import OfficeDay, WorkingCalendar
from tracker.core.db import db
from tracker.core.unchanged import kept_until_written
from tracker.settings.queries import ward_settings
from tracker.working_calendar.models import CalendarVersion, CheckedYear, StoredOfficeDay
from tracker.working_calendar.rules import DueDayRule


@kept_until_written
def ward_calendar() -> WorkingCalendar:
    """The calendar in force. Ask once per job and hand it on to the rules."""
    rows = db.session.scalars(select(StoredOfficeDay).order_by(StoredOfficeDay.day))
    decided = tuple(OfficeDay(row.day, row.is_working, row.reason) for row in rows)
    return _calendar(decided, calendar_version())


def calendar_version() -> int:
    """How often the office has changed its calendar."""
    return db.session.scalar(select(func.max(CalendarVersion.number))) or 0


def due_day_rule() -> DueDayRule:
    """By what the ward settles its due days."""
    return DueDayRule(ward_calendar(), ward_settings().due_on_day_off)


def checked_years() -> frozenset[int]:
    """The years whose days off the office has confirmed."""
    return frozenset(db.session.scalars(select(CheckedYear.year)))


def calendar_versions() -> Sequence[CalendarVersion]:
    """Every change, the latest first."""
    statement = select(CalendarVersion).order_by(CalendarVersion.number.desc())
    return db.session.scalars(statement).all()


@lru_cache(maxsize=8)
def _calendar(decided: tuple[OfficeDay, ...], version: int) -> WorkingCalendar:
    """Equal calendars are one value, so that its lists of days are made once per process."""
    return WorkingCalendar(decided, version)
