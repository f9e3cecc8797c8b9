"""Turns printed days into dates: years borrowed where they stand, impossible days named."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from tracker.reading.deadlines.clues import MONTH_END, Clues, DayInYear, Due, Setting


@dataclass(slots=True)
class Resolved:
    """The dates of a phrase with what must be said about them."""

    dates: set[date] = field(default_factory=set)
    starts_on: date | None = None
    notes: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def shown(day: date) -> str:
    """A date as offices write it."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def resolve(clues: Clues, setting: Setting) -> Resolved:
    """All dates of the phrase; a day that does not exist or has no year gives a doubt instead."""
    resolved = Resolved()
    dues = _with_years_borrowed(sorted(clues.dues, key=lambda due: due.place), resolved)
    for due in dues:
        _resolve_due(due, setting, resolved)
    for beginning in clues.beginnings:
        resolved.starts_on = _date_of(beginning.day, setting, resolved)
    _warn_of_strange_years(resolved, setting)
    return resolved


def _with_years_borrowed(dues: list[Due], resolved: Resolved) -> list[Due]:
    """A day without a year takes the year printed next after it, or else last before it."""
    borrowed: list[Due] = []
    following: DayInYear | None = None
    for due in reversed(dues):
        borrowed.insert(0, _borrow(due, following, resolved))
        dated = [day for day in borrowed[0].days if day.year is not None]
        following = dated[0] if dated else following
    previous: DayInYear | None = None
    for index, due in enumerate(borrowed):
        borrowed[index] = _borrow(due, previous, resolved)
        dated = [day for day in borrowed[index].days if day.year is not None]
        previous = dated[-1] if dated else previous
    return borrowed


def _borrow(due: Due, lender: DayInYear | None, resolved: Resolved) -> Due:
    if lender is None or lender.year is None or all(day.year is not None for day in due.days):
        return due
    days = tuple(
        day if day.year is not None else replace(day, year=lender.year) for day in due.days
    )
    return replace(due, days=days)


def _resolve_due(due: Due, setting: Setting, resolved: Resolved) -> None:
    if due.doubt:
        resolved.doubts.append(due.doubt)
    found = [_date_of(day, setting, resolved) for day in due.days]
    dates = [day + timedelta(days=due.shift) for day in found if day is not None]
    resolved.dates.update(dates)
    if due.note and dates:
        resolved.notes.append(due.note)
    if due.begins is not None and dates:
        _resolve_begin(due.begins, min(dates), resolved)


def _resolve_begin(begins: DayInYear, last: date, resolved: Resolved) -> None:
    year = begins.year if begins.year is not None else last.year
    start = _calendar_date(year, begins.month, begins.day)
    if start is None:
        resolved.doubts.append(_impossible(begins, year))
    elif start > last:
        resolved.doubts.append(f"ngày bắt đầu {shown(start)} đứng sau ngày kết thúc")
    else:
        resolved.starts_on = start


def _date_of(day: DayInYear, setting: Setting, resolved: Resolved) -> date | None:
    year = day.year if day.year is not None else setting.year
    if year is None:
        resolved.doubts.append("không ghi năm và chưa biết năm của kế hoạch")
        return None
    found = _calendar_date(year, day.month, day.day)
    if found is None:
        resolved.doubts.append(_impossible(day, year))
    elif day.year is None:
        resolved.notes.append(f"năm không ghi, lấy theo năm của kế hoạch: {year}")
    return found


def _calendar_date(year: int, month: int, day: int) -> date | None:
    if not (1 <= month <= 12 and 1 < year < 9999):
        return None
    last = calendar.monthrange(year, month)[1]
    if day == MONTH_END:
        return date(year, month, last)
    return date(year, month, day) if 1 <= day <= last else None


def _impossible(day: DayInYear, year: int) -> str:
    return f"không có ngày {day.day:02}/{day.month:02}/{year}"


def _warn_of_strange_years(resolved: Resolved, setting: Setting) -> None:
    dates = sorted(resolved.dates)
    if not dates:
        return
    if setting.year is not None and not _near(dates, resolved.starts_on, setting.year):
        resolved.doubts.append(f"năm ghi trong ô cách xa năm của kế hoạch ({setting.year})")
    if setting.plan_date is not None and dates[0] < setting.plan_date:
        resolved.doubts.append(
            f"mốc {shown(dates[0])} đứng trước ngày ban hành kế hoạch {shown(setting.plan_date)}"
        )


def _near(dates: list[date], starts_on: date | None, year: int) -> bool:
    """Dates of the plan's year or the next one; a range may run on when it covers the plan's year."""
    first = min(dates[0], starts_on or dates[0]).year
    if starts_on is not None and first <= year <= dates[-1].year:
        return True
    return year <= first and dates[-1].year <= year + 1
