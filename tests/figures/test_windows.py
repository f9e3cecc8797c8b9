"""The days that figures are of."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.figures.windows import after, before, chosen_days, window_holding
from tracker.reading.result import Rhythm
from tracker.settings.rules import DataWindow

REPORT, CALENDAR = DataWindow.REPORT, DataWindow.CALENDAR


@pytest.mark.parametrize(
    ("kind", "by", "day", "first", "last", "name"),
    [
        (Rhythm.MONTHLY, REPORT, (2026, 8, 14), (2026, 7, 15), (2026, 8, 14), "Tháng 8/2026"),
        (Rhythm.MONTHLY, REPORT, (2026, 8, 15), (2026, 8, 15), (2026, 9, 14), "Tháng 9/2026"),
        (Rhythm.MONTHLY, REPORT, (2026, 12, 20), (2026, 12, 15), (2027, 1, 14), "Tháng 1/2027"),
        (Rhythm.QUARTERLY, REPORT, (2026, 8, 5), (2026, 6, 15), (2026, 9, 14), "Quý III/2026"),
        (
            Rhythm.HALF_YEARLY,
            REPORT,
            (2026, 6, 14),
            (2025, 12, 15),
            (2026, 6, 14),
            "6 tháng đầu năm 2026",
        ),
        (
            Rhythm.HALF_YEARLY,
            REPORT,
            (2026, 6, 15),
            (2026, 6, 15),
            (2026, 12, 14),
            "6 tháng cuối năm 2026",
        ),
        (Rhythm.YEARLY, REPORT, (2026, 12, 15), (2026, 12, 15), (2027, 12, 14), "Năm 2027"),
        (Rhythm.YEARLY, CALENDAR, (2026, 12, 15), (2026, 1, 1), (2026, 12, 31), "Năm 2026"),
        (
            Rhythm.WEEKLY,
            REPORT,
            (2026, 8, 5),
            (2026, 8, 3),
            (2026, 8, 9),
            "Tuần 03/08–09/08/2026",
        ),
    ],
)
def test_the_window_that_holds_a_day(
    kind: Rhythm,
    by: DataWindow,
    day: tuple[int, int, int],
    first: tuple[int, int, int],
    last: tuple[int, int, int],
    name: str,
) -> None:
    window = window_holding(kind, date(*day), by)
    assert (window.first, window.last, window.name) == (date(*first), date(*last), name)


@given(
    st.dates(date(2024, 1, 1), date(2028, 12, 31)),
    st.sampled_from(list(Rhythm)),
    st.sampled_from(list(DataWindow)),
)
def test_windows_follow_each_other_without_gap_or_overlap(
    day: date, kind: Rhythm, by: DataWindow
) -> None:
    window = window_holding(kind, day, by)
    assert window.first <= day <= window.last
    following = after(window)
    assert following.first == window.last + timedelta(days=1)
    assert before(following) == window
    assert window.year_starts_on <= window.first


def test_two_chosen_days_have_neighbours_of_the_same_length() -> None:
    window = chosen_days(date(2026, 7, 1), date(2026, 7, 10), REPORT)
    assert (before(window).first, before(window).last) == (date(2026, 6, 21), date(2026, 6, 30))
    assert (after(window).first, after(window).last) == (date(2026, 7, 11), date(2026, 7, 20))


def test_days_begin_and_end_in_vietnam_and_a_running_window_is_of_now() -> None:
    window = window_holding(Rhythm.MONTHLY, date(2026, 8, 5), REPORT)
    assert window.starts_at == datetime(2026, 7, 14, 17, 0, tzinfo=UTC)
    assert window.ends_at == datetime(2026, 8, 14, 16, 59, 59, 999999, tzinfo=UTC)
    now = datetime(2026, 8, 5, 1, 0, tzinfo=UTC)
    assert window.as_of(now) == now
    assert not window.has_ended(now)
    assert window.as_of(datetime(2026, 9, 1, tzinfo=UTC)) == window.ends_at
