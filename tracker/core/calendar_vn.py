"""Working days in Vietnam: weekends, public holidays, swapped days off and make-up Saturdays.

`WorkingCalendar` is a value: what the `holidays` package knows, with the office's own days over it.
Rules take it as an argument, so that a changed calendar can be tried before it is applied.
"""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from types import MappingProxyType, ModuleType
from typing import Any

ONE_DAY = timedelta(days=1)
SATURDAY = 5

# Days off swapped for a Saturday by the Government which the holidays package does not know:
# 02/01/2026 for 10/01/2026, decided on 25/12/2025.
MORE_SWAPS = {date(2026, 1, 2): date(2026, 1, 10)}

_PACKAGE = "holidays"
# Where its part on Vietnam finds what it is made of; in the others it is only looked for.
_PARTS_OF_VIETNAM = frozenset({"chinese", "custom", "international"})


class DaySource(StrEnum):
    """Who says whether offices work on a day: the week, the package of holidays, the office."""

    WEEK = "week"
    PACKAGE = "package"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class OfficeDay:
    """A day on which the office decided otherwise than the package, and by what document."""

    day: date
    is_working: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DayNote:
    """What there is to say about a day. The name is empty on a day like any other."""

    day: date
    is_working: bool
    source: DaySource = DaySource.WEEK
    name: str = ""


@dataclass(frozen=True)
class WorkingCalendar:
    """Which days offices work (Labour Code 2019, Art. 112, the yearly swaps, the office's days).

    Counting walks over lists of a year's working days, not over days, so long spans cost little.
    """

    office_days: tuple[OfficeDay, ...] = ()
    version: int = 0
    _lists: dict[int, Sequence[date]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on the day."""
        days = self.working_days_of(day.year)
        position = bisect_left(days, day)
        return position < len(days) and days[position] == day

    def add_working_days(self, day: date, count: int) -> date:
        """The day `count` working days after (before, if negative); the day itself not counted."""
        if count == 0:
            return day
        year = day.year
        days = self.working_days_of(year)
        if count > 0:
            position = bisect_right(days, day) + count - 1
            while position >= len(days):
                position -= len(days)
                year += 1
                days = self.working_days_of(year)
            return days[position]
        position = bisect_left(days, day) + count
        while position < 0:
            year -= 1
            days = self.working_days_of(year)
            position += len(days)
        return days[position]

    def same_or_next_working_day(self, day: date) -> date:
        """The day itself when offices work on it, else the next working day."""
        return day if self.is_working_day(day) else self.add_working_days(day, 1)

    def same_or_previous_working_day(self, day: date) -> date:
        """The day itself when offices work on it, else the working day before."""
        return day if self.is_working_day(day) else self.add_working_days(day, -1)

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`; negative when `end` lies before."""
        if end < start:
            return -self.working_days_between(end, start)
        whole_years = sum(len(self.working_days_of(year)) for year in range(start.year, end.year))
        before_end = bisect_right(self.working_days_of(end.year), end)
        return whole_years + before_end - bisect_right(self.working_days_of(start.year), start)

    def working_days_of(self, year: int) -> Sequence[date]:
        """The year's working days in order."""
        known = self._lists.get(year)
        if known is None:
            known = self._lists[year] = self._list(year)
        return known

    def note_on(self, day: date) -> DayNote:
        """Whether offices work on the day, who says so, and the name of a holiday or swap."""
        for decided in self.office_days:
            if decided.day == day:
                return DayNote(day, decided.is_working, DaySource.OFFICE, decided.reason)
        return package_note(day)

    def _list(self, year: int) -> Sequence[date]:
        decided = {item.day: item.is_working for item in self.office_days if item.day.year == year}
        named = _named_days(year)
        last = date(year, 12, 31).toordinal()
        days = map(date.fromordinal, range(date(year, 1, 1).toordinal(), last + 1))
        return tuple(day for day in days if decided.get(day, _works(day, named)))


# What the package and the Government's later swaps say, without any office's decisions.
NATIONAL_CALENDAR = WorkingCalendar()


def named_days(year: int) -> frozenset[date]:
    """The year's holidays and make-up days that the package knows."""
    return frozenset(_named_days(year))


def package_note(day: date) -> DayNote:
    """What is said of the day before any office decided about it."""
    named = _named_days(day.year)
    source = DaySource.PACKAGE if day in named else DaySource.WEEK
    name = named[day][1] if day in named else ""
    return DayNote(day, _works(day, named), source, name)


@lru_cache(maxsize=1)
def last_year_with_known_swaps() -> int:
    """The last year whose swapped days off are known; later ones are yet to be decided."""
    static = _package_of_vietnam().VietnamStaticHolidays
    years: list[int] = [*static.special_public_holidays, *(day.year for day in MORE_SWAPS)]
    return max(years)


def _package_of_vietnam() -> Any:
    """The package's part on Vietnam, without 250 other countries and calendars of other faiths.

    Its lists of them load every one, 11 MB for good; lists that load what is asked stand in.
    """
    for name in ("countries", "calendars", "groups"):
        if f"{_PACKAGE}.{name}" not in sys.modules:
            sys.modules[f"{_PACKAGE}.{name}"] = _Listed(f"{_PACKAGE}.{name}")
    return import_module(f"{_PACKAGE}.countries.vietnam")


class _Listed(ModuleType):
    """One of the package's lists; what is asked of it is looked for in its parts, one by one."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        package = find_spec(_PACKAGE)
        folders = package.submodule_search_locations if package else None
        self.__path__ = [str(Path(folder) / name.rpartition(".")[2]) for folder in folders or ()]

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("_"):
            names = (part.name for part in iter_modules(self.__path__))
            parts = sorted(names, key=_is_rarely_asked)
            for part in parts:
                found = getattr(import_module(f"{self.__name__}.{part}"), name, None)
                if found is not None:
                    return found
        raise AttributeError(f"{self.__name__} has no {name}")


def _is_rarely_asked(part: str) -> bool:
    return part not in _PARTS_OF_VIETNAM


def _works(day: date, named: Mapping[date, tuple[bool, str]]) -> bool:
    return named[day][0] if day in named else day.weekday() < SATURDAY


@lru_cache(maxsize=128)
def _named_days(year: int) -> Mapping[date, tuple[bool, str]]:
    """The year's holidays and make-up days: whether offices work on them, and their names.

    A swap may reach over New Year (05/01/2019 was worked for 31/12/2018), so the years beside
    are asked too.
    """
    known = _package_of_vietnam().Vietnam(years=(year - 1, year, year + 1), language="vi")
    days = {day: (False, name) for day, name in known.items()}
    swapped = dict.fromkeys(known.weekend_workdays, "Làm bù")
    for off, worked in MORE_SWAPS.items():
        days[off] = (False, f"Ngày nghỉ (thay cho ngày {worked:%d/%m/%Y})")
        swapped[worked] = f"Làm bù cho ngày {off:%d/%m/%Y}"
    days.update({day: (True, name) for day, name in swapped.items()})
    return MappingProxyType({day: note for day, note in days.items() if day.year == year})
