"""Short ways to write down what a printed deadline must be read as."""

from __future__ import annotations

from datetime import date

from tracker.reading.deadlines import read_deadline
from tracker.reading.result import DeadlineKind, DeadlineReading

PLAN_YEAR = 2026

FIXED = DeadlineKind.FIXED
REGULAR = DeadlineKind.REGULAR
ON_OCCURRENCE = DeadlineKind.ON_OCCURRENCE


def read(phrase: str) -> DeadlineReading:
    """The reading within a plan of PLAN_YEAR whose day of issue is not known."""
    return read_deadline(phrase, year=PLAN_YEAR)


def days(*printed: str) -> tuple[date, ...]:
    """Dates written as offices write them: "30/06/2026"."""
    return tuple(date(int(day[6:]), int(day[3:5]), int(day[:2])) for day in printed)
