"""How the ward stands today, and what became worse: today beside the same weekday a week ago.

Everything is derived. The past is judged by the due days that were in force then: an extension
granted since does not make last week's late work timely, nor a day moved forward make it late. The
six classes are those of "Số liệu" for the year of reports, so that the two pages never differ.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from tracker.core import clock
from tracker.figures.history import row_in
from tracker.figures.queries import histories
from tracker.figures.rules import FigureRow
from tracker.figures.windows import Window, chosen_days, window_holding
from tracker.plans.rules import PlanState
from tracker.progress.history import History, facts_at
from tracker.progress.models import Contribution
from tracker.progress.queries import contributions_by_id
from tracker.progress.rules import (
    ContributionFacts,
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
    no_longer_overdue: int = 0

    @property
    def overdue_before(self) -> int:
        """How many parts were overdue a week ago."""
        return sum(unit.overdue_before for unit in self.units)


@dataclass(frozen=True, slots=True)
class _Part:
    """One unit's part today and as it was then."""

    history: History
    row: FigureRow | None
    facts: ContributionFacts
    is_overdue: bool
    was_overdue: bool


def overview(*, since: date | None = None) -> Overview:
    """The units that are worst off first; compared with that day, a week ago when none is named."""
    now, today = clock.now(), clock.today()
    since = since or today - WEEK
    year = window_holding(Rhythm.YEARLY, today, ward_settings().data_window)
    asked = chosen_days(min(since, year.first), today, year.by)
    parts = [_part(item, year, since, now) for item in histories(asked, now)]
    found = Overview(year)
    found.counts.update(p.row.current for p in parts if p.row is not None and p.row.current)
    found.no_longer_overdue = sum(part.was_overdue and not part.is_overdue for part in parts)
    found.units = _standings(parts, today)
    found.worse = _worse(parts)
    return found


def _part(history: History, year: Window, since: date, now: datetime) -> _Part:
    end_of_day = clock.from_vietnam(datetime.combine(since, time.max))
    row, facts = row_in(history, year, now), facts_at(history, now)
    runs = history.plan_state is PlanState.ISSUED
    then = timing_class(facts_at(history, end_of_day), since)
    return _Part(
        history,
        row,
        facts,
        is_overdue=row is not None and row.current is TimingClass.OPEN_OVERDUE,
        was_overdue=runs and then is TimingClass.OPEN_OVERDUE,
    )


def _standings(parts: list[_Part], today: date) -> list[UnitStanding]:
    units = {unit.id: unit for unit in all_units(active_only=False)}
    found: dict[int, UnitStanding] = {}
    for part in parts:
        if part.history.plan_state is not PlanState.ISSUED:
            continue
        unit_id = part.history.unit_id
        standing = found.setdefault(unit_id, UnitStanding(units[unit_id]))
        standing.overdue += part.is_overdue
        standing.overdue_before += part.was_overdue
        standing.soon += is_due_soon(part.facts, today)
        standing.waiting += part.facts.status is ContributionStatus.SUBMITTED
    return sorted(found.values(), key=lambda unit: (-unit.overdue, unit.unit.position))


def _worse(parts: list[_Part]) -> list[Worse]:
    days = {
        part.row.contribution_id: part.row.days_late
        for part in parts
        if part.row is not None and part.is_overdue and not part.was_overdue
    }
    rows = [Worse(item, days[item.id]) for item in contributions_by_id(sorted(days))]
    return sorted(rows, key=lambda row: (-row.days, row.contribution.unit.name))
