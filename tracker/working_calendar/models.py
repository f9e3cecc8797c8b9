"""The office's days, the years it has checked, and how often its calendar was changed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from tracker.core.db import Model, UtcDateTime


class StoredOfficeDay(Model):
    """A day on which the office decided otherwise than the package of holidays."""

    __tablename__ = "office_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    is_working: Mapped[bool]
    reason: Mapped[str]


class CalendarVersion(Model):
    """One change of the calendar: what was decided, by what document, when.

    The highest number is the version in force; two people changing at once find the same number
    taken, so the second is told.
    """

    __tablename__ = "calendar_version"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    reason: Mapped[str]
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CheckedYear(Model):
    """A year whose days off the office has confirmed to be complete."""

    __tablename__ = "checked_calendar_year"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime)
