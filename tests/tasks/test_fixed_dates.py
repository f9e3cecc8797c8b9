"""A task with printed dates: one instance per date, however many, however far ahead."""

from __future__ import annotations

from datetime import date

from tracker.reading.result import DeadlineKind
from tracker.tasks.rules import DeadlineFacts, OccurrenceKind, WantedOccurrence, wanted_occurrences

START, UNTIL = date(2026, 1, 5), date(2026, 3, 31)


def instances(*days: date) -> list[WantedOccurrence]:
    facts = DeadlineFacts(DeadlineKind.FIXED, due_dates=days)
    return wanted_occurrences(facts, tracked_from=START, tracked_until=UNTIL)


def test_each_printed_date_is_an_instance_of_its_own() -> None:
    found = instances(date(2026, 3, 20), date(2026, 6, 20), date(2026, 9, 20))
    assert [item.due_on for item in found] == [
        date(2026, 3, 20),
        date(2026, 6, 20),
        date(2026, 9, 20),
    ]
    assert {item.kind for item in found} == {OccurrenceKind.DUE_DATE}
    assert [item.key for item in found] == ["2026-03-20", "2026-06-20", "2026-09-20"]


def test_a_printed_date_is_known_before_its_time_comes() -> None:
    assert [item.due_on for item in instances(date(2026, 12, 15))] == [date(2026, 12, 15)]


def test_the_day_the_plan_came_into_force_still_counts() -> None:
    assert [item.due_on for item in instances(START)] == [START]


def test_a_date_before_the_plan_came_into_force_is_nobody_s_debt() -> None:
    assert instances(date(2026, 1, 4)) == []


def test_a_fixed_task_without_dates_has_no_instances() -> None:
    assert instances() == []
