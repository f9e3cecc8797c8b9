"""The month of due dates: whose, on which days, with the days off marked."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.imports.reviewing import words_of
from tests.personas import Browser, Ward
from tests.progress.reports import send_report
from tracker.core.db import db
from tracker.due_calendar.rules import days_shown, month_after, month_asked_for, month_before
from tracker.tasks.models import Task
from tracker.tasks.moving import extend_due_day

TODAY = date(2026, 8, 5)


@pytest.fixture
def tasks(ward: Ward) -> tuple[Task, Task]:
    """One of the culture division, shared with economy; one of the economy division alone."""
    plan = make_plan()
    shared = make_task(
        plan,
        fixed(date(2026, 8, 20)),
        lead=ward.culture,
        cooperating=(ward.economy,),
        content="Rà soát thủ tục",
    )
    own = make_task(plan, fixed(date(2026, 8, 31)), lead=ward.economy, content="Kiểm tra chợ")
    db.session.commit()
    return shared, own


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("2026-09", date(2026, 9, 1)),
        ("", date(2026, 8, 1)),
        ("2026-13", date(2026, 8, 1)),
        ("0000-01", date(2026, 8, 1)),
        ("9999-12", date(2026, 8, 1)),
        ("tháng tám", date(2026, 8, 1)),
    ],
)
def test_an_address_names_a_month_or_means_this_one(text: str, first: date) -> None:
    assert month_asked_for(text, TODAY) == first


def test_weeks_are_whole_and_months_follow_each_other() -> None:
    first = date(2026, 8, 1)
    days = days_shown(first)
    assert (days[0], days[-1], len(days)) == (date(2026, 7, 27), date(2026, 9, 6), 42)
    assert month_before(date(2026, 1, 1)) == date(2025, 12, 1)
    assert month_after(date(2026, 12, 1)) == date(2027, 1, 1)


@pytest.mark.usefixtures("tasks")
def test_a_unit_sees_what_it_owes_whatever_it_asks_for(ward: Ward, browser: Browser) -> None:
    head = browser.as_(ward.culture_head)
    for address in ("/calendar", f"/calendar?unit={ward.economy.id}"):
        page = words_of(head.get(address))
        assert "Rà soát thủ tục" in page
        assert "Kiểm tra chợ" not in page
    assert "1 việc đến hạn trong tháng" in page


@pytest.mark.usefixtures("tasks")
@pytest.mark.parametrize("who", ["office", "leader", "observer"])
def test_those_who_oversee_see_all_or_one_unit(ward: Ward, browser: Browser, who: str) -> None:
    client = browser.as_(getattr(ward, who))
    page = words_of(client.get("/calendar"))
    assert "Kiểm tra chợ" in page
    assert page.count("Rà soát thủ tục") == 1
    filtered = words_of(client.get(f"/calendar?month=2026-08&unit={ward.culture.id}"))
    assert "Rà soát thủ tục" in filtered
    assert "Kiểm tra chợ" not in filtered


def test_days_off_and_make_up_saturdays_are_named(ward: Ward, browser: Browser) -> None:
    office = browser.as_(ward.office)
    page = words_of(office.get("/calendar?month=2026-08"))
    assert "Làm bù" in page
    assert "Quốc khánh" in words_of(office.get("/calendar?month=2026-09"))
    assert "Hôm nay" in page


def test_a_row_stands_on_its_present_day_with_its_state(
    ward: Ward, browser: Browser, tasks: tuple[Task, Task]
) -> None:
    extend_due_day(tasks[0].occurrences[0], date(2026, 9, 10))
    db.session.commit()
    head = browser.as_(ward.culture_head)
    assert "Rà soát thủ tục" not in words_of(head.get("/calendar?month=2026-08"))
    assert "Còn 36 ngày hạn gốc 20/08/2026" in words_of(head.get("/calendar?month=2026-09"))
    send_report(head, contribution_of(tasks[0], ward.culture))
    assert "Chờ xác nhận" in words_of(head.get("/calendar?month=2026-09"))


@pytest.mark.usefixtures("tasks")
def test_htmx_gets_the_month_alone(ward: Ward, browser: Browser) -> None:
    answer = browser.as_(ward.office).get("/calendar", headers={"HX-Request": "true"})
    assert answer.text.lstrip().startswith('<div id="month"')
    assert "hx-push-url" in answer.text
