"""The only place that reads the time, so that any moment can be replayed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_fixed_moment: ContextVar[datetime | None] = ContextVar("fixed_moment", default=None)


def now() -> datetime:
    """The present moment, in UTC."""
    return _fixed_moment.get() or datetime.now(UTC)


def today() -> date:
    """The present day in Vietnam, whatever the time zone of the machine."""
    return in_vietnam(now()).date()


def in_vietnam(moment: datetime) -> datetime:
    """The moment on a clock in Vietnam."""
    return moment.astimezone(VIETNAM)


def day_in_vietnam(moment: datetime) -> date:
    """The calendar day of the moment in Vietnam."""
    return in_vietnam(moment).date()


def from_vietnam(local: datetime) -> datetime:
    """A time read off a clock in Vietnam, as a moment in UTC."""
    return local.replace(tzinfo=VIETNAM).astimezone(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let `now` answer this moment inside the block (replays and tests)."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    token = _fixed_moment.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _fixed_moment.reset(token)
