"""Where the parts of a target's chart stand. Pure: figures in, coordinates out.

The template draws them as SVG: a line with a mark for each figure, filled where the level was met,
hollow where not, and the level as a dashed line, so that a black-and-white print can be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tracker.core.numbers import decimal_words
from tracker.core.scales import leading_noughts, scale, ticks
from tracker.targets.rules import Level, figure_words, level_words, meets, with_measure

WIDE, NARROW = 720, 340
HEIGHT = 240
LEFT, RIGHT, TOP, BOTTOM = 52, 16, 34, 34
# Between the scale and the first and last mark.
INSET = 20
MOST_LABELS = {WIDE: 12, NARROW: 5}
# From a mark down to the foot of its words.
_WORDS_BELOW = 19


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and the day its period ended."""

    on: date
    value: Fraction
    name: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure on the chart; `label` is empty where there is no room for it."""

    x: float
    y: float
    label: str
    label_y: float
    is_met: bool
    title: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the scale with its words."""

    at: float
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything the template draws, in units of the view box."""

    width: int
    height: int
    left: int
    right: int
    bottom: int
    marks: tuple[Mark, ...]
    line: str
    level_y: float
    level_words: str
    values: tuple[Tick, ...]
    days: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class _Plane:
    """Turns days and values into places."""

    width: int
    first: int
    last: int
    low: float
    high: float

    def x(self, day: date) -> float:
        inner = self.width - LEFT - RIGHT - 2 * INSET
        if self.first == self.last:
            return round(LEFT + INSET + inner / 2, 1)
        share = (day.toordinal() - self.first) / (self.last - self.first)
        return round(LEFT + INSET + share * inner, 1)

    def has_room_for_words(self, day: date) -> bool:
        """On a phone the line would cross them out: only the last figure is written there."""
        return self.width > NARROW or day.toordinal() == self.last

    def y(self, value: float) -> float:
        share = (self.high - value) / (self.high - self.low)
        return round(TOP + share * (HEIGHT - TOP - BOTTOM), 1)


def draw(figures: Sequence[Figure], level: Level, width: int = WIDE) -> Chart:
    """The chart of the figures, which are in order of time and not none."""
    low, high, step = scale([*(float(f.value) for f in figures), float(level.value)])
    plane = _Plane(width, figures[0].on.toordinal(), figures[-1].on.toordinal(), low, high)
    labelled = {at for at in range(len(figures)) if _is_labelled(at, figures, width)}
    level_y = plane.y(float(level.value))
    marks = tuple(
        _mark(figure, level, plane, is_labelled=at in labelled) for at, figure in enumerate(figures)
    )
    return Chart(
        width=width,
        height=HEIGHT,
        left=LEFT,
        right=width - RIGHT,
        bottom=HEIGHT - BOTTOM,
        marks=marks,
        line=" ".join(f"{mark.x},{mark.y}" for mark in marks),
        level_y=level_y,
        level_words=f"Chỉ tiêu {level_words(level)}",
        values=tuple(
            Tick(plane.y(value), _tick_words(value, step, level.measure))
            for value in ticks(low, high, step)
        ),
        days=tuple(
            Tick(marks[at].x, figures[at].on.strftime("%d/%m" if width == NARROW else "%d/%m/%y"))
            for at in sorted(labelled)
        ),
    )


def _mark(figure: Figure, level: Level, plane: _Plane, *, is_labelled: bool) -> Mark:
    words = figure_words(level, figure.value)
    y = plane.y(float(figure.value))
    # The words stand on the far side of the level's line, so that it does not cross them out,
    # but not on the days' words below the scale.
    below = figure.value < level.value and y + _WORDS_BELOW <= HEIGHT - BOTTOM
    return Mark(
        x=plane.x(figure.on),
        y=y,
        label=words if is_labelled and plane.has_room_for_words(figure.on) else "",
        label_y=y + _WORDS_BELOW if below else y - 10,
        is_met=meets(level, figure.value),
        title=f"{figure.name}: {words}",
    )


def _is_labelled(at: int, figures: Sequence[Figure], width: int) -> bool:
    """As many labels as there is room for, evenly, the last one always."""
    every = -(-len(figures) // MOST_LABELS[width])
    return (len(figures) - 1 - at) % every == 0


def _tick_words(value: float, step: float, measure: str) -> str:
    places = 0 if step >= 1 else leading_noughts(step)
    number = decimal_words(Decimal(f"{value:.{places}f}"))
    return with_measure(number, measure) if measure == "%" else number
