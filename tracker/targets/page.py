"""What the page of one target is drawn from."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.targets.chart import NARROW, WIDE, Chart, Figure, draw
from tracker.targets.models import Measurement, Target
from tracker.targets.rules import TargetState, distance_words, span_words, state_of
from tracker.targets.standing import Standing, figure_in, in_force, words_in


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the history; what was replaced since is shown as such."""

    measurement: Measurement
    period: str
    figure: str
    distance: str
    state: TargetState
    is_in_force: bool


def standing_of(target: Target) -> Standing:
    """Where the target stands today."""
    return Standing(target, tuple(in_force(target.measurements)))


def history_of(target: Target) -> list[Line]:
    """Every figure ever entered, the latest period first, corrections above what they replaced."""
    in_use = {measurement.id for measurement in in_force(target.measurements)}
    ordered = sorted(
        target.measurements,
        key=lambda m: (m.period_end, -m.period_start.toordinal(), m.revision),
        reverse=True,
    )
    return [_line(measurement, measurement.id in in_use) for measurement in ordered]


def charts_of(target: Target) -> list[Chart]:
    """The chart for wide and for narrow screens; none before there are figures."""
    figures = [
        Figure(measurement.period_end, figure, span_words(measurement.period))
        for measurement in in_force(target.measurements)
        if (figure := figure_in(measurement)) is not None
    ]
    return [draw(figures, target.level, width) for width in (WIDE, NARROW)] if figures else []


def _line(measurement: Measurement, is_in_force: bool) -> Line:
    figure = figure_in(measurement)
    level = measurement.target.level
    return Line(
        measurement=measurement,
        period=span_words(measurement.period),
        figure=words_in(measurement),
        distance=distance_words(level, figure),
        state=state_of(level, figure),
        is_in_force=is_in_force,
    )
