"""Days are days in Vietnam, whatever the machine thinks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from tracker.core import clock


def test_the_day_changes_at_midnight_in_vietnam() -> None:
    with clock.at(datetime(2026, 8, 4, 16, 59, tzinfo=UTC)):
        assert clock.today() == date(2026, 8, 4)
    with clock.at(datetime(2026, 8, 4, 17, 0, tzinfo=UTC)):
        assert clock.today() == date(2026, 8, 5)


def test_a_moment_given_in_any_zone_is_the_same_moment() -> None:
    tokyo = timezone(timedelta(hours=9))
    with clock.at(datetime(2026, 8, 5, 10, 0, tzinfo=tokyo)):
        assert clock.now() == datetime(2026, 8, 5, 1, 0, tzinfo=UTC)
        assert clock.now().tzinfo is UTC


def test_the_clock_goes_on_after_a_replay() -> None:
    with clock.at(datetime(2020, 1, 1, tzinfo=UTC)):
        assert clock.now().year == 2020
    assert clock.now().year > 2020


def test_a_replay_inside_a_replay_ends_where_it_began() -> None:
    with clock.at(datetime(2026, 8, 5, tzinfo=UTC)):
        with clock.at(datetime(2026, 8, 6, tzinfo=UTC)):
            assert clock.now().day == 6
        assert clock.now().day == 5


def test_a_bare_time_names_no_moment() -> None:
    with (
        pytest.raises(ValueError, match="time zone"),
        clock.at(datetime(2026, 8, 5)),  # noqa: DTZ001
    ):
        pass


def test_a_time_read_in_vietnam_is_seven_hours_ahead_of_utc() -> None:
    read = datetime(2026, 8, 27, 7, 30)  # noqa: DTZ001
    assert clock.from_vietnam(read) == datetime(2026, 8, 27, 0, 30, tzinfo=UTC)
    assert clock.day_in_vietnam(datetime(2026, 8, 26, 23, 0, tzinfo=UTC)) == date(2026, 8, 27)
