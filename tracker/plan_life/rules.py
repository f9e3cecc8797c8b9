"""Carrying a plan on to another year: days and words. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from tracker.settings.rules import DayOffRule
from tracker.tasks.rules import day_in_month
from tracker.working_calendar.rules import DueDayRule, weekday_name


@dataclass(frozen=True, slots=True)
class CarriedDay:
    """A day of the old plan, its day in the new one, and why that is not simply the same day."""

    old: date
    new: date
    note: str = ""


def carried_day(old: date, years: int, rule: DueDayRule) -> CarriedDay:
    """The same day so many years on, put on a working day.

    Where the ward keeps printed days as they are, there is no print yet to keep: the next working
    day is proposed. A day never leaves its year by that: the last ones go back instead.
    """
    plain = day_in_month(old.year + years, old.month, old.day)
    calendar = rule.calendar
    if calendar.is_working_day(plain):
        return CarriedDay(old, plain)
    note = calendar.note_on(plain)
    named = f" ({note.name})" if note.name else ""
    words = f"{plain:%d/%m/%Y} là {weekday_name(plain)}{named}"
    new = calendar.same_or_next_working_day(plain)
    if rule.day_off is DayOffRule.PREVIOUS or new.year != plain.year:
        new = calendar.same_or_previous_working_day(plain)
    return CarriedDay(old, new, words)


def carried_words(text: str, old_year: int, new_year: int) -> str:
    """Words with the plan's year in them, for the next one; "giai đoạn 2021-2026" stays."""
    return re.sub(
        rf"(?i)\b(năm|quý [ivx0-9]+/|tháng \d+/)(\s*){old_year}\b",
        lambda found: f"{found[1]}{found[2]}{new_year}",
        text,
    )


def carried_deadline_words(text: str | None, old_year: int, new_year: int) -> str | None:
    """A printed deadline for the next year: every mention of the plan's year moves on."""
    return re.sub(rf"(?<!\d){old_year}(?!\d)", str(new_year), text) if text else text
