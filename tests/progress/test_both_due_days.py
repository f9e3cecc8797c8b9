"""After an extension work is judged by the original day and by the current one; both count."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.progress.rules import (
    ContributionFacts,
    ContributionStatus,
    TimingClass,
    due_words,
    timing_class,
)
from tracker.tasks.rules import OccurrenceKind

ORIGINAL, CURRENT = date(2026, 8, 5), date(2026, 8, 20)
TODAY = date(2026, 9, 1)


def extended(
    status: ContributionStatus, submitted_on: date | None = None, original: date | None = ORIGINAL
) -> ContributionFacts:
    return ContributionFacts(
        status,
        OccurrenceKind.DUE_DATE,
        due_on=CURRENT,
        original_due_on=original,
        submitted_on=submitted_on,
    )


@pytest.mark.parametrize(
    ("submitted_on", "current", "original", "words"),
    [
        (ORIGINAL, TimingClass.DONE_ON_TIME, TimingClass.DONE_ON_TIME, "đúng hạn gốc"),
        (
            date(2026, 8, 6),
            TimingClass.DONE_ON_TIME,
            TimingClass.DONE_LATE,
            "đúng hạn sau gia hạn",
        ),
        (CURRENT, TimingClass.DONE_ON_TIME, TimingClass.DONE_LATE, "đúng hạn sau gia hạn"),
        (date(2026, 8, 21), TimingClass.DONE_LATE, TimingClass.DONE_LATE, "chậm 1 ngày"),
    ],
)
def test_done_work_has_both_verdicts(
    submitted_on: date, current: TimingClass, original: TimingClass, words: str
) -> None:
    facts = extended(ContributionStatus.ACCEPTED, submitted_on)
    assert timing_class(facts, TODAY) is current
    assert timing_class(facts.by_original_day, TODAY) is original
    assert due_words(facts, TODAY) == words


def test_open_work_within_the_extension_is_late_by_the_original_day_only() -> None:
    facts, today = extended(ContributionStatus.IN_PROGRESS), date(2026, 8, 10)
    assert timing_class(facts, today) is TimingClass.OPEN_IN_TIME
    assert timing_class(facts.by_original_day, today) is TimingClass.OPEN_OVERDUE
    assert due_words(facts, today) == "Còn 10 ngày"


@pytest.mark.parametrize("original", [CURRENT, None])
def test_without_an_extension_there_is_one_verdict_and_plain_words(original: date | None) -> None:
    facts = extended(ContributionStatus.ACCEPTED, date(2026, 8, 6), original)
    assert facts.by_original_day is facts
    assert due_words(facts, TODAY) == "đúng hạn"
