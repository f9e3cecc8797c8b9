"""The spans of days that figures are of. Pure: a day in, the window that holds it out.

By Decree 09/2019 figures run from the 15th to the 14th (see tasks/data_windows.py), or by the
calendar where the reader wants so. A half-year or year may begin in the year before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from tracker.core.clock import day_in_vietnam, from_vietnam
from tracker.reading.result import Rhythm
from tracker.settings.rules import DataWindow
from tracker.tasks.data_windows import data_window
from tracker.tasks.rules import Period, period_of, period_words

ONE_DAY = timedelta(days=1)
MOMENT = timedelta(microseconds=1)
# The longest span of two chosen days.
LONGEST = timedelta(days=366 * 5)


@dataclass(frozen=True, slots=True)
class Window:
    """The days figures are of, both counted. `kind` is None for two chosen days."""

    first: date
    last: date
    kind: Rhythm | None
    by: DataWindow
    name: str

    @property
    def starts_at(self) -> datetime:
        """The first moment of the first day in Vietnam."""
        return _first_moment(self.first)

    @property
    def ends_at(self) -> datetime:
        """The last moment of the last day in Vietnam."""
        return _last_moment(self.last)

    @property
    def days_words(self) -> str:
        """ "15/07/2026 – 14/08/2026"."""
        return f"{self.first:%d/%m/%Y} – {self.last:%d/%m/%Y}"

    @property
    def year_starts_on(self) -> date:
        """The first day of the year of reports that the window begins in."""
        return _first_day_of_year(self.first, self.by)

    def as_of(self, now: datetime) -> datetime:
        """The moment its figures are of: its end, or now while it runs."""
        return min(self.ends_at, now)

    def has_ended(self, now: datetime) -> bool:
        """Whether nothing that happens from now on falls into it."""
        return self.ends_at < now

    def has_begun(self, now: datetime) -> bool:
        """Whether there is anything to count yet."""
        return self.first <= day_in_vietnam(now)


def window_holding(kind: Rhythm, day: date, by: DataWindow) -> Window:
    """The week, month, quarter, half-year or year whose figures the day belongs to."""
    period = period_of(kind, day)
    span = data_window(period, by)
    if day > span.end:
        period = period_of(kind, period.end + ONE_DAY)
        span = data_window(period, by)
    return _window(kind, period, span, by)


def chosen_days(first: date, last: date, by: DataWindow) -> Window:
    """Two days as the reader chose them."""
    return Window(first, last, None, by, f"Từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}")


def before(window: Window) -> Window:
    """The window that ends the day before it begins, of the same kind or length."""
    if window.kind is not None:
        return window_holding(window.kind, window.first - ONE_DAY, window.by)
    return chosen_days(
        window.first - (window.last - window.first) - ONE_DAY, window.first - ONE_DAY, window.by
    )


def after(window: Window) -> Window:
    """The window that begins the day after it ends, of the same kind or length."""
    if window.kind is not None:
        return window_holding(window.kind, window.last + ONE_DAY, window.by)
    return chosen_days(
        window.last + ONE_DAY, window.last + ONE_DAY + (window.last - window.first), window.by
    )


def month_words(day: date, by: DataWindow) -> str:
    """The month of reports that the day belongs to."""
    return window_holding(Rhythm.MONTHLY, day, by).name


# Asked of every row that is counted in the window.
@lru_cache(maxsize=64)
def _first_moment(day: date) -> datetime:
    return from_vietnam(datetime.combine(day, time.min))


@lru_cache(maxsize=64)
def _last_moment(day: date) -> datetime:
    return from_vietnam(datetime.combine(day, time.max))


@lru_cache(maxsize=64)
def _first_day_of_year(day: date, by: DataWindow) -> date:
    return window_holding(Rhythm.YEARLY, day, by).first


def _window(kind: Rhythm, period: Period, span: Period, by: DataWindow) -> Window:
    return Window(span.start, span.end, kind, by, period_words(kind, period))
