"""Overdue contributions and how they are grouped. Pure: rows and today in, groups out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.progress.models import Contribution
from tracker.progress.rules import TimingClass, days_late, timing_class
from tracker.units.models import Unit


@dataclass(frozen=True, slots=True)
class Overdue:
    """A contribution and how many calendar days it is late."""

    contribution: Contribution
    days: int


@dataclass(frozen=True, slots=True)
class UnitOverdue:
    """What one unit is late with, the longest first."""

    unit: Unit
    items: list[Overdue]

    @property
    def longest(self) -> int:
        """The days of the oldest item."""
        return max(item.days for item in self.items)


def overdue_now(candidates: Sequence[Contribution], today: date) -> list[Overdue]:
    """Those really late today: work submitted in time and not yet answered is none of them."""
    return [
        Overdue(item, days_late(item.facts, today))
        for item in candidates
        if timing_class(item.facts, today) is TimingClass.OPEN_OVERDUE
    ]


def longer_than(items: Sequence[Overdue], days: int) -> list[Overdue]:
    """Those late for at least so many days."""
    return [item for item in items if item.days >= days]


def by_unit(items: Sequence[Overdue]) -> list[UnitOverdue]:
    """One group per unit, the unit that is longest late first."""
    groups: dict[int, list[Overdue]] = {}
    for item in items:
        groups.setdefault(item.contribution.unit_id, []).append(item)
    units = [
        UnitOverdue(late[0].contribution.unit, sorted(late, key=lambda item: -item.days))
        for late in groups.values()
    ]
    return sorted(units, key=lambda group: (-group.longest, group.unit.name))
