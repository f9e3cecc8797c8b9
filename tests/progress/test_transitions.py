"""What a unit may say of its own work, and what the office may answer."""

from __future__ import annotations

import pytest

from tracker.progress.rules import (
    OPEN_STATUSES,
    REVIEWABLE,
    UNIT_OWES_STATUSES,
    ContributionStatus,
    unit_choices,
    unit_may_set,
)

NOT_STARTED = ContributionStatus.NOT_STARTED
IN_PROGRESS = ContributionStatus.IN_PROGRESS
SUBMITTED = ContributionStatus.SUBMITTED
RETURNED = ContributionStatus.RETURNED
ACCEPTED = ContributionStatus.ACCEPTED
CANCELLED = ContributionStatus.CANCELLED

ALLOWED = {
    (NOT_STARTED, IN_PROGRESS),
    (NOT_STARTED, SUBMITTED),
    (IN_PROGRESS, IN_PROGRESS),
    (IN_PROGRESS, SUBMITTED),
    (RETURNED, IN_PROGRESS),
    (RETURNED, SUBMITTED),
}


@pytest.mark.parametrize("after", ContributionStatus)
@pytest.mark.parametrize("before", ContributionStatus)
def test_a_unit_may_take_only_the_steps_of_its_own(
    before: ContributionStatus, after: ContributionStatus
) -> None:
    assert unit_may_set(before, after) is ((before, after) in ALLOWED)


def test_a_unit_never_confirms_returns_or_cancels_its_own_work() -> None:
    offered = {choice for before in ContributionStatus for choice in unit_choices(before)}
    assert offered == {IN_PROGRESS, SUBMITTED}


@pytest.mark.parametrize("before", [SUBMITTED, ACCEPTED, CANCELLED])
def test_what_was_handed_in_is_out_of_the_unit_s_hands(before: ContributionStatus) -> None:
    assert unit_choices(before) == []


def test_only_a_submission_can_be_answered() -> None:
    assert {SUBMITTED} == REVIEWABLE


def test_a_unit_owes_whatever_is_open_and_not_handed_in() -> None:
    assert {NOT_STARTED, IN_PROGRESS, SUBMITTED, RETURNED} == OPEN_STATUSES
    assert {NOT_STARTED, IN_PROGRESS, RETURNED} == UNIT_OWES_STATUSES
