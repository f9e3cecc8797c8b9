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
    dues = _with_years_borrowed(sorted(clues.dues, key=lambda due: due.place))
    found = [(due, _resolve_due(due, setting, resolved)) for due in dues]
    resolved.doubts += [*_dues_within_periods(found), *_dues_beside_years(clues.dues)]
    _resolve_terms(clues, resolved)
    _resolve_beginnings(clues, setting, resolved)
    _warn_of_strange_years(resolved, setting)
    return resolved


def _with_years_borrowed(dues: list[Due]) -> list[Due]:
    """A day without a year takes the year printed next after it, or else last before it."""
    backwards: list[Due] = []
    lender: DayInYear | None = None
    for due in reversed(dues):
        backwards.append(_borrow_from_later(due, lender))
        lender = next((day for day in backwards[-1].days if day.year is not None), lender)
    forwards: list[Due] = []
    lender = None
    for due in reversed(backwards):
        forwards.append(_with_year(due, lender))
        lender = next((day for day in reversed(forwards[-1].days) if day.year), lender)
    return forwards


def _borrow_from_later(due: Due, lender: DayInYear | None) -> Due:
    """Not from a day that would then come first ("trước 15/12, báo cáo trước 10/01/2027")."""
    if lender is None or any(_order(day) > _order(lender) for day in due.days):
        return due
    return _with_year(due, lender)


def _with_year(due: Due, lender: DayInYear | None) -> Due:
    if lender is None or any(day.year is not None for day in due.days):
        return due
    return replace(due, days=tuple(replace(day, year=lender.year) for day in due.days))


def _order(day: DayInYear) -> tuple[int, int]:
    return day.month, 31 if day.day == MONTH_END else day.day


def _dues_within_periods(found: list[tuple[Due, list[date]]]) -> list[str]:
    """ "Quý II/2026, trước 15/6": the day lies in the quarter, both are perhaps one deadline."""
    doubts = []
    for due, dates in found:
        if due.opens is None or len(dates) != 1:
            continue
        opens = _calendar_date(dates[0].year, due.opens.month, due.opens.day)
        others = [day for other, days in found if other is not due for day in days]
        doubts += [
            f"mốc {shown(day)} nằm trong kỳ kết thúc ngày {shown(dates[0])}, có thể chỉ là một mốc"
            for day in others
            if opens is not None and opens <= day < dates[0]
        ]
    return doubts


def _dues_beside_years(dues: list[Due]) -> list[str]:
    """ "Trước 15/3 các năm 2026-2030": the day is perhaps one of each of these years."""
    several = any(len({day.year for day in _named(due) if day.year}) > 1 for due in dues)
    open_ones = any(due.days and all(day.year is None for day in due.days) for due in dues)
    return ["mốc không ghi năm đứng cạnh nhiều năm"] if several and open_ones else []


def _named(due: Due) -> list[DayInYear]:
    return [*due.days, *([due.begins] if due.begins is not None else [])]


def _resolve_due(due: Due, setting: Setting, resolved: Resolved) -> list[date]:
    """The dates of one due, added to all; empty when it has none that can be said."""
    if due.doubt:
        resolved.doubts.append(due.doubt)
    if due.begins is not None and _runs_over_an_unnamed_year(due):
        resolved.doubts.append("khoảng thời gian vắt qua hai năm mà không ghi năm")
        return []
    found = [_date_of(day, setting, resolved) for day in due.days]
    dates = [day + timedelta(days=due.shift) for day in found if day is not None]
    resolved.dates.update(dates)
    if due.note and dates:
        resolved.notes.append(due.note)
    if due.begins is not None and dates:
        _resolve_start(due.begins, dates[0], setting, resolved)
    return dates


def _runs_over_an_unnamed_year(due: Due) -> bool:
    last = due.days[0]
    return last.year is None and due.begins is not None and _order(due.begins) > _order(last)


def _resolve_start(begins: DayInYear, last: date, setting: Setting, resolved: Resolved) -> None:
    """The first day of a range; without a year of its own it is the last one before the end."""
    year = last.year if begins.year is None else begins.year
    start = _calendar_date(year, begins.month, begins.day)
    if start is not None and start > last and begins.year is None:
        start = _calendar_date(year - 1, begins.month, begins.day)
        if start is not None and year == setting.year:
            resolved.doubts.append(
                f"khoảng thời gian bắt đầu từ {shown(start)}, trước năm kế hoạch"
            )
    if start is None:
        resolved.doubts.append(_impossible(begins, year))
    elif start > last:
        resolved.doubts.append(f"ngày bắt đầu {shown(start)} đứng sau ngày kết thúc")
    else:
        resolved.starts_on = start


def _resolve_terms(clues: Clues, resolved: Resolved) -> None:
    """A term counted from a known day is a date like any other."""
    for event in clues.events:
        if event.due is not None and event.counted_from is not None:
            resolved.dates.add(event.due)
            resolved.notes.append(f"đếm từ ngày liền sau ngày {shown(event.counted_from)}")
            resolved.doubts += [event.doubt] if event.doubt else []


def _resolve_beginnings(clues: Clues, setting: Setting, resolved: Resolved) -> None:
    for beginning in clues.beginnings:
        if resolved.dates and beginning.day.year is None:
            _resolve_start(beginning.day, min(resolved.dates), setting, resolved)
            continue
        start = _date_of(beginning.day, setting, resolved)
        if start is not None:
            resolved.starts_on = start + timedelta(days=beginning.shift)


def _date_of(day: DayInYear, setting: Setting, resolved: Resolved) -> date | None:
    year = day.year if day.year is not None else setting.year
    if year is None and setting.plan_date is not None:
        year = setting.plan_date.year
        resolved.doubts.append("năm của kế hoạch được lấy theo ngày ban hành")
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
    if not resolved.dates:
        return
    first, last = min(resolved.dates), max(resolved.dates)
    begins = min(first, resolved.starts_on or first)
    if setting.year is not None and not _near(begins, last, resolved, setting.year):
        resolved.doubts.append(f"năm ghi trong ô lệch với năm của kế hoạch ({setting.year})")
    if setting.plan_date is not None and first < setting.plan_date:
        issued = shown(setting.plan_date)
        resolved.doubts.append(f"mốc {shown(first)} đứng trước ngày ban hành kế hoạch {issued}")


def _near(begins: date, last: date, resolved: Resolved, year: int) -> bool:
    """Within the plan's year or the next; a range may run on when it covers the plan's year."""
    if resolved.starts_on is not None and begins.year <= year <= last.year:
        return True
    return year <= begins.year and last.year <= year + 1
