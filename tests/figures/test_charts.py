"""The charts: as much ink as there is work, readable without colour."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from tracker.figures.charts import (
    MOST_BARS,
    NARROW,
    SUM_WIDTH,
    WIDE,
    bars,
    course,
    draw_course,
    heat,
)
from tracker.figures.grouping import Line
from tracker.figures.rules import Basis, FigureRow, Measure, figures_of
from tracker.figures.windows import chosen_days, window_holding
from tracker.progress.rules import TimingClass
from tracker.reading.result import Rhythm
from tracker.settings.rules import DataWindow

YEAR = window_holding(Rhythm.YEARLY, date(2026, 8, 5), DataWindow.REPORT)


def line(name: str, *classes: TimingClass) -> Line:
    rows = [FigureRow(n, 1, 1, current=kind, original=kind) for n, kind in enumerate(classes)]
    return Line(name, name, figures_of(rows, Basis.CURRENT))


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_bar_is_as_long_as_its_work_and_its_parts_as_their_share(width: int) -> None:
    much = line("Nhiều", *[TimingClass.DONE_ON_TIME] * 6, *[TimingClass.OPEN_OVERDUE] * 2)
    little = line("Ít", *[TimingClass.OPEN_IN_TIME] * 2)
    first, second = bars([much, little, line("Không có")], width).bars
    assert [(part.measure, part.count) for part in first.parts] == [
        (Measure.DONE_ON_TIME, 6),
        (Measure.OPEN_OVERDUE, 2),
    ]
    assert sum(part.width for part in first.parts) == pytest.approx(width - SUM_WIDTH, abs=0.2)
    assert first.parts[0].width == pytest.approx(3 * first.parts[1].width, abs=0.2)
    assert second.parts[0].width == pytest.approx(first.parts[1].width, abs=0.2)
    assert first.parts[1].title == "Nhiều: đang thực hiện, quá hạn 2"


def test_of_very_many_lines_the_fullest_are_drawn_and_the_rest_is_counted() -> None:
    many = [line(f"Mục {number}", *[TimingClass.OPEN_IN_TIME] * number) for number in range(1, 41)]
    chart = bars(many, WIDE)
    assert len(chart.bars) == MOST_BARS
    assert chart.left_out == 10
    assert chart.bars[-1].total == 40
    assert len(bars([line("Rất dài " * 30, TimingClass.OPEN_IN_TIME)], NARROW).bars[0].name) < 50


def test_the_course_counts_what_is_left_and_what_would_be() -> None:
    items = [
        (date(2026, 7, 10), date(2026, 7, 5)),
        (date(2026, 7, 31), None),
        (date(2026, 9, 30), None),
    ]
    points = {point.on: point for point in course(items, YEAR, date(2026, 8, 5))}
    assert (points[YEAR.first.replace(day=14)].planned, points[date(2026, 6, 30)].left) == (3, 3)
    assert (points[date(2026, 7, 31)].planned, points[date(2026, 7, 31)].left) == (1, 2)
    assert points[date(2026, 8, 5)].left == 2
    assert points[date(2026, 8, 31)].left is None
    assert points[YEAR.last].planned == 0
    drawn = draw_course(list(points.values()), NARROW)
    labels = [point.x for point in drawn.points if point.has_label]
    assert all(after - before >= 44 for before, after in pairwise(labels))
    assert drawn.ticks[0] == (drawn.bottom, 0)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_each_day_of_the_window_is_drawn_once_with_what_is_due(width: int) -> None:
    due = [date(2026, 7, 10)] * 8 + [date(2026, 7, 11), date(2027, 1, 1)]
    chart = heat(due, YEAR, width)
    assert chart is not None
    assert len(chart.days) == (YEAR.last - YEAR.first).days + 1
    assert {day.on: (day.count, day.level) for day in chart.days if day.count} == {
        date(2026, 7, 10): (8, 4),
        date(2026, 7, 11): (1, 1),
    }
    assert all(day.x >= 0 and day.x + chart.cell <= width for day in chart.days)
    assert all(day.y + chart.cell <= chart.height for day in chart.days)


def test_years_of_days_are_not_drawn() -> None:
    years = chosen_days(date(2024, 1, 1), date(2026, 8, 1), DataWindow.REPORT)
    assert heat([date(2026, 7, 1)], years, WIDE) is None
