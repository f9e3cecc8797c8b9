"""Names of backups, which of them are kept, and when there is cause for alarm."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

DAILY_KEPT = 7
WEEKLY_KEPT = 5
MONTHLY_KEPT = 12
# What an upgrade broke may be noticed late: the way back stays open for so long.
BEFORE_UPGRADE_KEPT = timedelta(days=30)
NIGHTLY = time(2, 0)
_NAME = re.compile(r"tracker-(\d{8}-\d{6})\.(?:zip|backup)")
# The country has had one time without summer time since 1975.
_VIETNAM = timezone(timedelta(hours=7))
_STAMP = "%Y%m%d-%H%M%S"


@dataclass(frozen=True, slots=True)
class TableContent:
    """How many rows of a table an archive holds, and what each column's JSON values stand for."""

    rows: int
    columns: dict[str, str]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive holds; `journal_head` is the last seal of the journal ("NUMBER:SEAL")."""

    made_at: str
    revision: str
    dialect: str
    journal_head: str
    tables: dict[str, TableContent]
    files: list[str]


def backup_name(moment: datetime, *, encrypted: bool) -> str:
    """`tracker-20260805-080000.zip` by the clock in Vietnam; `.backup` when it is encrypted."""
    local = moment.astimezone(_VIETNAM)
    return f"tracker-{local.strftime(_STAMP)}.{'backup' if encrypted else 'zip'}"


def moment_of(name: str) -> datetime | None:
    """When the backup of that name was made; None when it is no backup's name."""
    found = _NAME.fullmatch(name)
    return datetime.strptime(found[1], _STAMP).replace(tzinfo=_VIETNAM) if found else None


def superfluous(
    names: Iterable[str], now: datetime, *, before_upgrades: Container[str] = ()
) -> list[str]:
    """Backups no longer needed: all but the newest of each of the last days, weeks and months.

    One made before an upgrade is needed for a month, whatever was made after it.

    What bears a moment that is still to come was made while the clock was wrong, or the clock is
    wrong now: it stays, and takes no other backup's place.
    """
    dated = sorted(_made_until(now, names), reverse=True)
    kept = {
        name
        for moment, name in dated
        if name in before_upgrades and now - moment < BEFORE_UPGRADE_KEPT
    }
    for period, count in (
        (_day, DAILY_KEPT),
        (_week, WEEKLY_KEPT),
        (_month, MONTHLY_KEPT),
    ):
        kept |= _newest_of_each(dated, period, count)
    return sorted(name for _moment, name in dated if name not in kept)


def newest_of(names: Iterable[str], now: datetime) -> str | None:
    """The newest backup among the names; none that bears a moment still to come."""
    return max(_made_until(now, names), default=(now, None))[1]


def is_due(last: datetime | None, now_in_vietnam: datetime) -> bool:
    """Whether the night's backup is still to be made: none since the last 02:00."""
    night = now_in_vietnam.replace(hour=NIGHTLY.hour, minute=0, second=0, microsecond=0)
    if now_in_vietnam < night:
        night -= timedelta(days=1)
    return last is None or last < night


def is_too_old(last: datetime | None, now: datetime, *, warn_days: int) -> bool:
    """Whether the keepers must be warned that the last backup is missing or old."""
    return last is None or now - last > timedelta(days=warn_days)


def _made_until(now: datetime, names: Iterable[str]) -> list[tuple[datetime, str]]:
    dated = ((moment_of(name), name) for name in names)
    return [(moment, name) for moment, name in dated if moment is not None and moment <= now]


def _newest_of_each(
    dated: list[tuple[datetime, str]], period: Callable[[date], object], count: int
) -> set[str]:
    newest: dict[object, str] = {}
    for moment, name in dated:
        newest.setdefault(period(moment.date()), name)
    return set(list(newest.values())[:count])


def _day(day: date) -> object:
    return day


def _week(day: date) -> object:
    return day.isocalendar()[:2]


def _month(day: date) -> object:
    return day.year, day.month
