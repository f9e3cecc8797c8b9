"""Which due instances a task has. Dates in, dates out; nothing here reads the clock."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from tracker.core.calendar_vn import WorkingCalendar
from tracker.reading.result import (
    MONTHS_OF,
    DeadlineKind,
    DeadlineReading,
    Rhythm,
    WorkingDayOfMonth,
)
from tracker.working_calendar.rules import DueDayRule

FRIDAY = 5
BY_THE_PRINTED_DAY = DueDayRule()


class TaskRole(StrEnum):
    """What a unit is in a task."""

    LEAD = "lead"
    COOPERATING = "cooperating"


class OccurrenceKind(StrEnum):
    """Why an instance exists. A check-in asks for a state and is never late (R34)."""

    DUE_DATE = "due_date"
    PERIOD = "period"
    CHECK_IN = "check_in"
    EVENT = "event"


TASK_ROLE_WORDS: dict[TaskRole, str] = {
    TaskRole.LEAD: "Chủ trì",
    TaskRole.COOPERATING: "Phối hợp",
}
DEADLINE_KIND_WORDS: dict[DeadlineKind, str] = {
    DeadlineKind.REGULAR: "Thường xuyên",
    DeadlineKind.ON_OCCURRENCE: "Khi phát sinh",
    DeadlineKind.FIXED: "Thời hạn cụ thể",
}
RHYTHM_WORDS: dict[Rhythm, str] = {
    Rhythm.WEEKLY: "hằng tuần",
    Rhythm.MONTHLY: "hằng tháng",
    Rhythm.QUARTERLY: "hằng quý",
    Rhythm.HALF_YEARLY: "6 tháng",
    Rhythm.YEARLY: "hằng năm",
}


WORKING_DAY_WORDS: dict[WorkingDayOfMonth, str] = {
    WorkingDayOfMonth.FIRST: "ngày làm việc đầu tiên của tháng",
    WorkingDayOfMonth.LAST: "ngày làm việc cuối cùng của tháng",
}


@dataclass(frozen=True, slots=True)
class DeadlineFacts:
    """What was confirmed of a task's deadline.

    `months` narrow a monthly rhythm to named months ("Tháng 3, 6, 9, 12"). `due_time` is the hour
    on the due day after which work is late; without it the whole day counts.
    """

    kind: DeadlineKind
    due_dates: tuple[date, ...] = ()
    rhythms: tuple[Rhythm, ...] = ()
    due_day: int | None = None
    due_month_shift: int = 0
    weekday: int | None = None
    due_time: time | None = None
    months: tuple[int, ...] = ()
    working_day: WorkingDayOfMonth | None = None
    check_in_rhythm: Rhythm = Rhythm.MONTHLY


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar span, both ends counted."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class WantedOccurrence:
    """An instance that should exist. `printed_on` is the due day before a day off moved it."""

    key: str
    kind: OccurrenceKind
    due_on: date | None = None
    period: Period | None = None
    printed_on: date | None = None


def facts_of(reading: DeadlineReading | None) -> DeadlineFacts | None:
    """A deadline as understood; None while its kind is not."""
    if reading is None or reading.kind is None:
        return None
    return DeadlineFacts(
        kind=reading.kind,
        due_dates=reading.dates,
        rhythms=reading.recurrence or (),
        due_day=reading.due_day,
        due_month_shift=reading.due_month_shift,
        weekday=reading.weekday,
        due_time=reading.due_time,
        months=reading.months,
        working_day=reading.working_day,
    )


def wanted_occurrences(
    facts: DeadlineFacts,
    *,
    tracked_from: date,
    tracked_until: date,
    year: int | None = None,
    due_days: DueDayRule = BY_THE_PRINTED_DAY,
) -> list[WantedOccurrence]:
    """All instances due (or, for check-ins, running) between the two days, both counted.

    A plan's periods are those of its year: one signed in December for the next year asks for
    nothing of the month and the year it was signed in. What is due in a later month ("ngày 10
    tháng đầu quý sau") may still fall after its end. Printed dates are promises of their own and
    are given however far ahead they lie. An on-occurrence task has none: its instances are opened
    by hand.
    """
    if facts.kind is DeadlineKind.FIXED:
        return _printed_days(facts, tracked_from, due_days)
    if facts.kind is DeadlineKind.ON_OCCURRENCE:
        return []
    begins_on, ends_on = (date.min, date.max) if year is None else days_of_year(year)
    first, last = max(tracked_from, begins_on), min(tracked_until, ends_on)
    if not facts.rhythms:
        return _check_ins(facts.check_in_rhythm, first, last)
    first_due = tracked_from if facts.due_month_shift < 0 else first
    last_due = tracked_until if facts.due_month_shift > 0 else last
    wanted = [
        WantedOccurrence(
            f"{rhythm.value}:{period.start.isoformat()}",
            OccurrenceKind.PERIOD,
            due_days.settle(due_on),
            _named_span(rhythm, period, facts.months),
            printed_on=due_on,
        )
        for rhythm in facts.rhythms
        for period in _periods(rhythm, first, last)
        if _is_named(rhythm, period, facts.months)
        and first_due <= (due_on := _due_in(rhythm, period, facts, due_days)) <= last_due
    ]
    return sorted(wanted, key=lambda instance: (instance.due_on or date.max, instance.key))


def event_due_on(
    event_on: date, days: int, *, working_days: bool, calendar: WorkingCalendar
) -> date:
    """The due day N days after an event; the event's day is not counted (Civil Code, Art. 147).

    A term that ends on a day off ends on the next working day (Art. 148, clause 5); one counted
    back from the event ("chậm nhất 3 ngày trước ngày tổ chức") on the working day before.
    """
    if days < 0 and not working_days:
        return calendar.same_or_previous_working_day(event_on + timedelta(days=days))
    if working_days:
        return calendar.same_or_next_working_day(calendar.add_working_days(event_on, days))
    return calendar.same_or_next_working_day(event_on + timedelta(days=days))


def days_of_year(year: int) -> tuple[date, date]:
    """The first and the last day of a plan's year."""
    return date(year, 1, 1), date(year, 12, 31)


def day_in_month(year: int, month: int, day: int) -> date:
    """The day of the month, or the month's last day when it is shorter."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def period_of(rhythm: Rhythm, day: date) -> Period:
    """The calendar period of the rhythm that holds the day."""
    if rhythm is Rhythm.WEEKLY:
        monday = day - timedelta(days=day.weekday())
        return Period(monday, monday + timedelta(days=6))
    months = MONTHS_OF[rhythm]
    first_month = (day.month - 1) // months * months + 1
    last_month = first_month + months - 1
    return Period(date(day.year, first_month, 1), day_in_month(day.year, last_month, 31))


def due_month_words(shift: int) -> str:
    """In which month the due day lies, counted from the period's last month."""
    if shift == 0:
        return "tháng cuối kỳ"
    side = "sau" if shift > 0 else "trước"
    return f"{abs(shift)} tháng {side} tháng cuối kỳ"


def period_words(rhythm: Rhythm, period: Period) -> str:
    """How offices name the period: "Tháng 8/2026", "Quý III/2026"."""
    year = period.end.year
    if rhythm is Rhythm.WEEKLY:
        return f"Tuần {period.start:%d/%m}–{period.end:%d/%m/%Y}"
    if rhythm is Rhythm.MONTHLY:
        return f"Tháng {period.end.month}/{year}"
    if rhythm is Rhythm.QUARTERLY:
        return f"Quý {('I', 'II', 'III', 'IV')[period.end.month // 3 - 1]}/{year}"
    if rhythm is Rhythm.HALF_YEARLY:
        return f"6 tháng {'đầu' if period.end.month == 6 else 'cuối'} năm {year}"
    return f"Năm {year}"


def occurrence_words(
    key: str, *, period: Period | None, due_on: date | None, event_title: str | None
) -> str:
    """How one instance of a task is named to people."""
    if event_title:
        return event_title
    if period is None:
        return f"Hạn {due_on:%d/%m/%Y}" if due_on else ""
    return period_words(rhythm_of_key(key), period)


def rhythm_of_key(key: str) -> Rhythm:
    """The rhythm an instance's key names; a check-in that names none is monthly."""
    name, _, rest = key.removeprefix("check_in:").partition(":")
    return Rhythm(name) if rest else Rhythm.MONTHLY


def _printed_days(
    facts: DeadlineFacts, tracked_from: date, due_days: DueDayRule
) -> list[WantedOccurrence]:
    return [
        WantedOccurrence(
            printed_on.isoformat(),
            OccurrenceKind.DUE_DATE,
            due_days.settle(printed_on),
            printed_on=printed_on,
        )
        for printed_on in facts.due_dates
        if printed_on >= tracked_from
    ]


def _check_ins(rhythm: Rhythm, start: date, end: date) -> list[WantedOccurrence]:
    return [
        WantedOccurrence(_check_in_key(rhythm, period), OccurrenceKind.CHECK_IN, period=period)
        for period in _periods(rhythm, start, end)
    ]


def _check_in_key(rhythm: Rhythm, period: Period) -> str:
    if rhythm is Rhythm.MONTHLY:
        return f"check_in:{period.start:%Y-%m}"
    return f"check_in:{rhythm.value}:{period.start.isoformat()}"


def _is_named(rhythm: Rhythm, period: Period, months: tuple[int, ...]) -> bool:
    return not months or rhythm is not Rhythm.MONTHLY or period.end.month in months


def _named_span(rhythm: Rhythm, period: Period, months: tuple[int, ...]) -> Period:
    """With named months, what has passed since the named month before: "Tháng 3, 6, 9, 12"."""
    if not months or rhythm is not Rhythm.MONTHLY:
        return period
    year, month = period.end.year, period.end.month
    while True:
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
        if month in months:
            return Period(day_in_month(year, month, 31) + timedelta(days=1), period.end)


def _periods(rhythm: Rhythm, start: date, end: date) -> Iterator[Period]:
    day = start
    while day <= end:
        period = period_of(rhythm, day)
        yield period
        day = period.end + timedelta(days=1)


def _due_in(rhythm: Rhythm, period: Period, facts: DeadlineFacts, due_days: DueDayRule) -> date:
    """The last permitted day for the period; a printed day of the month is clamped."""
    if rhythm is Rhythm.WEEKLY:
        return period.start + timedelta(days=(facts.weekday or FRIDAY) - 1)
    year, month = divmod(period.end.year * 12 + period.end.month - 1 + facts.due_month_shift, 12)
    if facts.working_day is WorkingDayOfMonth.FIRST:
        return due_days.calendar.same_or_next_working_day(date(year, month + 1, 1))
    if facts.working_day is WorkingDayOfMonth.LAST:
        return due_days.calendar.same_or_previous_working_day(day_in_month(year, month + 1, 31))
    if facts.due_day is None:
        return period.end
    return day_in_month(year, month + 1, facts.due_day)
