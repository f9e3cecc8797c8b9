"""What somebody would keep on paper of the numbers that a plan asks for; nothing is the app's."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

WEEK = timedelta(days=6)
# So long before the day of evaluation a last figure is asked for.
BEFORE_EVALUATION = timedelta(days=30)


@dataclass
class Figure:
    """What was entered for a week; none where it was taken back."""

    number: int
    monday: date
    value: int | None

    @property
    def sunday(self) -> date:
        """The week's end."""
        return self.monday + WEEK


@dataclass
class Goal:
    """A number that a plan asks for: at least, or at most, so much."""

    name: str
    plan: str
    owners: list[str]
    level: int
    measure: str
    is_limit: bool = False
    # Asked for week by week from this day on, or once before the day of evaluation.
    weekly_from: date | None = None
    evaluated: date | None = None
    number: int = 0
    is_dropped: bool = False
    # Every one that was entered, also what is in force no more.
    figures: list[Figure] = field(default_factory=list)

    def of_week(self, monday: date) -> Figure | None:
        """The last word on that week."""
        return next((item for item in reversed(self.figures) if item.monday == monday), None)

    @property
    def in_force(self) -> list[Figure]:
        """The last word on each week, those taken back left out, the latest week last."""
        last = {item.monday: item for item in self.figures}
        return [last[monday] for monday in sorted(last) if last[monday].value is not None]

    @property
    def state(self) -> str:
        """By the latest week's figure."""
        if not self.in_force:
            return "not_measured"
        value = self.in_force[-1].value or 0
        is_met = value <= self.level if self.is_limit else value >= self.level
        return "met" if is_met else "not_met"

    def asked(self, today: date) -> str | None:
        """Which figure is missing today."""
        ends = [item.sunday for item in self.in_force]
        if self.evaluated is not None:
            since = self.evaluated - BEFORE_EVALUATION
            is_missing = today >= since and not any(end >= since for end in ends)
            return f"evaluation:{self.evaluated}" if is_missing else None
        sunday = today - timedelta(days=today.weekday() + 1)
        if self.weekly_from is None or sunday < self.weekly_from:
            return None
        is_there = any(end > sunday - timedelta(days=7) for end in ends)
        return None if is_there else f"period:{sunday}"

    def hand_on(self, unit: str, heir: str) -> None:
        """The heir owes the figures, once."""
        owners = [heir if owner == unit else owner for owner in self.owners]
        self.owners = list(dict.fromkeys(owners))
