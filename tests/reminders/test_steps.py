"""When somebody is told: steps before, on and after the due day; never twice, never on days off."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.accounts.rules import Role
from tracker.core.calendar_vn import NATIONAL_CALENDAR
from tracker.progress.rules import ContributionFacts, ContributionStatus
from tracker.reminders.parts import DigestPart, part_of
from tracker.reminders.rules import (
    Person,
    Steps,
    Told,
    digest_is_due,
    recipients,
    retry_pause,
    step_to_tell,
    steps_to_tell,
    still_holds,
)
from tracker.reminders.step_words import step_words
from tracker.tasks.rules import OccurrenceKind, Period

STEPS = Steps()
DUE_ON = date(2026, 8, 19)  # a Wednesday; the fortnight around it has no days off but weekends


def owed(due_on: date | None = DUE_ON, **changes: object) -> ContributionFacts:
    """A contribution that nobody has begun."""
    facts = {
        "status": ContributionStatus.NOT_STARTED,
        "kind": OccurrenceKind.DUE_DATE,
        "due_on": due_on,
    }
    return ContributionFacts(**{**facts, **changes})  # type: ignore[arg-type]


def check_in(**changes: object) -> ContributionFacts:
    """The check-in of August 2026."""
    period = Period(date(2026, 8, 1), date(2026, 8, 31))
    return owed(None, kind=OccurrenceKind.CHECK_IN, period=period, **changes)


def test_over_two_weeks_each_step_is_told_once_on_its_day() -> None:
    told: list[str] = []
    days = {}
    for day in (date(2026, 8, 6) + timedelta(days=n) for n in range(26)):
        step = step_to_tell(owed(), day, steps=STEPS, calendar=NATIONAL_CALENDAR, told=told)
        if step:
            told.append(step)
            days[step] = day
    assert days == {
        "before:7": date(2026, 8, 10),
        "before:3": date(2026, 8, 14),
        "before:1": date(2026, 8, 18),
        "due": DUE_ON,
        "late:3": date(2026, 8, 22),  # Thursday, Friday, the make-up Saturday
        "late:6": date(2026, 8, 26),
    }


@pytest.mark.parametrize(
    "status",
    [ContributionStatus.SUBMITTED, ContributionStatus.ACCEPTED, ContributionStatus.CANCELLED],
)
def test_what_is_handed_in_or_cancelled_is_never_reminded(status: ContributionStatus) -> None:
    for day in (DUE_ON - timedelta(days=1), DUE_ON, DUE_ON + timedelta(days=30)):
        assert (
            step_to_tell(owed(status=status), day, steps=STEPS, calendar=NATIONAL_CALENDAR, told=())
            is None
        )


def test_steps_missed_in_an_outage_are_told_as_one() -> None:
    after_outage = date(2026, 8, 18)
    assert (
        step_to_tell(
            owed(), after_outage, steps=STEPS, calendar=NATIONAL_CALENDAR, told=["before:7"]
        )
        == "before:1"
    )
    assert (
        step_to_tell(
            owed(), after_outage, steps=STEPS, calendar=NATIONAL_CALENDAR, told=["before:1"]
        )
        is None
    )


def test_a_clock_set_back_tells_nothing_anew() -> None:
    assert (
        step_to_tell(
            owed(), date(2026, 8, 14), steps=STEPS, calendar=NATIONAL_CALENDAR, told=["due"]
        )
        is None
    )


def test_what_falls_on_days_off_is_told_on_the_next_working_day() -> None:
    due_on_a_sunday = owed(date(2026, 8, 30))
    silent = [date(2026, 8, day) for day in (29, 30, 31)] + [date(2026, 9, 1), date(2026, 9, 2)]
    for day in silent:
        assert (
            step_to_tell(
                due_on_a_sunday, day, steps=STEPS, calendar=NATIONAL_CALENDAR, told=["before:1"]
            )
            is None
        )
    assert (
        step_to_tell(
            due_on_a_sunday,
            date(2026, 9, 3),
            steps=STEPS,
            calendar=NATIONAL_CALENDAR,
            told=["before:1"],
        )
        == "due"
    )


def test_without_a_due_day_there_is_no_dated_step() -> None:
    assert (
        step_to_tell(owed(None), DUE_ON, steps=STEPS, calendar=NATIONAL_CALENDAR, told=()) is None
    )


def test_a_ward_may_choose_other_steps_or_none_when_late() -> None:
    steps = Steps(days_before=(5,), every_days_late=0)
    assert (
        step_to_tell(owed(), date(2026, 8, 12), steps=steps, calendar=NATIONAL_CALENDAR, told=())
        == "before:5"
    )
    assert (
        step_to_tell(
            owed(),
            DUE_ON + timedelta(days=60),
            steps=steps,
            calendar=NATIONAL_CALENDAR,
            told=["due"],
        )
        is None
    )


def test_a_check_in_is_asked_for_once_before_its_period_ends_and_once_after() -> None:
    # 31/08/2026 is a day off: three working days before it is Wednesday 26/08.
    told: list[str] = []
    days = {}
    for day in (date(2026, 8, 20) + timedelta(days=n) for n in range(40)):
        step = step_to_tell(check_in(), day, steps=STEPS, calendar=NATIONAL_CALENDAR, told=told)
        if step:
            told.append(step)
            days[step] = day
    assert days == {"check_in": date(2026, 8, 26), "check_in_after": date(2026, 9, 3)}


def test_a_period_that_ended_long_ago_is_not_asked_for() -> None:
    for today in (date(2026, 9, 10), date(2026, 12, 1)):
        step = step_to_tell(check_in(), today, steps=STEPS, calendar=NATIONAL_CALENDAR, told=())
        assert step is None


def test_a_check_in_that_was_made_is_not_asked_for() -> None:
    assert (
        step_to_tell(
            check_in(was_updated=True),
            date(2026, 8, 27),
            steps=STEPS,
            calendar=NATIONAL_CALENDAR,
            told=(),
        )
        is None
    )


def test_each_return_is_told_once_beside_the_step_of_the_date() -> None:
    returned = owed(status=ContributionStatus.RETURNED)
    today = date(2026, 8, 14)
    first = steps_to_tell(
        returned, today, steps=STEPS, calendar=NATIONAL_CALENDAR, told=[], times_returned=1
    )
    assert first == ["returned:1", "before:3"]
    told = [Told(step, 1) for step in first]
    assert (
        steps_to_tell(
            returned, today, steps=STEPS, calendar=NATIONAL_CALENDAR, told=told, times_returned=1
        )
        == []
    )
    assert steps_to_tell(
        returned, today, steps=STEPS, calendar=NATIONAL_CALENDAR, told=told, times_returned=2
    ) == ["returned:2"]


def test_a_moved_due_date_begins_its_steps_anew() -> None:
    told = [Told("before:7", 1), Told("due", 1), Told("late:3", 1)]
    moved = owed(date(2026, 9, 30))
    assert (
        steps_to_tell(
            moved,
            date(2026, 9, 10),
            steps=STEPS,
            calendar=NATIONAL_CALENDAR,
            told=told,
            due_version=2,
        )
        == []
    )
    soon = date(2026, 9, 21)
    assert steps_to_tell(
        moved, soon, steps=STEPS, calendar=NATIONAL_CALENDAR, told=told, due_version=2
    ) == ["before:7"]
    assert not still_holds(told[2], moved, soon, current_version=2)


def test_what_was_decided_is_not_said_once_the_reason_is_gone() -> None:
    submitted = owed(status=ContributionStatus.SUBMITTED)
    working_again = owed(status=ContributionStatus.IN_PROGRESS)
    assert not still_holds(Told("due", 1), submitted, DUE_ON, current_version=1)
    assert still_holds(Told("due", 1), working_again, DUE_ON, current_version=1)
    assert not still_holds(Told("returned:1", 1), working_again, DUE_ON, current_version=1)
    made = check_in(was_updated=True)
    assert not still_holds(Told("check_in", 1), made, date(2026, 8, 27), current_version=1)


def test_the_head_and_the_named_officer_are_told() -> None:
    people = [Person(1, Role.UNIT_HEAD), Person(2, Role.OFFICER), Person(3, Role.OFFICER)]
    assert recipients(people, 3) == [1, 3]
    assert recipients(people, None) == [1]
    assert recipients(people, 1) == [1]
    assert recipients(people, 99) == [1]


def test_a_unit_without_a_head_is_told_as_a_whole() -> None:
    assert recipients([Person(2, Role.OFFICER), Person(3, Role.OFFICE)], 2) == [2, 3]
    assert recipients([], 2) == []


def test_rows_of_a_digest_stand_under_their_most_urgent_heading() -> None:
    returned = owed(status=ContributionStatus.RETURNED)
    assert part_of(owed(), DUE_ON) is DigestPart.DUE
    assert part_of(owed(), DUE_ON + timedelta(days=1)) is DigestPart.LATE
    assert part_of(returned, DUE_ON) is DigestPart.RETURNED
    assert part_of(returned, DUE_ON + timedelta(days=1)) is DigestPart.LATE
    assert part_of(check_in(), DUE_ON) is DigestPart.CHECK_IN


def test_every_step_has_words() -> None:
    steps = ("before:7", "due", "late:3", "check_in", "check_in_after", "returned:2", "to_office")
    words = {step_words(step) for step in steps}
    assert words == {
        "Trước hạn 7 ngày làm việc",
        "Đến hạn",
        "Quá hạn 3 ngày làm việc",
        "Sắp hết kỳ, chưa cập nhật",
        "Đã hết kỳ, chưa cập nhật",
        "Trả lại lần 2",
        "Báo Văn phòng",
    }


def test_the_digest_has_its_hour() -> None:
    assert not digest_is_due(time(7, 29), "07:30")
    assert digest_is_due(time(7, 30), "07:30")
    with pytest.raises(ValueError, match="gio"):
        digest_is_due(time(7, 30), "7 gio")


def test_pauses_between_attempts_grow_up_to_an_hour() -> None:
    minutes = [retry_pause(attempts) // timedelta(minutes=1) for attempts in range(1, 8)]
    assert minutes == [1, 5, 15, 30, 60, 60, 60]


days = st.dates(date(2025, 1, 1), date(2026, 12, 31))


@given(due_on=days, days_seen=st.lists(st.integers(-20, 40), max_size=30))
def test_whatever_days_the_scheduler_runs_nobody_is_told_twice(
    due_on: date, days_seen: list[int]
) -> None:
    told: list[str] = []
    for offset in days_seen:
        today = due_on + timedelta(days=offset)
        step = step_to_tell(owed(due_on), today, steps=STEPS, calendar=NATIONAL_CALENDAR, told=told)
        if step:
            assert NATIONAL_CALENDAR.is_working_day(today)
            assert step not in told
            told.append(step)


@given(due_on=days, offset=st.integers(-20, 60))
def test_after_an_outage_the_step_told_is_the_latest_passed(due_on: date, offset: int) -> None:
    today = due_on + timedelta(days=offset)
    step = step_to_tell(owed(due_on), today, steps=STEPS, calendar=NATIONAL_CALENDAR, told=())
    late = NATIONAL_CALENDAR.working_days_between(due_on, today)
    if not NATIONAL_CALENDAR.is_working_day(today):
        assert step is None
    elif today >= due_on:
        assert step == (f"late:{late - late % 3}" if late >= 3 else "due")
    elif step is not None:
        left = NATIONAL_CALENDAR.working_days_between(
            today - timedelta(days=1), due_on - timedelta(days=1)
        )
        assert step == f"before:{min(n for n in STEPS.days_before if n >= left)}"
