"""Which backups are kept, when the next is due, and when there is cause for alarm."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tracker.backup.rules import (
    backup_name,
    is_due,
    is_too_old,
    moment_of,
    newest_of,
    superfluous,
)
from tracker.core.clock import VIETNAM

NIGHT = datetime(2026, 8, 5, 2, 0, tzinfo=VIETNAM)


def names(days: int) -> list[str]:
    return [backup_name(NIGHT - timedelta(days=n), encrypted=False) for n in range(days)]


def test_a_name_tells_its_moment() -> None:
    assert backup_name(NIGHT, encrypted=True) == "tracker-20260805-020000.backup"
    assert moment_of("tracker-20260805-020000.zip") == NIGHT
    for other in ("tracker-20260805.zip", "anh.zip", "tracker-20260805-020000.zip.unfinished"):
        assert moment_of(other) is None


def test_of_a_year_of_nights_some_days_weeks_and_months_stay() -> None:
    made = names(365)
    kept = sorted(set(made) - set(superfluous(made, NIGHT)), reverse=True)
    assert kept[:7] == made[:7]
    assert len(kept) == 7 + 3 + 10, "two weeks and two months end among the days"
    assert "tracker-20260731-020000.zip" in kept
    assert kept[-1] == "tracker-20250930-020000.zip"


def test_few_backups_and_strange_files_stay() -> None:
    assert superfluous([*names(5), "ghi-chu.txt"], NIGHT) == []


def test_a_backup_made_on_the_day_before_an_outage_is_never_removed() -> None:
    old = [backup_name(NIGHT - timedelta(days=400), encrypted=True)]
    assert superfluous([*names(3), *old], NIGHT) == []


def test_what_a_wrong_clock_made_takes_no_place_of_another() -> None:
    """A clock that was a year ahead for ten nights, and one that an empty battery set back."""
    made = names(40)
    ahead = [backup_name(NIGHT + timedelta(days=365 + n), encrypted=False) for n in range(10)]
    assert superfluous([*made, *ahead], NIGHT) == superfluous(made, NIGHT)
    assert newest_of([*made, *ahead], NIGHT) == made[0]
    long_ago = NIGHT.replace(year=2000)
    made_then = backup_name(long_ago, encrypted=False)
    assert superfluous([*names(365), made_then], long_ago) == []
    assert newest_of([*names(365), made_then], long_ago) == made_then
    assert newest_of(names(365), long_ago) is None


def test_the_one_before_an_upgrade_stays_for_a_month_whatever_is_made_after_it() -> None:
    before = backup_name(NIGHT + timedelta(hours=8), encrypted=False)
    later = backup_name(NIGHT + timedelta(hours=9), encrypted=False)
    for days in (0, 1, 8, 29):
        now = NIGHT + timedelta(days=days, hours=10)
        nights = [backup_name(NIGHT + timedelta(days=n), encrypted=False) for n in range(days + 1)]
        made = [*nights, before, later]
        assert before in superfluous(made, now)
        assert before not in superfluous(made, now, before_upgrades={before})
        # It takes no place of another one.
        others = superfluous([*nights, later], now)
        assert superfluous(made, now, before_upgrades={before}) == others
    now = NIGHT + timedelta(days=31)
    assert before in superfluous([before, later], now, before_upgrades={before})


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        (None, "2026-08-05T10:00", True),
        ("2026-08-05T02:20", "2026-08-05T23:20", False),
        ("2026-08-05T02:20", "2026-08-06T01:59", False),
        ("2026-08-05T02:20", "2026-08-06T02:20", True),
        ("2026-08-05T01:00", "2026-08-05T09:00", True),
        ("2026-08-01T02:20", "2026-08-05T01:00", True),
    ],
)
def test_one_is_due_after_each_night_at_two(last: str | None, now: str, due: bool) -> None:
    def vietnam(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)

    assert is_due(vietnam(last) if last else None, vietnam(now)) is due


def test_the_keepers_are_warned_after_the_days_they_chose() -> None:
    assert is_too_old(None, NIGHT, warn_days=3)
    assert not is_too_old(NIGHT - timedelta(days=3), NIGHT, warn_days=3)
    assert is_too_old(NIGHT - timedelta(days=3, minutes=1), NIGHT, warn_days=3)
