"""Where the parts of the charts stand. Pure: figures in, coordinates out.

The templates draw them as SVG: classes differ by pattern, days by the number written in them, lines
by their dashes, so that a black-and-white print can be read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.core.scales import scale, ticks
from tracker.figures.grouping import Line
from tracker.figures.rules import CLASS_MEASURES, MEASURE_WORDS, Measure
from tracker.figures.windows import Window
from tracker.tasks.rules import day_in_month

WIDE, NARROW = 720, 340
# Bars: the name above, the bar below it, the sum at its end.
NAME_HEIGHT, BAR_HEIGHT, ROW_HEIGHT = 16, 18, 46
SUM_WIDTH = 40
# Narrower parts have no room for their number.
ROOM_FOR_NUMBER = 18
MOST_BARS = 30
ROOM_FOR_DAY = 44
LETTER = 7.2
# The course over the year.
HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 240, 40, 22, 16, 30
# The heat of days.
MOST_MONTHS = 14
LEVELS = 4
MONTH_LABEL = 64
DAY_LABEL = 26


@dataclass(frozen=True, slots=True)
class Part:
    """One class within a bar."""

    measure: Measure
    x: float
    width: float
    count: int
    title: str

    @property
    def middle(self) -> float:
        """Where its number stands."""
        return round(self.x + self.width / 2, 1)

    @property
    def has_room(self) -> bool:
        """Whether the number fits."""
        return self.width >= ROOM_FOR_NUMBER


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of the table."""

    name: str
    full_name: str
    y: float
    parts: tuple[Part, ...]
    end: float
    total: int


@dataclass(frozen=True, slots=True)
class Bars:
    """All bars, as long as their work is much."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Point:
    """A day of the course: what is left, and what would be left if all were in time."""

    on: date
    planned: int
    left: int | None
    x: float = 0.0
    planned_y: float = 0.0
    left_y: float = 0.0
    has_label: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """Two lines over the window."""

    width: int
    height: int
    left: int
    right: int
    bottom: int
    points: tuple[Point, ...]
    ticks: tuple[tuple[float, int], ...]

    @property
    def planned_line(self) -> str:
        """The corners of the dashed line."""
        return " ".join(f"{point.x},{point.planned_y}" for point in self.points)

    @property
    def left_line(self) -> str:
        """The corners of the full line, up to today."""
        return " ".join(f"{p.x},{p.left_y}" for p in self.points if p.left is not None)


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the heat; the day itself says how many are due."""

    on: date
    count: int
    level: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Heat:
    """The days of the window, a row for each month; on a phone a column."""

    width: int
    height: float
    cell: float
    days: tuple[Day, ...]
    labels: tuple[tuple[float, float, str], ...]


def bars(lines: Sequence[Line], width: int) -> Bars:
    """A bar for each line, the longest as wide as the chart; of very many lines the fullest."""
    counted = [line for line in lines if line.figures[Measure.TOTAL]]
    fullest = sorted(counted, key=lambda line: -line.figures[Measure.TOTAL])[:MOST_BARS]
    kept = [line for line in counted if line in fullest]
    most = max((line.figures[Measure.TOTAL] for line in kept), default=1)
    unit = (width - SUM_WIDTH) / most
    letters = int(width / LETTER)
    drawn = tuple(_bar(line, place, unit, letters) for place, line in enumerate(kept))
    return Bars(width, ROW_HEIGHT * len(drawn), drawn, len(counted) - len(drawn))


def course(items: Iterable[tuple[date, date | None]], window: Window, today: date) -> list[Point]:
    """What is due in the window, month by month: still to do, and due only later.

    Each item is its due day and the day it was handed in (of what was accepted); a Counter says
    how many there are.
    """
    due_days, done_days = Counter[date](), Counter[date | None]()
    for (due_on, done_on), number in Counter(items).items():
        due_days[due_on] += number
        done_days[done_on] += number
    days = [window.first - timedelta(days=1), *_month_ends(window)]
    return [
        Point(
            on=day,
            planned=sum(number for due_on, number in due_days.items() if due_on > day),
            left=_left(done_days, day) if day <= today else None,
        )
        for day in _with_today(days, window, today)
    ]


def draw_course(points: Sequence[Point], width: int) -> Course:
    """Place the points on a plane that begins at nought."""
    values = [0.0, *(float(max(p.planned, p.left or 0)) for p in points)]
    _low, high, step = scale(values)
    step, high = max(step, 1.0), max(high, 1.0)
    first, last = points[0].on.toordinal(), points[-1].on.toordinal()
    inner_width, inner_height = width - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def x(day: date) -> float:
        return round(LEFT + inner_width * (day.toordinal() - first) / max(1, last - first), 1)

    def y(value: float) -> float:
        return round(TOP + inner_height * (high - value) / high, 1)

    labelled = _labelled([x(point.on) for point in points])
    placed = tuple(
        Point(p.on, p.planned, p.left, x(p.on), y(p.planned), y(p.left or 0), x(p.on) in labelled)
        for p in points
    )
    marks = tuple((y(value), round(value)) for value in ticks(0, high, step) if value <= high)
    return Course(width, HEIGHT, LEFT, width - RIGHT, HEIGHT - BOTTOM, placed, marks)


def heat(due_days: Iterable[date], window: Window, width: int) -> Heat | None:
    """How many are due on each day; None over more months than can be drawn.

    A Counter of days says how many there are.
    """
    found = Counter(due_days).items()
    counts = Counter({day: n for day, n in found if window.first <= day <= window.last})
    months = _months(window)
    if len(months) > MOST_MONTHS:
        return None
    most = max(counts.values(), default=1)
    is_wide = width == WIDE
    cell = (width - MONTH_LABEL) / 31 if is_wide else (width - DAY_LABEL) / len(months)
    cell = int(min(cell, 26) * 10) / 10
    days: list[Day] = []
    labels: list[tuple[float, float, str]] = []
    for place, month in enumerate(months):
        words = f"{month:%m/%Y}" if is_wide else str(month.month)
        across, down = MONTH_LABEL - 8, DAY_LABEL + cell * (place + 0.7)
        labels.append(
            (across, down, words) if is_wide else (DAY_LABEL + cell * (place + 0.5), 14, words)
        )
        for number in range(1, 32):
            if number > day_in_month(month.year, month.month, 31).day:
                continue
            day = month.replace(day=number)
            if not window.first <= day <= window.last:
                continue
            count = counts[day]
            level = -(-count * LEVELS // most)
            x = MONTH_LABEL + cell * (number - 1) if is_wide else DAY_LABEL + cell * place
            y = DAY_LABEL + cell * (place if is_wide else number - 1)
            days.append(Day(day, count, level, round(x, 1), round(y, 1)))
    labels += _day_labels(cell, is_wide=is_wide)
    height = DAY_LABEL + cell * (len(months) if is_wide else 31)
    return Heat(width, round(height + 2, 1), cell, tuple(days), tuple(labels))


def _bar(line: Line, place: int, unit: float, letters: int) -> Bar:
    x, parts = 0.0, []
    for measure in CLASS_MEASURES:
        count = line.figures[measure]
        if count:
            title = f"{line.name}: {MEASURE_WORDS[measure].lower()} {count}"
            parts.append(Part(measure, round(x, 1), round(count * unit, 1), count, title))
            x += count * unit
    name = line.name if len(line.name) <= letters else line.name[: letters - 1] + "…"
    total = line.figures[Measure.TOTAL]
    return Bar(name, line.name, place * ROW_HEIGHT, tuple(parts), round(x + 6, 1), total)


def _labelled(places: Sequence[float]) -> set[float]:
    """The places with room for a day's words, from the last one backwards."""
    kept: list[float] = []
    for place in reversed(places):
        if not kept or kept[-1] - place >= ROOM_FOR_DAY:
            kept.append(place)
    return set(kept)


def _left(done_days: Mapping[date | None, int], day: date) -> int:
    return sum(n for done_on, n in done_days.items() if done_on is None or done_on > day)


def _month_ends(window: Window) -> list[date]:
    ends = [day_in_month(month.year, month.month, 31) for month in _months(window)]
    return sorted({min(day, window.last) for day in ends})


def _with_today(days: Sequence[date], window: Window, today: date) -> list[date]:
    shown = {*days, today} if window.first <= today <= window.last else set(days)
    return sorted(shown)


def _months(window: Window) -> list[date]:
    first, last = window.first.replace(day=1), window.last
    found = []
    while first <= last:
        found.append(first)
        first = (first + timedelta(days=32)).replace(day=1)
    return found


def _day_labels(cell: float, *, is_wide: bool) -> list[tuple[float, float, str]]:
    numbers = (1, 5, 10, 15, 20, 25, 30)
    if is_wide:
        return [(MONTH_LABEL + cell * (n - 0.5), 14.0, str(n)) for n in numbers]
    return [(DAY_LABEL / 2 - 3, DAY_LABEL + cell * (n - 0.3), str(n)) for n in numbers]
