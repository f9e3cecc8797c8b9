"""Which days a report's figures are of, apart from the day it is due. Pure.

By Decree 09/2019 the figures of a month, quarter, half-year or year run from the 15th of the month
before to the 14th of the period's last month, so a year's run from 15/12 to 14/12.
"""

from __future__ import annotations

from datetime import timedelta

from tracker.core.text_vn import fold
from tracker.settings.rules import DataWindow
from tracker.tasks.rules import Period

FIRST_DAY, LAST_DAY = 15, 14
WEEK_DAYS = 7
# What a task is about when its figures are asked for.
REPORT_WORDS = ("bao cao", "thong ke", "so lieu")


def data_window(period: Period, window: DataWindow) -> Period:
    """The days whose figures belong to the period; a week's are its own."""
    if window is DataWindow.CALENDAR or (period.end - period.start).days < WEEK_DAYS:
        return period
    month_before = period.start.replace(day=1) - timedelta(days=1)
    return Period(month_before.replace(day=FIRST_DAY), period.end.replace(day=LAST_DAY))


def window_words(window: Period) -> str:
    """ "số liệu từ 15/07 đến 14/08/2026"; the first day has its year when it is another."""
    same_year = window.start.year == window.end.year
    start = f"{window.start:%d/%m}" if same_year else f"{window.start:%d/%m/%Y}"
    return f"số liệu từ {start} đến {window.end:%d/%m/%Y}"


def asks_for_figures(*printed: str | None) -> bool:
    """Whether the printed words of a task speak of a report."""
    words = fold(" ".join(part for part in printed if part))
    return any(word in words for word in REPORT_WORDS)
