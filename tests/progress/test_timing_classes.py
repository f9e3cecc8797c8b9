"""The six classes that offices report. A wrong "overdue" harms a person."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.progress.rules import (
    ContributionFacts,
    ContributionStatus,
    TimingClass,
    days_late,
    due_words,
    timing_class,
)
from tracker.tasks.rules import OccurrenceKind

DUE = date(2026, 8, 5)
BEFORE, AFTER = DUE - timedelta(days=1), DUE + timedelta(days=1)
MUCH_LATER = DUE + timedelta(days=100)

NOT_STARTED = ContributionStatus.NOT_STARTED
IN_PROGRESS = ContributionStatus.IN_PROGRESS
SUBMITTED = ContributionStatus.SUBMITTED
RETURNED = ContributionStatus.RETURNED
ACCEPTED = ContributionStatus.ACCEPTED
CANCELLED = ContributionStatus.CANCELLED

IN_TIME = TimingClass.OPEN_IN_TIME
OVERDUE = TimingClass.OPEN_OVERDUE
ON_TIME = TimingClass.DONE_ON_TIME
LATE = TimingClass.DONE_LATE


def facts(
    status: ContributionStatus, due_on: date | None = DUE, submitted_on: date | None = None
) -> ContributionFacts:
    return ContributionFacts(
        status, OccurrenceKind.DUE_DATE, due_on=due_on, submitted_on=submitted_on
    )


@pytest.mark.parametrize(
    ("status", "submitted_on", "today", "expected"),
    [
        (NOT_STARTED, None, BEFORE, IN_TIME),
        (NOT_STARTED, None, DUE, IN_TIME),
        (NOT_STARTED, None, AFTER, OVERDUE),
        (IN_PROGRESS, None, DUE, IN_TIME),
        (IN_PROGRESS, None, AFTER, OVERDUE),
        (SUBMITTED, DUE, DUE, IN_TIME),
        (SUBMITTED, DUE, MUCH_LATER, IN_TIME),
        (SUBMITTED, AFTER, AFTER, OVERDUE),
        (RETURNED, BEFORE, DUE, IN_TIME),
        (RETURNED, BEFORE, AFTER, OVERDUE),
        (ACCEPTED, BEFORE, BEFORE, ON_TIME),
        (ACCEPTED, DUE, MUCH_LATER, ON_TIME),
        (ACCEPTED, AFTER, AFTER, LATE),
        (ACCEPTED, AFTER, MUCH_LATER, LATE),
        (CANCELLED, None, AFTER, None),
    ],
)
def test_with_a_due_date(
    status: ContributionStatus, submitted_on: date | None, today: date, expected: TimingClass | None
) -> None:
    assert timing_class(facts(status, submitted_on=submitted_on), today) is expected


@pytest.mark.parametrize("status", ContributionStatus)
def test_without_a_due_date(status: ContributionStatus) -> None:
    expected = {ACCEPTED: TimingClass.DONE_NO_DEADLINE, CANCELLED: None}
    found = timing_class(facts(status, due_on=None, submitted_on=AFTER), MUCH_LATER)
    assert found is expected.get(status, TimingClass.OPEN_NO_DEADLINE)
    assert days_late(facts(status, due_on=None), MUCH_LATER) == 0


@given(days=st.integers(0, 2000), waiting=st.integers(0, 2000))
def test_waiting_for_the_office_never_makes_anybody_late(days: int, waiting: int) -> None:
    submitted_on = DUE - timedelta(days=days)
    today = submitted_on + timedelta(days=waiting)
    waiting_facts = facts(SUBMITTED, submitted_on=submitted_on)
    assert timing_class(waiting_facts, today) is IN_TIME
    assert days_late(waiting_facts, today) == 0
    assert timing_class(facts(ACCEPTED, submitted_on=submitted_on), today) is ON_TIME


@given(
    status=st.sampled_from(ContributionStatus),
    due_on=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    submitted=st.integers(-200, 200) | st.none(),
    today=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
)
def test_days_late_and_the_class_always_agree(
    status: ContributionStatus, due_on: date, submitted: int | None, today: date
) -> None:
    submitted_on = due_on + timedelta(days=submitted) if submitted is not None else None
    found = facts(status, due_on=due_on, submitted_on=submitted_on)
    is_late = timing_class(found, today) in {OVERDUE, LATE}
    assert (days_late(found, today) > 0) is is_late


@pytest.mark.parametrize(
    ("status", "submitted_on", "today", "words"),
    [
        (IN_PROGRESS, None, DUE - timedelta(days=3), "Còn 3 ngày"),
        (IN_PROGRESS, None, DUE, "Hạn hôm nay"),
        (IN_PROGRESS, None, DUE + timedelta(days=5), "Quá hạn 5 ngày"),
        (SUBMITTED, DUE, MUCH_LATER, "đúng hạn"),
        (ACCEPTED, DUE + timedelta(days=2), MUCH_LATER, "chậm 2 ngày"),
        (CANCELLED, None, MUCH_LATER, ""),
    ],
)
def test_the_distance_is_said_in_words(
    status: ContributionStatus, submitted_on: date | None, today: date, words: str
) -> None:
    assert due_words(facts(status, submitted_on=submitted_on), today) == words


def test_there_is_nothing_to_say_without_a_due_date() -> None:
    assert due_words(facts(IN_PROGRESS, due_on=None), MUCH_LATER) == ""
