"""How the ward stands, and what became worse: today beside the same weekday a week ago.

Everything is derived; the past comes from the steps that were taken since.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from tracker.core import clock
from tracker.progress import queries as progress
from tracker.progress.models import Contribution
from tracker.progress.rules import (
    HANDED_IN_STATUSES,
    ContributionFacts,
    ContributionStatus,
    TimingClass,
    days_late,
    timing_class,
)
from tracker.units.models import Unit

WEEK = timedelta(days=7)
# What has a deadline and is decided: the share on time is counted of these.
_DECIDED = (TimingClass.DONE_ON_TIME, TimingClass.DONE_LATE, TimingClass.OPEN_OVERDUE)


@dataclass(slots=True)
class UnitStanding:
    """One unit's parts by timing class, and how many were overdue a week ago."""

    unit: Unit
    counts: Counter[TimingClass] = field(default_factory=Counter)
    overdue_before: int = 0

    @property
    def total(self) -> int:
        """All its parts."""
        return self.counts.total()

    @property
    def overdue(self) -> int:
        """Open and past the day."""
        return self.counts[TimingClass.OPEN_OVERDUE]

    @property
    def done(self) -> int:
        """Accepted, whenever."""
        return sum(
            self.counts[item]
            for item in (
                TimingClass.DONE_ON_TIME,
                TimingClass.DONE_LATE,
                TimingClass.DONE_NO_DEADLINE,
            )
        )

    @property
    def change(self) -> int:
        """More (positive) or fewer overdue than a week ago."""
        return self.overdue - self.overdue_before

    @property
    def on_time_share(self) -> int | None:
        """Percent on time of what had a deadline that is met or missed; None before the first."""
        decided = sum(self.counts[item] for item in _DECIDED)
        return round(100 * self.counts[TimingClass.DONE_ON_TIME] / decided) if decided else None


@dataclass(frozen=True, slots=True)
class Worse:
    """A part that is overdue and was not a week ago."""

    contribution: Contribution
    days: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole ward: six classes, the units, what became worse."""

    counts: Counter[TimingClass]
    units: list[UnitStanding]
    worse: list[Worse]
    no_longer_overdue: int

    @property
    def overdue_before(self) -> int:
        """How many parts were overdue a week ago."""
        return sum(unit.overdue_before for unit in self.units)


def overview(
    *, today: date, since: date | None = None, coordinated_by: int | None = None
) -> Overview:
    """The units that are worst off first; compared with that day, a week ago when none is named."""
    since = since or today - WEEK
    owed = progress.contributions_of_running_plans(coordinated_by=coordinated_by)
    before = facts_as_of(owed, since)
    standings: dict[int, UnitStanding] = {}
    worse, better = [], 0
    for item in owed:
        standing = standings.setdefault(item.unit_id, UnitStanding(item.unit))
        now = timing_class(item.facts, today)
        then = timing_class(before[item.id], since)
        if now is not None:
            standing.counts[now] += 1
        was_overdue, is_overdue = then is TimingClass.OPEN_OVERDUE, now is TimingClass.OPEN_OVERDUE
        standing.overdue_before += was_overdue
        better += was_overdue and not is_overdue
        if is_overdue and not was_overdue:
            worse.append(Worse(item, days_late(item.facts, today)))
    return Overview(
        counts=sum((unit.counts for unit in standings.values()), Counter()),
        units=sorted(standings.values(), key=lambda unit: (-unit.overdue, unit.unit.position)),
        worse=sorted(worse, key=lambda row: (-row.days, row.contribution.unit.name)),
        no_longer_overdue=better,
    )


def facts_as_of(contributions: Sequence[Contribution], day: date) -> dict[int, ContributionFacts]:
    """What was known of each part at the end of that day, judged by today's due days."""
    moment = clock.from_vietnam(datetime.combine(day + timedelta(days=1), time()))
    status_then: dict[int, ContributionStatus] = {}
    for step in progress.steps_since(moment):
        status_then.setdefault(step.contribution_id, step.status_before)
    handed_in = [number for number, status in status_then.items() if status in HANDED_IN_STATUSES]
    submitted = progress.submissions_before(moment, handed_in)
    found = {}
    for item in contributions:
        facts = item.facts
        if item.id in status_then:
            at = submitted.get(item.id)
            facts = replace(
                facts,
                status=status_then[item.id],
                submitted_on=clock.day_in_vietnam(at) if at else None,
            )
        found[item.id] = facts
    return found
