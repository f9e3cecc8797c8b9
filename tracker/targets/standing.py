"""A target beside its figures, as of a day. Pure: rows and a day in, what they say out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tracker.core import clock
from tracker.targets.models import Measurement, Target
from tracker.targets.rules import (
    AskedFigure,
    TargetState,
    asked_figure,
    distance_words,
    figure_of,
    figure_words,
    level_words,
    state_of,
)
from tracker.tasks.rules import Period


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a target stands: its figures in force in order of time, the last one the latest."""

    target: Target
    measurements: tuple[Measurement, ...]
    # How deep it stands below the target that it is a part of.
    depth: int = 0

    @property
    def latest(self) -> Measurement | None:
        """The figure that the state hangs on."""
        return self.measurements[-1] if self.measurements else None

    @property
    def figure(self) -> Fraction | None:
        """The latest figure, exactly."""
        return figure_in(self.latest) if self.latest else None

    @property
    def state(self) -> TargetState:
        """Met, not met, not yet measured."""
        return state_of(self.target.level, self.figure)

    @property
    def level_words(self) -> str:
        """The level asked for."""
        return level_words(self.target.level)

    @property
    def figure_words(self) -> str:
        """The latest figure; empty without one."""
        return figure_words(self.target.level, self.figure) if self.figure is not None else ""

    @property
    def distance_words(self) -> str:
        """How far the latest figure is from the level."""
        return distance_words(self.target.level, self.figure)

    def asked(self, today: date) -> AskedFigure | None:
        """The figure that somebody has to enter now, if one is missing."""
        ends = [measurement.period_end for measurement in self.measurements]
        return asked_figure(self.target.timing, ends, today)


def figure_in(measurement: Measurement) -> Fraction | None:
    """What the measurement says, exactly; a base value corrected since is taken as it is now."""
    target = measurement.target
    return figure_of(measurement.entered, target.measure, target.base)


def words_in(measurement: Measurement) -> str:
    """The figure of a measurement in words."""
    figure = figure_in(measurement)
    return figure_words(measurement.target.level, figure) if figure is not None else ""


def in_force(measurements: Iterable[Measurement], as_of: date | None = None) -> list[Measurement]:
    """One figure per period, the last correction of each, known on the day; in order of time.

    Of two that end on one day the one over the longer time comes last: it holds the other.
    """
    last: dict[Period, Measurement] = {}
    for measurement in measurements:
        if as_of is not None and clock.day_in_vietnam(measurement.entered_at) > as_of:
            continue
        present = last.get(measurement.period)
        if present is None or measurement.revision > present.revision:
            last[measurement.period] = measurement
    found = [measurement for measurement in last.values() if not measurement.is_withdrawn]
    return sorted(found, key=lambda m: (m.period_end, -m.period_start.toordinal()))


def standings(targets: Iterable[Target], as_of: date | None = None) -> list[Standing]:
    """The targets in printed order, each part right below what it is a part of."""
    listed = sorted(targets, key=lambda target: (target.plan_id, target.position, target.id))
    present = {target.id for target in listed}
    parts: dict[int | None, list[Target]] = {}
    for target in listed:
        above = target.parent_id if target.parent_id in present else None
        parts.setdefault(above, []).append(target)
    ordered: list[Standing] = []

    def add(target: Target, depth: int) -> None:
        ordered.append(Standing(target, tuple(in_force(target.measurements, as_of)), depth))
        for part in parts.get(target.id, ()):
            add(part, depth + 1)

    for target in parts.get(None, ()):
        add(target, 0)
    return ordered
