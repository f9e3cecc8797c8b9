"""The office mends a deadline after the import; the next due days are shown before it is kept."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from wtforms.validators import ValidationError

from tests.factories import contribution_of, fixed, make_plan, make_task, regular
from tests.personas import Browser, Ward
from tests.plan_life.forms import seen_in, typed
from tests.progress.reports import send_report
from tracker.audit.models import AuditEntry
from tracker.core import clock
from tracker.core.db import db
from tracker.plans.amendments import amendments_of_task
from tracker.progress.queries import contributions_of_task
from tracker.progress.rules import ContributionStatus
from tracker.reading.result import DeadlineKind, Rhythm
from tracker.tasks.deadline_fields import days_in, months_in
from tracker.tasks.models import Task


@pytest.fixture
def task(ward: Ward) -> Task:
    """Asked about monthly: the rhythm was not understood at the import."""
    task = make_task(make_plan(), regular(), lead=ward.culture, content="Báo cáo tuần")
    db.session.commit()
    return task


def test_the_next_due_days_are_shown_first_and_then_kept(
    ward: Ward, browser: Browser, task: Task
) -> None:
    office = browser.as_(ward.office)
    page = office.post(f"/tasks/{task.id}/amend", data=typed(task))
    assert page.status_code == 200
    assert "06/08/2026, 16:30" in page.text
    assert "13/08/2026, 16:30" in page.text
    assert db.session.get_one(Task, task.id).rhythms == []
    answer = office.post(f"/tasks/{task.id}/amend", data=typed(task, seen=seen_in(page.text)))
    assert answer.status_code == 303
    db.session.refresh(task)
    assert (task.rhythms, task.weekday, task.due_time) == (["weekly"], 4, time(16, 30))
    days = [item.due_on for item in task.occurrences if item.due_on]
    assert date(2026, 8, 6) in days
    assert all(day.weekday() == 3 for day in days)
    told = db.session.query(AuditEntry).filter_by(action="task:changed").one()
    assert told.changes["reason"][1] == "Kế hoạch ghi rõ trước 16 giờ 30 thứ Năm"
    assert told.changes["rhythms"] == [[], ["weekly"]]


def test_of_which_days_figures_are_is_shown_and_kept(
    ward: Ward, browser: Browser, task: Task
) -> None:
    office, data = browser.as_(ward.office), typed(task, data_window="calendar")
    page = office.post(f"/tasks/{task.id}/amend", data=data).text
    assert "Theo lịch: trọn tháng, quý, năm</ins>" in page
    office.post(f"/tasks/{task.id}/amend", data={**data, "seen": seen_in(page)})
    (kept,) = amendments_of_task(task.id)
    told = {item["field"]: item["new"] for item in kept.changes}
    assert told["Số liệu báo cáo"] == "Theo lịch: trọn tháng, quý, năm"


def test_what_was_handed_in_keeps_its_day(ward: Ward, browser: Browser) -> None:
    task = make_task(
        make_plan(tracked_from=date(2026, 8, 1)), regular(Rhythm.MONTHLY), lead=ward.culture
    )
    db.session.commit()
    owed = contribution_of(task, ward.culture)
    send_report(browser.as_(ward.culture_head), owed, note="Đã báo cáo.")
    office = browser.as_(ward.office)
    data = typed(task, rhythms=["monthly"], weekday="0", due_point="day", due_day="20", due_time="")
    page = office.post(f"/tasks/{task.id}/amend", data=data).text
    office.post(f"/tasks/{task.id}/amend", data={**data, "seen": seen_in(page)})
    db.session.expire_all()
    days = [item.due_on for item in task.occurrences]
    assert days[0] == date(2026, 8, 31)
    assert days[1] == date(2026, 9, 20)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": "fixed", "dates": "31/02/2026"}, "“31/02/2026” không phải một ngày có"),
        ({"kind": "fixed", "dates": ""}, "Hãy nhập ít nhất một ngày"),
        ({"weekday": "0"}, "Hãy chọn thứ trong tuần."),
        ({"rhythms": []}, "Đã nêu ngày hoặc thứ mà chưa chọn kỳ"),
        ({"rhythms": [], "weekday": "0", "due_day": "15"}, "Đã nêu ngày hoặc thứ mà chưa chọn kỳ"),
        ({"rhythms": ["monthly"], "due_point": "day"}, "Hãy nhập ngày trong tháng"),
        ({"rhythms": ["monthly"], "months": "3, 13"}, "Nhập số tháng từ 1 đến 12"),
        ({"months": "3, 6"}, "hãy chọn kỳ hằng tháng"),
        ({"due_time": "25:00"}, "Giờ không đúng"),
        ({"reason": ""}, "Hãy ghi lý do."),
        ({"due_point": "day", "due_day": "32"}, "Nhập ngày từ 1 đến 31."),
    ],
)
def test_bad_input_gets_its_sentence_and_changes_nothing(
    ward: Ward, browser: Browser, task: Task, changes: dict[str, object], sentence: str
) -> None:
    answer = browser.as_(ward.office).post(f"/tasks/{task.id}/amend", data=typed(task, **changes))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.get_one(Task, task.id).deadline_kind is DeadlineKind.REGULAR


def test_of_two_people_the_second_is_told(ward: Ward, browser: Browser, task: Task) -> None:
    office = browser.as_(ward.office)
    data = typed(task, version=task.version - 1)
    page = office.post(f"/tasks/{task.id}/amend", data=data).text
    answer = office.post(f"/tasks/{task.id}/amend", data={**data, "seen": seen_in(page)})
    assert answer.status_code == 409
    assert "Có người vừa sửa nhiệm vụ này" in answer.text


def test_days_are_typed_in_any_of_the_offices_ways() -> None:
    assert days_in("31/12/2026; 30-06-2026") == (date(2026, 6, 30), date(2026, 12, 31))


def test_months_are_typed_in_any_order_and_each_is_one_of_the_twelve() -> None:
    assert months_in("11; 05, 5") == (5, 11)
    # Cut to its first three figures "0120" would be December, and kept as month 120.
    for words in ("0", "13", "0120", "0121212", "²", "1" * 5_000):
        with pytest.raises(ValidationError):
            months_in(words)


def test_a_rhythm_set_after_the_hour_makes_nobody_late_the_same_day(
    ward: Ward, browser: Browser, task: Task
) -> None:
    """Before 16:30 on Thursdays, set on a Thursday at 17:00: the first one due is a week later."""
    with clock.at(datetime(2026, 8, 6, 10, tzinfo=UTC)):
        office, data = browser.as_(ward.office), typed(task)
        page = office.post(f"/tasks/{task.id}/amend", data=data).text
        office.post(f"/tasks/{task.id}/amend", data={**data, "seen": seen_in(page)})
        assert 'id="group-overdue"' not in browser.as_(ward.culture_head).get("/").text
    found = {c.occurrence.due_on: c.status for c in contributions_of_task(task.id)}
    assert found[date(2026, 8, 6)] is ContributionStatus.CANCELLED
    assert found[date(2026, 8, 13)] is ContributionStatus.NOT_STARTED


def test_a_unit_that_joins_after_the_hour_is_not_late_at_once(
    ward: Ward, browser: Browser, task: Task
) -> None:
    office, data = browser.as_(ward.office), typed(task)
    page = office.post(f"/tasks/{task.id}/amend", data=data).text
    office.post(f"/tasks/{task.id}/amend", data={**data, "seen": seen_in(page)})
    with clock.at(datetime(2026, 8, 6, 10, tzinfo=UTC)):
        data = typed(task, cooperating=str(ward.economy.id))
        page = office.post(f"/tasks/{task.id}/amend", data=data).text
        office.post(f"/tasks/{task.id}/amend", data={**data, "seen": seen_in(page)})
        assert 'id="group-overdue"' not in browser.as_(ward.economy_head).get("/").text
    joined = [c for c in contributions_of_task(task.id) if c.unit == ward.economy]
    assert min(c.occurrence.due_on for c in joined if c.occurrence.due_on) == date(2026, 8, 13)


def monthly(day: int) -> dict[str, str | list[str]]:
    return {
        "rhythms": ["monthly"],
        "weekday": "0",
        "due_point": "day",
        "due_day": str(day),
        "due_time": "",
    }


def test_a_rhythm_brings_no_period_back_to_a_day_that_passed(ward: Ward, browser: Browser) -> None:
    """Due on the 31st, and from 23 August on the 20th: August's stays due on the 31st."""
    plan = make_plan(tracked_from=date(2026, 8, 1))
    task = make_task(plan, regular(Rhythm.MONTHLY), lead=ward.culture, until=date(2026, 9, 30))
    db.session.commit()
    with clock.at(datetime(2026, 8, 23, 2, tzinfo=UTC)):
        office, data = browser.as_(ward.office), typed(task, **monthly(20))
        page = office.post(f"/tasks/{task.id}/amend", data=data).text
        assert "giữ hạn cũ: 20/08/2026 đã qua khi sửa đổi." in page
        office.post(f"/tasks/{task.id}/amend", data={**data, "seen": seen_in(page)})
        assert 'id="group-overdue"' not in browser.as_(ward.culture_head).get("/").text
    found = {o.key: o.due_on for o in task.occurrences}
    assert found["monthly:2026-08-01"] == date(2026, 8, 31)
    assert found["monthly:2026-09-01"] == date(2026, 9, 20)


def test_a_printed_date_that_passed_is_said_before_it_is_kept(ward: Ward, browser: Browser) -> None:
    """The document says 3 August, read as the 30th: the unit is late by its word."""
    task = make_task(make_plan(), fixed(date(2026, 8, 30)), lead=ward.culture)
    db.session.commit()
    changes = {"kind": "fixed", "rhythms": [], "weekday": "0", "due_time": ""}
    data = typed(task, **changes, dates="03/08/2026")
    page = browser.as_(ward.office).post(f"/tasks/{task.id}/amend", data=data).text
    assert "dời sang 03/08/2026, đã qua: đơn vị còn nợ quá hạn ngay." in page
