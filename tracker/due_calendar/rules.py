"""A month as weeks, and the words of its days. Pure."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from tracker.core.forms import FIRST_YEAR, LAST_YEAR

WEEKDAY_WORDS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
_MONTH = re.compile(r"(\d{4})-(\d{2})")


def month_asked_for(text: str, today: date) -> date:
    """The first day of the month an address names as 2026-08; this month when it names none."""
    found = _MONTH.fullmatch(text)
    if found is not None:
        year, month = int(found[1]), int(found[2])
        if FIRST_YEAR < year < LAST_YEAR and 1 <= month <= 12:
            return date(year, month, 1)
    return today.replace(day=1)


def days_shown(first: date) -> list[date]:
    """The days of whole weeks, Monday to Sunday, that hold the month."""
    last = first.replace(day=monthrange(first.year, first.month)[1])
    start = first - timedelta(days=first.weekday())
    end = last + timedelta(days=6 - last.weekday())
    return [start + timedelta(days=number) for number in range((end - start).days + 1)]


def month_before(first: date) -> date:
    """The first day of the month before."""
    return (first - timedelta(days=1)).replace(day=1)


def month_after(first: date) -> date:
    """The first day of the month after."""
    return (first + timedelta(days=31)).replace(day=1)
