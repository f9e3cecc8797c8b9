"""The plan page: the appendix as it was printed, with the state of each row and its numbers."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.factories import contribution_of, fixed, make_plan, make_task, on_occurrence, regular
from tests.imports.reviewing import words_of
from tests.personas import Browser, Ward
from tests.progress.reports import HTMX, accept, send_report
from tracker.core.db import db
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.plans.service import add_section, change_state
from tracker.reading.result import Rhythm
from tracker.tasks.models import Task
from tracker.tasks.moving import extend_due_day


@pytest.fixture
def plan(ward: Ward, browser: Browser) -> Plan:
    """Two sections, five tasks: late, done, regular, waiting for an event, led from outside."""
    plan = make_plan()
    first = add_section(plan, "Công khai thủ tục", label="I", position=1)
    second = add_section(plan, "Kiểm tra", label="II", position=5)
    tasks = [
        make_task(plan, fixed(date(2026, 8, 1)), lead=ward.culture, content="Việc đã chậm"),
        make_task(plan, fixed(date(2026, 9, 1)), lead=ward.divisions, content="Việc đã xong"),
        make_task(plan, regular(Rhythm.QUARTERLY), lead=ward.economy, content="Báo cáo quý"),
        make_task(plan, on_occurrence(5), lead=ward.centre, content="Khi có quyết định"),
        make_task(plan, fixed(date(2026, 7, 1)), lead=ward.city, content="Thành phố làm"),
    ]
    for task, position in zip(tasks, (2, 3, 4, 6, 7), strict=True):
        task.position, task.level = position, 1
        task.section = first if position < 5 else second
    db.session.commit()
    for unit, person in ((ward.culture, ward.culture_head), (ward.economy, ward.economy_head)):
        owed = contribution_of(tasks[1], unit)
        send_report(browser.as_(person), owed)
        accept(browser.as_(ward.office), owed)
    return plan


def test_rows_stand_as_they_were_printed(ward: Ward, browser: Browser, plan: Plan) -> None:
    page = browser.as_(ward.observer).get(f"/plans/{plan.id}").text
    words = (
        "Công khai thủ tục",
        "Việc đã chậm",
        "Việc đã xong",
        "Báo cáo quý",
        "Kiểm tra",
        "Khi có quyết định",
        "Thành phố làm",
    )
    body = page[page.index("<tbody>") :]
    places = [body.index(text) for text in words]
    assert places == sorted(places)
    assert "12/KH-UBND" in page
    assert "ngày 05/01/2026" in page
    assert "5 nhiệm vụ" in page


def test_a_heading_shows_what_its_other_cells_say(ward: Ward, browser: Browser, plan: Plan) -> None:
    plan.sections[0].extra = {"Đơn vị phối hợp": "Các tổ dân phố"}
    db.session.commit()
    page = words_of(browser.as_(ward.culture_head).get(f"/plans/{plan.id}"))
    assert "Công khai thủ tục Đơn vị phối hợp: Các tổ dân phố" in page


def test_each_row_says_its_state_in_words(ward: Ward, browser: Browser, plan: Plan) -> None:
    page = browser.as_(ward.office).get(f"/plans/{plan.id}").text
    rows = {
        task.content: page[page.index(f'id="task-{task.id}"') :].split("</tr>")[0]
        for task in db.session.query(Task)
    }
    assert "Quá hạn 4 ngày" in rows["Việc đã chậm"]
    assert "Hoàn thành" in rows["Việc đã xong"]
    assert "2/2 đã xong" in rows["Việc đã xong"]
    assert "Chưa có việc phát sinh" in rows["Khi có quyết định"]
    assert "Đơn vị ngoài phường thực hiện" in rows["Thành phố làm"]
    assert "Quá hạn" not in rows["Thành phố làm"]


def test_a_date_before_the_plan_was_tracked_is_not_called_to_come(
    ward: Ward, browser: Browser
) -> None:
    plan = make_plan(tracked_from=date(2026, 3, 1))
    make_task(plan, fixed(date(2026, 2, 1)), lead=ward.culture)
    db.session.commit()
    page = browser.as_(ward.office).get(f"/plans/{plan.id}").text
    assert "Hạn trước ngày bắt đầu theo dõi" in page


def test_the_numbers_are_those_of_the_rows_and_lead_to_them(
    ward: Ward, browser: Browser, plan: Plan
) -> None:
    client = browser.as_(ward.leader)
    page = client.get(f"/plans/{plan.id}").text
    links = re.findall(r'href="(/plans/\d+\?timing=\w+)".*?figure__number">(\d+)<', page, re.DOTALL)
    # Quarters before August are late, as nobody reported them.
    assert [(url.partition("=")[2], int(number)) for url, number in links] == [
        ("done_on_time", 1),
        ("open_overdue", 2),
    ]
    for url, number in links:
        filtered = client.get(url).text
        assert filtered.count('<tr id="task-') == int(number)
        assert f"{number} trong 5 nhiệm vụ" in filtered


@pytest.mark.parametrize(
    ("query", "rows"),
    [("words=khi+co+quyet", 1), ("kind=on_occurrence", 1), ("unit={economy}", 2), ("words=zzz", 0)],
)
def test_filters_are_kept_in_the_address(
    ward: Ward, browser: Browser, plan: Plan, query: str, rows: int
) -> None:
    url = f"/plans/{plan.id}?{query.format(economy=ward.economy.id)}"
    page = browser.as_(ward.office).get(url).text
    assert page.count('<tr id="task-') == rows
    assert "Bỏ lọc" in page


def test_htmx_gets_the_table_alone(ward: Ward, browser: Browser, plan: Plan) -> None:
    answer = browser.as_(ward.office).get(f"/plans/{plan.id}?kind=regular", headers=HTMX)
    assert answer.text.strip().startswith('<div id="matrix">')
    assert "<html" not in answer.text


def test_the_list_of_plans_counts_late_open_and_done(
    ward: Ward, browser: Browser, plan: Plan
) -> None:
    make_task(plan, fixed(date(2026, 9, 1)), lead=ward.centre)
    db.session.commit()
    page = browser.as_(ward.culture_officer).get("/plans").text
    assert "1 kế hoạch" in page
    assert f'href="/plans/{plan.id}?timing=open_overdue">2</a>' in page
    assert 'data-label="Đang thực hiện">1</td>' in page
    assert 'data-label="Hoàn thành">1</td>' in page


def test_plans_of_ten_years_come_by_pages_each_with_its_own_counts(
    ward: Ward, browser: Browser, plan: Plan
) -> None:
    for year in range(2027, 2037):
        for number in range(1, 7):
            late = make_plan(f"Kế hoạch {number}", year=year, number=f"{number}/KH-{year}")
            make_task(late, fixed(date(2026, 7, 31)), lead=ward.centre)
    db.session.commit()
    client = browser.as_(ward.office)
    first, second = client.get("/plans").text, client.get("/plans?page=2").text
    assert "50 trong 61 kế hoạch" in first
    assert "6/KH-2036" in first
    assert first.count('?timing=open_overdue">1</a>') == 50
    assert second.count('?timing=open_overdue">1</a>') == 10
    assert f'href="/plans/{plan.id}?timing=open_overdue">2</a>' in second


def test_a_draft_plan_is_listed_for_those_who_may_open_it(
    ward: Ward, browser: Browser, plan: Plan
) -> None:
    task = db.session.query(Task).first()
    assert task is not None
    change_state(plan, PlanState.DRAFT, actor=ward.office)
    db.session.commit()
    plan.coordinator_unit = ward.economy
    db.session.commit()
    for person, status in (
        (ward.culture_head, 404),
        (ward.observer, 404),
        (ward.office, 200),
        (ward.leader, 200),
        (ward.economy_head, 200),
    ):
        client = browser.as_(person)
        assert client.get(f"/plans/{plan.id}").status_code == status
        assert client.get(f"/tasks/{task.id}").status_code == status
        assert (plan.title in client.get("/plans").text) is (status == 200)


def test_no_plans_yet_says_what_to_do(ward: Ward, browser: Browser) -> None:
    assert "Tải văn bản có phụ lục giao việc lên" in browser.as_(ward.office).get("/plans").text
    assert "Khi Văn phòng nhập kế hoạch" in browser.as_(ward.culture_head).get("/plans").text


def test_what_people_typed_is_never_taken_for_code(
    ward: Ward, browser: Browser, plan: Plan
) -> None:
    task = db.session.query(Task).first()
    assert task is not None
    task.content = '<script>alert("x")</script> & <b>đậm</b>'
    plan.title = "</title><img src=x onerror=alert(1)>"
    db.session.commit()
    client = browser.as_(ward.culture_head)
    for page in (f"/plans/{plan.id}", f"/tasks/{task.id}", "/", "/plans"):
        text = client.get(page).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text


@pytest.mark.usefixtures("plan")
def test_the_task_page_shows_the_printed_words_and_the_reading_side_by_side(
    ward: Ward, browser: Browser
) -> None:
    task = db.session.query(Task).filter_by(content="Báo cáo quý").one()
    task.deadline_text = "Hằng quý"
    db.session.commit()
    page = browser.as_(ward.observer).get(f"/tasks/{task.id}").text
    assert "Hằng quý" in page
    assert "hằng quý" in page
    assert "Thuộc mục" in page
    assert "Quý III/2026" in page
    assert ward.economy.name in page


def test_the_figures_count_by_the_day_after_extension_and_by_the_original_one(
    ward: Ward, browser: Browser
) -> None:
    plan = make_plan()
    tasks = [
        make_task(plan, fixed(date(2026, 8, 3)), lead=ward.culture, content=f"Việc {number}")
        for number in range(3)
    ]
    for task in tasks[:2]:
        extend_due_day(task.occurrences[0], date(2026, 8, 20))
    db.session.commit()
    # One late by any day, one done within its extension, one open within it.
    owed = contribution_of(tasks[0], ward.culture)
    send_report(browser.as_(ward.culture_head), owed)
    accept(browser.as_(ward.office), owed)
    page = words_of(browser.as_(ward.office).get(f"/plans/{plan.id}"))
    assert "1 Hoàn thành đúng hạn sau gia hạn; theo hạn gốc: 0" in page
    assert "0 Hoàn thành quá hạn sau gia hạn; theo hạn gốc: 1" in page
    assert "1 Đang thực hiện, trong hạn sau gia hạn; theo hạn gốc: 0" in page
    assert "1 Đang thực hiện, quá hạn sau gia hạn; theo hạn gốc: 2" in page
