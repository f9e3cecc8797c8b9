"""How the ward stands today, and what became worse: today beside the same weekday a week ago.

Everything is derived. The past is judged by the due days that were in force then: an extension
granted since does not make last week's late work timely, nor a day moved forward make it late. The
six classes are those of "Số liệu" for the year of reports, so that the two pages never differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from tracker.core import clock
from tracker.figures.history import row_in
from tracker.figures.queries import judged
from tracker.figures.windows import MOMENT, Window, chosen_days, window_holding
from tracker.plans.rules import PlanState
from tracker.progress.history import History, facts_at
from tracker.progress.models import Contribution
from tracker.progress.queries import contributions_by_id
from tracker.progress.rules import (
    ContributionStatus,
    TimingClass,
    is_due_soon,
    timing_class,
)
from tracker.reading.result import Rhythm
from tracker.settings.queries import ward_settings
from tracker.units.models import Unit
from tracker.units.queries import all_units

WEEK = timedelta(days=7)

# Where a row that became worse stands: the longest late first, then by its unit's name.
_Place = tuple[int, str, int]


@dataclass(slots=True)
class UnitStanding:
    """What one unit owes today, and how much of it was overdue a week ago."""

    unit: Unit
    overdue: int = 0
    overdue_before: int = 0
    soon: int = 0
    waiting: int = 0

    @property
    def change(self) -> int:
        """More (positive) or fewer overdue than a week ago."""
        return self.overdue - self.overdue_before

    def add(self, part: _Verdict) -> None:
        """Count a part of the unit's in."""
        self.overdue += part.is_overdue
        self.overdue_before += part.was_overdue
        self.soon += part.is_soon
        self.waiting += part.is_waiting


@dataclass(frozen=True, slots=True)
class Worse:
    """A part that is overdue and was not a week ago."""

    contribution: Contribution
    days: int


@dataclass(slots=True)
class Overview:
    """The whole ward: six classes of the year, the units, what became worse."""

    window: Window
    counts: Counter[TimingClass] = field(default_factory=Counter)
    units: list[UnitStanding] = field(default_factory=list)
    worse: list[Worse] = field(default_factory=list)
    worse_count: int = 0
    no_longer_overdue: int = 0

    @property
    def overdue_before(self) -> int:
        """How many parts were overdue a week ago."""
        return sum(unit.overdue_before for unit in self.units)


@dataclass(frozen=True, slots=True)
class _Verdict:
    """How a part stands today and stood then, whosever it is."""

    current: TimingClass | None
    days_late: int
    runs: bool
    is_overdue: bool
    was_overdue: bool
    is_soon: bool
    is_waiting: bool


def overview(*, since: date | None = None, most: int | None = None) -> Overview:
    """The units that are worst off first; compared with that day, a week ago when none is named.

    Of what became worse as many rows are read as are asked for, the longest late first.
    """
    now, today = clock.now(), clock.today()
    since = since or today - WEEK
    year = window_holding(Rhythm.YEARLY, today, ward_settings().data_window)
    asked = chosen_days(min(since, year.first), today, year.by)
    end_of_day = clock.from_vietnam(datetime.combine(since, time.max))
    units = {unit.id: unit for unit in all_units(active_only=False)}
    found, standings, worse = Overview(year), dict[int, UnitStanding](), list[_Place]()

    def judge(history: History) -> _Verdict:
        return _judged(history, year, since, end_of_day, now)

    also_at = (year.starts_at - MOMENT, end_of_day)
    for piece, part in judged(judge, asked, now, also_at=also_at):
        if part.current is not None:
            found.counts[part.current] += 1
        found.no_longer_overdue += part.was_overdue and not part.is_overdue
        if part.is_overdue and not part.was_overdue:
            worse.append((-part.days_late, units[piece.unit_id].name, piece.contribution_id))
        if part.runs:
            unit_id = piece.unit_id
            if unit_id not in standings:
                standings[unit_id] = UnitStanding(units[unit_id])
            standings[unit_id].add(part)
    found.units = sorted(
        standings.values(), key=lambda unit: (-unit.overdue, unit.unit.position, unit.unit.id)
    )
    found.worse, found.worse_count = _worse(sorted(worse)[:most]), len(worse)
    return found


def _judged(
    history: History, year: Window, since: date, end_of_day: datetime, now: datetime
) -> _Verdict:
    row, facts = row_in(history, year, now), facts_at(history, now)
    runs = history.plan_state is PlanState.ISSUED
    then = timing_class(facts_at(history, end_of_day), since)
    current = None if row is None else row.current
    return _Verdict(
        current,
        days_late=0 if row is None else row.days_late,
        runs=runs,
        is_overdue=current is TimingClass.OPEN_OVERDUE,
        was_overdue=runs and then is TimingClass.OPEN_OVERDUE,
        is_soon=is_due_soon(facts, clock.day_in_vietnam(now)),
        is_waiting=facts.status is ContributionStatus.SUBMITTED,
    )


def _worse(places: Sequence[_Place]) -> list[Worse]:
    rows = {item.id: item for item in contributions_by_id([number for *_, number in places])}
    return [Worse(rows[number], -days) for days, _unit, number in places]
