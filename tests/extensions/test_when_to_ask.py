"""When a later due day may be asked for, and which day it may be."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.core.calendar_vn import NATIONAL_CALENDAR
from tracker.extensions.rules import Limits, asking_problem, last_day_to_ask, new_day_problem
from tracker.progress.rules import ContributionFacts, ContributionStatus
from tracker.tasks.rules import OccurrenceKind

DUE = date(2026, 8, 20)
LIMITS = Limits(notice_days=3, most_times=1)


def problem(
    today: date,
    *,
    status: ContributionStatus = ContributionStatus.IN_PROGRESS,
    due_on: date | None = DUE,
    submitted_on: date | None = None,
    is_lead: bool = True,
    times_granted: int = 0,
    limits: Limits = LIMITS,
) -> str | None:
    facts = ContributionFacts(
        status, OccurrenceKind.DUE_DATE, due_on=due_on, submitted_on=submitted_on
    )
    return asking_problem(
        facts,
        today,
        is_lead=is_lead,
        times_granted=times_granted,
        limits=limits,
        calendar=NATIONAL_CALENDAR,
    )


def test_three_working_days_before_is_the_last_day() -> None:
    assert problem(date(2026, 8, 17)) is None
    late = problem(date(2026, 8, 18))
    assert late is not None
    assert "ít nhất 3 ngày làm việc" in late
    assert "chậm nhất ngày 17/08/2026" in late


@pytest.mark.parametrize(
    ("due_on", "last"),
    [
        (date(2026, 8, 25), date(2026, 8, 21)),  # Saturday 22/08 is worked for 31/08.
        (date(2026, 9, 3), date(2026, 8, 26)),  # 31/08 to 02/09 are days off.
        (date(2026, 2, 23), date(2026, 2, 11)),  # Tết.
    ],
)
def test_days_off_are_not_counted(due_on: date, last: date) -> None:
    assert last_day_to_ask(due_on, LIMITS, NATIONAL_CALENDAR) == last


def test_without_notice_the_due_day_itself_will_do() -> None:
    limits = Limits(notice_days=0, most_times=1)
    assert problem(DUE, limits=limits) is None
    assert "Đã quá hạn 20/08/2026" in (problem(date(2026, 8, 21), limits=limits) or "")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"due_on": None}, "không có thời hạn cụ thể"),
        ({"is_lead": False}, "Đơn vị chủ trì xin gia hạn"),
        ({"times_granted": 1}, "đã được gia hạn 1 lần; quy định tối đa 1 lần"),
        ({"status": ContributionStatus.CANCELLED}, "đã hủy"),
        (
            {"status": ContributionStatus.SUBMITTED, "submitted_on": date(2026, 8, 4)},
            "Kết quả đã gửi ngày 04/08/2026",
        ),
        (
            {"status": ContributionStatus.ACCEPTED, "submitted_on": date(2026, 8, 4)},
            "không gia hạn được nữa",
        ),
    ],
)
def test_what_stands_against_it_is_said(changes: dict[str, object], words: str) -> None:
    assert words in (problem(date(2026, 8, 5), **changes) or "")  # type: ignore[arg-type]


def test_returned_work_may_ask() -> None:
    status = ContributionStatus.RETURNED
    assert problem(date(2026, 8, 5), status=status, submitted_on=date(2026, 8, 3)) is None


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 8, 1), "đã qua"),
        (date(2026, 8, 10), "sau hạn hiện tại 20/08/2026"),
        (DUE, "sau hạn hiện tại 20/08/2026"),
        (date(2036, 8, 21), "hãy xem lại năm"),
    ],
)
def test_a_day_that_cannot_be_gets_a_sentence(day: date, words: str) -> None:
    assert words in (new_day_problem(day, due_on=DUE, today=date(2026, 8, 5)) or "")


def test_the_day_after_the_due_day_will_do() -> None:
    assert new_day_problem(date(2026, 8, 21), due_on=DUE, today=date(2026, 8, 5)) is None


def test_a_day_between_a_past_due_day_and_today_is_past() -> None:
    assert new_day_problem(date(2026, 8, 22), due_on=DUE, today=date(2026, 8, 24)) is not None
