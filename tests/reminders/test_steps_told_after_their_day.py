"""A step told after its day says how far the due day really is: the ledger is a proof."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.personas import Browser, Ward
from tests.reminders.conftest import RunPass
from tracker.core.calendar_vn import NATIONAL_CALENDAR
from tracker.core.db import db
from tracker.reminders.models import Reminder
from tracker.reminders.step_words import dated_step_words, step_words

THURSDAY = date(2026, 8, 27)
# The Sunday within the days off from 29/08 to 02/09.
SUNDAY = date(2026, 8, 30)


def words_on(step: str, due_on: date, today: date) -> str:
    return dated_step_words(step, due_on, today, NATIONAL_CALENDAR)


@pytest.mark.parametrize("number", [7, 3, 1])
def test_on_its_own_day_a_step_says_its_number(number: int) -> None:
    own_day = NATIONAL_CALENDAR.add_working_days(THURSDAY, -number)
    assert words_on(f"before:{number}", THURSDAY, own_day) == step_words(f"before:{number}")


def test_a_plan_entered_late_does_not_say_seven_days_where_five_were_left() -> None:
    # The Saturday 22/08 is worked.
    assert words_on("before:7", THURSDAY, date(2026, 8, 21)) == "Trước hạn 5 ngày làm việc"


def test_before_a_due_day_nobody_works_on_the_last_working_day_is_one_before() -> None:
    assert words_on("before:1", SUNDAY, date(2026, 8, 28)) == "Trước hạn 1 ngày làm việc"


def test_the_due_step_made_up_for_later_says_that_the_day_is_over() -> None:
    assert words_on("due", THURSDAY, THURSDAY) == "Đến hạn"
    assert words_on("due", THURSDAY, THURSDAY + timedelta(days=1)) == "Quá hạn 1 ngày làm việc"
    assert words_on("due", SUNDAY, date(2026, 9, 3)) == "Quá hạn 1 ngày làm việc"
    assert words_on("late:3", THURSDAY, date(2026, 9, 8)) == "Quá hạn 5 ngày làm việc"


def test_other_steps_keep_their_words() -> None:
    assert words_on("returned:2", THURSDAY, THURSDAY + timedelta(days=9)) == "Trả lại lần 2"


@pytest.mark.usefixtures("post_office")
def test_the_ledger_and_the_task_s_page_say_it(
    ward: Ward, browser: Browser, pass_at: RunPass
) -> None:
    task = make_task(make_plan(), fixed(SUNDAY), lead=ward.culture)
    db.session.commit()
    owed = contribution_of(task, ward.culture)
    pass_at("2026-08-25T07:30")
    pass_at("2026-09-03T07:30")
    told = db.session.scalars(
        select(Reminder).where(Reminder.contribution == owed).order_by(Reminder.id)
    )
    assert [(row.step, row.reason) for row in told if row.step != "to_head"] == [
        ("before:7", "Trước hạn 4 ngày làm việc; hạn 30/08/2026"),
        ("due", "Quá hạn 1 ngày làm việc; hạn 30/08/2026"),
    ]
    page = browser.as_(ward.office).get(f"/tasks/{task.id}").text
    assert "Nhắc: Trước hạn 4 ngày làm việc" in page
    assert "Nhắc: Quá hạn 1 ngày làm việc" in page
