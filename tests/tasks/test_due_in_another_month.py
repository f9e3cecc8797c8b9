"""A rhythm may fall due in another month than its period's last ("ngày 10 tháng đầu quý sau")."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.reading.deadlines import read_deadline
from tracker.reading.result import DeadlineKind
from tracker.tasks.rules import DeadlineFacts, wanted_occurrences


def dues(phrase: str, *, until: date = date(2027, 3, 31)) -> list[date | None]:
    """The due days of a plan of 2026 that is tracked from its first day."""
    reading = read_deadline(phrase, year=2026)
    assert reading.kind is DeadlineKind.REGULAR, reading
    facts = DeadlineFacts(
        reading.kind,
        rhythms=reading.recurrence or (),
        due_day=reading.due_day,
        due_month_shift=reading.due_month_shift,
    )
    wanted = wanted_occurrences(
        facts,
        tracked_from=date(2026, 1, 1),
        tracked_until=until,
        year=2026,
    )
    return [instance.due_on for instance in wanted]


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        (
            "Hằng quý, trước ngày 10 tháng đầu quý sau",
            [date(2026, 4, 10), date(2026, 7, 10), date(2026, 10, 10), date(2027, 1, 10)],
        ),
        ("Trước ngày 10/01 của năm liền kề năm báo cáo", [date(2027, 1, 10)]),
        ("Trước 30/6 hằng năm", [date(2026, 6, 30)]),
        (
            "Hằng quý, ngày 25 tháng cuối quý",
            [date(2026, 3, 25), date(2026, 6, 25), date(2026, 9, 25), date(2026, 12, 25)],
        ),
    ],
)
def test_the_due_day_lies_in_the_printed_month(phrase: str, expected: list[date]) -> None:
    assert dues(phrase) == expected


def test_what_is_due_after_the_horizon_waits() -> None:
    assert dues("Trước ngày 10/01 của năm liền kề năm báo cáo", until=date(2026, 12, 31)) == []
