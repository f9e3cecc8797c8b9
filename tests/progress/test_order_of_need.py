"""Where a contribution stands on the unit's home page: the most pressing first."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.progress.rules import ContributionFacts, ContributionStatus, Need, need
from tracker.tasks.rules import OccurrenceKind, Period

TODAY = date(2026, 8, 5)
YESTERDAY = TODAY - timedelta(days=1)
AUGUST = Period(date(2026, 8, 1), date(2026, 8, 31))

NOT_STARTED = ContributionStatus.NOT_STARTED
IN_PROGRESS = ContributionStatus.IN_PROGRESS
SUBMITTED = ContributionStatus.SUBMITTED
RETURNED = ContributionStatus.RETURNED
ACCEPTED = ContributionStatus.ACCEPTED
CANCELLED = ContributionStatus.CANCELLED


def dated(
    status: ContributionStatus, due_on: date | None, submitted_on: date | None = None
) -> ContributionFacts:
    return ContributionFacts(
        status, OccurrenceKind.DUE_DATE, due_on=due_on, submitted_on=submitted_on
    )


def check_in(
    period: Period, *, status: ContributionStatus = NOT_STARTED, was_updated: bool = False
) -> ContributionFacts:
    return ContributionFacts(
        status, OccurrenceKind.CHECK_IN, period=period, was_updated=was_updated
    )


def test_needs_are_listed_in_the_order_of_the_page() -> None:
    assert list(Need) == [
        Need.OVERDUE,
        Need.RETURNED,
        Need.DUE_SOON,
        Need.CHECK_IN,
        Need.WAITING_REVIEW,
        Need.LATER,
        Need.DONE,
    ]


@pytest.mark.parametrize(
    ("status", "due_in_days", "expected"),
    [
        (NOT_STARTED, -1, Need.OVERDUE),
        (RETURNED, -1, Need.OVERDUE),
        (RETURNED, 30, Need.RETURNED),
        (NOT_STARTED, 0, Need.DUE_SOON),
        (IN_PROGRESS, 7, Need.DUE_SOON),
        (IN_PROGRESS, 8, Need.LATER),
        (ACCEPTED, -30, Need.DONE),
        (CANCELLED, -30, Need.DONE),
    ],
)
def test_with_a_due_date(status: ContributionStatus, due_in_days: int, expected: Need) -> None:
    assert need(dated(status, TODAY + timedelta(days=due_in_days)), TODAY) is expected


def test_a_submission_waits_for_the_office_even_when_it_came_late() -> None:
    assert need(dated(SUBMITTED, YESTERDAY, submitted_on=TODAY), TODAY) is Need.WAITING_REVIEW


def test_a_check_in_is_owed_in_its_month_until_something_was_said() -> None:
    assert need(check_in(AUGUST), TODAY) is Need.CHECK_IN
    assert need(check_in(AUGUST, was_updated=True, status=IN_PROGRESS), TODAY) is Need.LATER


def test_a_check_in_of_a_month_to_come_is_not_owed_yet() -> None:
    september = Period(date(2026, 9, 1), date(2026, 9, 30))
    assert need(check_in(september), TODAY) is Need.LATER


def test_a_check_in_of_a_past_month_is_history_not_a_debt() -> None:
    july = Period(date(2026, 7, 1), date(2026, 7, 31))
    assert need(check_in(july), TODAY) is Need.DONE


def test_work_without_any_date_comes_later() -> None:
    assert need(dated(NOT_STARTED, None), TODAY) is Need.LATER


@given(
    status=st.sampled_from(ContributionStatus),
    kind=st.sampled_from(OccurrenceKind),
    due=st.integers(-400, 400) | st.none(),
    updated=st.booleans(),
)
def test_only_what_is_past_its_due_day_is_called_overdue(
    status: ContributionStatus, kind: OccurrenceKind, due: int | None, updated: bool
) -> None:
    due_on = TODAY + timedelta(days=due) if due is not None else None
    facts = ContributionFacts(status, kind, due_on=due_on, was_updated=updated, period=AUGUST)
    if need(facts, TODAY) is Need.OVERDUE:
        assert due_on is not None
        assert due_on < TODAY
