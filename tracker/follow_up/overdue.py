"""What is really late today. Pure: rows and today in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.progress.models import Contribution
from tracker.progress.rules import TimingClass, days_late, timing_class


@dataclass(frozen=True, slots=True)
class Overdue:
    """A contribution and how many calendar days it is late; 0 when by hours only."""

    contribution: Contribution
    days: int


def overdue_now(candidates: Sequence[Contribution], today: date) -> list[Overdue]:
    """Those really late today: work submitted in time and not yet answered is none of them."""
    return [
        Overdue(item, days_late(facts, today))
        for item, facts in ((item, item.facts) for item in candidates)
        if timing_class(facts, today) is TimingClass.OPEN_OVERDUE
    ]
