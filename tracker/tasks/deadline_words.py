"""A deadline as it was understood, in one line."""

from __future__ import annotations

from tracker.reading.result import DeadlineKind, DeadlineReading
from tracker.tasks.rules import (
    DEADLINE_KIND_WORDS,
    RHYTHM_WORDS,
    WORKING_DAY_WORDS,
    due_month_words,
)


def deadline_words(reading: DeadlineReading | None) -> str:
    """A deadline as understood, in one line: "Thường xuyên, hằng quý"."""
    if reading is None or reading.kind is None:
        return ""
    parts = [DEADLINE_KIND_WORDS[reading.kind]]
    if reading.kind is DeadlineKind.FIXED:
        days = [f"{day:%d/%m/%Y}" for day in reading.dates] or parts
        return ", ".join([*days, *_hour_words(reading)])
    if reading.kind is DeadlineKind.ON_OCCURRENCE and reading.days_after_event is not None:
        unit = "ngày làm việc" if reading.working_days else "ngày"
        side = "trong" if reading.days_after_event >= 0 else "trước"
        parts.append(f"{side} {abs(reading.days_after_event)} {unit}")
    parts += [RHYTHM_WORDS[rhythm] for rhythm in reading.recurrence or ()]
    if reading.months:
        parts.append(f"tháng {', '.join(map(str, reading.months))}")
    parts += _due_day_words(reading)
    return ", ".join(parts)


def _due_day_words(reading: DeadlineReading) -> list[str]:
    """On which day of the period, until which hour."""
    parts = []
    if reading.due_day is not None:
        parts.append(f"ngày {reading.due_day}")
        if reading.due_month_shift:
            parts.append(due_month_words(reading.due_month_shift))
    if reading.working_day is not None:
        parts.append(WORKING_DAY_WORDS[reading.working_day])
    if reading.weekday is not None:
        parts.append("Chủ nhật" if reading.weekday == 7 else f"thứ {reading.weekday + 1}")
    return parts + _hour_words(reading)


def _hour_words(reading: DeadlineReading) -> list[str]:
    return [f"trước {reading.due_time:%H:%M}"] if reading.due_time is not None else []
