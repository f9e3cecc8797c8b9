"""A regular task without rhythm asks for a state each month and is never late (R34)."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tracker.progress.rules import ContributionFacts, ContributionStatus, days_late, timing_class
from tracker.progress.rules import TimingClass as Timing
from tracker.reading.result import DeadlineKind
from tracker.tasks.rules import (
    DeadlineFacts,
    OccurrenceKind,
    Period,
    WantedOccurrence,
    wanted_occurrences,
)

REGULAR = DeadlineFacts(DeadlineKind.REGULAR)
ON_OCCURRENCE = DeadlineFacts(DeadlineKind.ON_OCCURRENCE)
OPEN = [status for status in ContributionStatus if status not in {"accepted", "cancelled"}]


def check_ins(start: date, until: date) -> list[WantedOccurrence]:
    return wanted_occurrences(REGULAR, tracked_from=start, tracked_until=until)


def test_one_check_in_per_month_that_has_begun() -> None:
    found = check_ins(date(2026, 1, 20), date(2026, 3, 1))
    assert [item.key for item in found] == [
        "check_in:2026-01",
        "check_in:2026-02",
        "check_in:2026-03",
    ]
    assert found[1].period == Period(date(2026, 2, 1), date(2026, 2, 28))
    assert {item.kind for item in found} == {OccurrenceKind.CHECK_IN}


def test_a_check_in_has_no_due_date() -> None:
    assert {item.due_on for item in check_ins(date(2026, 1, 1), date(2026, 12, 31))} == {None}


def test_no_check_in_before_the_plan_is_in_force() -> None:
    assert check_ins(date(2026, 8, 1), date(2026, 7, 31)) == []


def test_an_on_occurrence_task_waits_for_its_event() -> None:
    found = wanted_occurrences(
        ON_OCCURRENCE, tracked_from=date(2026, 1, 1), tracked_until=date(2026, 12, 31)
    )
    assert found == []


@given(
    status=st.sampled_from(OPEN),
    today=st.dates(date(2026, 1, 1), date(2036, 12, 31)),
    was_updated=st.booleans(),
)
def test_a_check_in_is_never_overdue_however_long_nobody_answers(
    status: ContributionStatus, today: date, was_updated: bool
) -> None:
    facts = ContributionFacts(
        status,
        OccurrenceKind.CHECK_IN,
        was_updated=was_updated,
        period=Period(date(2026, 1, 1), date(2026, 1, 31)),
    )
    assert timing_class(facts, today) is Timing.OPEN_NO_DEADLINE
    assert days_late(facts, today) == 0
