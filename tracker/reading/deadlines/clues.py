"""What the recognisers find in a deadline phrase, before the clues are put together."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time

from tracker.reading.result import Rhythm

# In place of a day of the month: its last day, whatever the month's length.
MONTH_END = -1


@dataclass(frozen=True, slots=True)
class Setting:
    """What the reader knows beside the phrase itself."""

    year: int | None = None
    plan_date: date | None = None
    before_means_day_before: bool = False

    @property
    def before_shift(self) -> int:
        return -1 if self.before_means_day_before else 0

    @property
    def before_note(self) -> str:
        if self.before_means_day_before:
            return "chữ “trước” được hiểu là không tính ngày ghi"
        return "chữ “trước” được hiểu là tính cả ngày ghi"


@dataclass(frozen=True, slots=True)
class DayInYear:
    """A day as printed, its year perhaps left open."""

    month: int
    day: int = MONTH_END
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """Last permitted days printed together; `shift` of -1 moves each to the day before.

    `begins` is a printed first day, `opens` the first day of a period named as a whole.
    """

    place: int
    days: tuple[DayInYear, ...] = ()
    begins: DayInYear | None = None
    opens: DayInYear | None = None
    shift: int = 0
    due_time: time | None = None
    note: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Beginning:
    """A first day without a last one ("từ ngày 01/7/2026", "sau ngày 30/6/2026")."""

    day: DayInYear
    shift: int = 0


@dataclass(frozen=True, slots=True)
class Repeat:
    """A rhythm, or what refines one: its day, weekday or hour.

    `day_and_month` is printed in place of the day when the day lies in a month of its own.
    `month_shift` counts months from the last month of the period to the day's month.
    """

    rhythms: tuple[Rhythm, ...] = ()
    due_day: int | None = None
    month_shift: int = 0
    weekday: int | None = None
    due_time: time | None = None
    day_and_month: str = ""
    note: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something the task waits for, with its own clock when one is printed.

    `alone` is a term printed without the event it counts from; `words` are then the term's.
    """

    words: str
    days: int | None = None
    working: bool = False
    alone: bool = False
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

    @property
    def rhythms(self) -> tuple[Rhythm, ...]:
        """Every rhythm found, each once, in the order of print."""
        return tuple(dict.fromkeys(rhythm for found in self.repeats for rhythm in found.rhythms))

    @property
    def found_any(self) -> bool:
        """Whether anything at all was understood."""
        return bool(self.dues or self.beginnings or self.repeats or self.regular or self.events)

    def add_spans(self, found: list[Due | Beginning]) -> None:
        """Sort what a recogniser of days or periods has found."""
        self.dues += [item for item in found if isinstance(item, Due)]
        self.beginnings += [item for item in found if isinstance(item, Beginning)]


def undated(place: int, reason: str) -> Due:
    """A deadline whose day cannot be said; the reason says why."""
    return Due(place, doubt=reason)
