"""Working days in Vietnam: weekends, public holidays, swapped days off and make-up Saturdays."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

ONE_DAY = timedelta(days=1)

# Days off swapped for a Saturday by the Government which the holidays package does not know:
# 02/01/2026 for 10/01/2026, decided on 25/12/2025.
MORE_SWAPS = {date(2026, 1, 2): date(2026, 1, 10)}


@lru_cache(maxsize=32)
def _days_off(year: int) -> frozenset[date]:
    from holidays import country_holidays

    return frozenset(country_holidays("VN", years=year)) | MORE_SWAPS.keys()


@lru_cache(maxsize=32)
def _make_up_days(year: int) -> frozenset[date]:
    from holidays import country_holidays

    known = frozenset(country_holidays("VN", years=year).weekend_workdays)
    return known.union(MORE_SWAPS.values())


def is_working_day(day: date) -> bool:
    """Whether offices work on the day (Labour Code 2019, Art. 112, and the yearly swaps)."""
    if day in _make_up_days(day.year):
        return True
    return day.weekday() < 5 and day not in _days_off(day.year)


def add_working_days(day: date, count: int) -> date:
    """The day `count` working days after (before, when negative); the day itself not counted."""
    step = ONE_DAY if count >= 0 else -ONE_DAY
    left = abs(count)
    while left:
        day += step
        if is_working_day(day):
            left -= 1
    return day


def same_or_next_working_day(day: date) -> date:
    """The day itself when offices work on it, else the next working day."""
    while not is_working_day(day):
        day += ONE_DAY
    return day


def working_days_between(start: date, end: date) -> int:
    """Working days after `start` up to and with `end`; negative when `end` lies before."""
    if end < start:
        return -working_days_between(end, start)
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(1 for day in days if is_working_day(day))
