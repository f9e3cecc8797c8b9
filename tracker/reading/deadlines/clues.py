"""What the recognisers find in a deadline phrase, before the clues are put together."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time

from tracker.reading.result import Rhythm

# In place of a day of the month: its last day, whatever the month's length.
MONTH_END = 0


@dataclass(frozen=True, slots=True)
class Setting:
    """What the reader knows beside the phrase itself."""

    year: int | None = None
    plan_date: date | None = None
    before_means_day_before: bool = False


@dataclass(frozen=True, slots=True)
class DayInYear:
    """A day as printed, its year perhaps left open."""

    month: int
    day: int = MONTH_END
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """Last permitted days printed together; `shift` of -1 moves each to the day before."""

    place: int
    days: tuple[DayInYear, ...] = ()
    begins: DayInYear | None = None
    shift: int = 0
    due_time: time | None = None
    note: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Beginning:
    """A first day without a last one ("từ ngày 01/7/2026")."""

    day: DayInYear


@dataclass(frozen=True, slots=True)
class Repeat:
    """A rhythm, or what refines one: its day, weekday or hour."""

    rhythms: tuple[Rhythm, ...] = ()
    due_day: int | None = None
    weekday: int | None = None
    due_time: time | None = None
    day_and_month: str = ""
    note: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something the task waits for, with its own clock when one is printed."""

    words: str
    days: int | None = None
    working: bool = False
    counted_from: date | None = None
    due: date | None = None
    doubt: str = ""


@dataclass(slots=True)
class Clues:
    """Everything found in one phrase."""

    dues: list[Due] = field(default_factory=list)
    beginnings: list[Beginning] = field(default_factory=list)
    repeats: list[Repeat] = field(default_factory=list)
    regular: list[str] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
