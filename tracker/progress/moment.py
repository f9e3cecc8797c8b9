"""The moment by which work is judged late or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tracker.core import clock


@dataclass(frozen=True, slots=True)
class Moment:
    """The day and the last minute that has begun: work due by an hour is late after it."""

    today: date
    minute: time

    @classmethod
    def of(cls, now: datetime) -> Moment:
        """The moment; at 16:30 sharp nothing due by 16:30 is late yet."""
        begun = clock.in_vietnam(now - timedelta(microseconds=1)).time()
        return cls(clock.day_in_vietnam(now), begun.replace(second=0, microsecond=0))


def last_moment_of(due_on: date, due_time: time | None) -> tuple[date, time]:
    """Until when work due then is in time, to be compared; without an hour the whole day counts."""
    return due_on, due_time or time.max


def first_day_in_time(due_time: time | None, today: date) -> date:
    """The first due day by which work due at that hour is not late yet: tomorrow once it passed."""
    has_passed = due_time is not None and due_time <= Moment.of(clock.now()).minute
    return today + timedelta(days=1) if has_passed else today
