"""A report due at 16:30 on Thursday is late at 16:31, and not before."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from tests.factories import contribution_of, make_plan, make_task
from tests.personas import Browser, Ward
from tracker.core import clock
from tracker.core.db import db
from tracker.progress.rules import (
    ContributionFacts,
    ContributionStatus,
    Need,
    TimingClass,
    due_words,
    is_due_soon,
    need,
    timing_class,
)
from tracker.reading.result import DeadlineKind, DeadlineReading, Rhythm
from tracker.tasks.rules import OccurrenceKind

THURSDAY = date(2026, 8, 6)
HALF_PAST_FOUR = time(16, 30)
WEEKLY = DeadlineReading(
    DeadlineKind.REGULAR, recurrence=(Rhythm.WEEKLY,), weekday=4, due_time=HALF_PAST_FOUR
)


def open_at(hour: time) -> ContributionFacts:
    return ContributionFacts(
        ContributionStatus.IN_PROGRESS,
        OccurrenceKind.PERIOD,
        due_on=THURSDAY,
        due_time=HALF_PAST_FOUR,
        looked_at=hour,
    )


def handed_in(hour: time, *, days_later: int = 0) -> ContributionFacts:
    return ContributionFacts(
        ContributionStatus.ACCEPTED,
        OccurrenceKind.PERIOD,
        due_on=THURSDAY,
        due_time=HALF_PAST_FOUR,
        submitted_on=THURSDAY + timedelta(days=days_later),
        submitted_time=hour,
    )


@pytest.mark.parametrize(
    ("hour", "timing", "wanted", "words"),
    [
        (time(7, 30), TimingClass.OPEN_IN_TIME, Need.DUE_SOON, "Hạn 16:30 hôm nay"),
        (time(16, 30), TimingClass.OPEN_IN_TIME, Need.DUE_SOON, "Hạn 16:30 hôm nay"),
        (time(16, 31), TimingClass.OPEN_OVERDUE, Need.OVERDUE, "Quá hạn từ 16:30 hôm nay"),
    ],
)
def test_on_the_day_the_hour_decides(
    hour: time, timing: TimingClass, wanted: Need, words: str
) -> None:
    facts = open_at(hour)
    assert timing_class(facts, THURSDAY) is timing
    assert need(facts, THURSDAY) is wanted
    assert due_words(facts, THURSDAY) == words
    assert is_due_soon(facts, THURSDAY) is (timing is TimingClass.OPEN_IN_TIME)


def test_before_and_after_the_day_the_hour_says_nothing() -> None:
    late_evening = open_at(time(23, 0))
    assert timing_class(late_evening, THURSDAY - timedelta(days=1)) is TimingClass.OPEN_IN_TIME
    early_morning = open_at(time(6, 0))
    assert timing_class(early_morning, THURSDAY + timedelta(days=1)) is TimingClass.OPEN_OVERDUE


@pytest.mark.parametrize(
    ("facts", "timing", "words"),
    [
        (handed_in(time(16, 30)), TimingClass.DONE_ON_TIME, "đúng hạn"),
        (handed_in(time(16, 45)), TimingClass.DONE_LATE, "chậm trong ngày"),
        (handed_in(time(8, 0), days_later=1), TimingClass.DONE_LATE, "chậm 1 ngày"),
        (handed_in(time(23, 0), days_later=-1), TimingClass.DONE_ON_TIME, "đúng hạn"),
    ],
)
def test_what_was_handed_in_is_judged_by_its_own_hour(
    facts: ContributionFacts, timing: TimingClass, words: str
) -> None:
    assert timing_class(facts, THURSDAY + timedelta(days=30)) is timing
    assert due_words(facts, THURSDAY + timedelta(days=30)) == words


def test_the_list_of_the_late_has_it_from_that_hour_on(ward: Ward, browser: Browser) -> None:
    task = make_task(
        make_plan(tracked_from=date(2026, 8, 3)),
        WEEKLY,
        lead=ward.culture,
        content="Báo cáo tuần về giải quyết thủ tục",
    )
    db.session.commit()
    owed = contribution_of(task, ward.culture)
    assert (owed.occurrence.due_on, owed.occurrence.due_time) == (THURSDAY, HALF_PAST_FOUR)
    office = browser.as_(ward.office)
    with clock.at(datetime(2026, 8, 6, 9, 29, tzinfo=UTC)):
        assert "Báo cáo tuần" not in office.get("/follow-up").text
    with clock.at(datetime(2026, 8, 6, 9, 31, tzinfo=UTC)):
        page = office.get("/follow-up").text
    assert "Báo cáo tuần" in page
    assert "Quá hạn từ 16:30 hôm nay" in page
