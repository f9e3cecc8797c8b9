"""The leader sees how the units stand and what became worse since last week."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime

import pytest

from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.imports.reviewing import words_of
from tests.personas import Browser, Ward
from tests.progress.reports import accept, give_back, send_report
from tracker.core import clock
from tracker.core.db import db
from tracker.follow_up.overview import overview
from tracker.progress.rules import TimingClass
from tracker.tasks.models import Task
from tracker.tasks.moving import extend_due_day, replace_due_day


@pytest.fixture
def tasks(ward: Ward) -> list[Task]:
    """Culture: late for long, late since this week, handed in this week; economy: in time."""
    plan = make_plan()
    made = [
        make_task(plan, fixed(date(2026, 7, 16)), lead=ward.culture, content="Đã chậm lâu"),
        make_task(plan, fixed(date(2026, 8, 1)), lead=ward.culture, content="Mới chậm"),
        make_task(plan, fixed(date(2026, 7, 20)), lead=ward.culture, content="Nộp muộn"),
        make_task(plan, fixed(date(2026, 7, 24)), lead=ward.culture, content="Bị trả lại"),
        make_task(plan, fixed(date(2026, 8, 30)), lead=ward.economy, content="Còn hạn"),
    ]
    db.session.commit()
    return made


def on(day: int, month: int = 8) -> datetime:
    return datetime(2026, month, day, 1, tzinfo=UTC)


def test_what_became_worse_and_what_is_over(
    ward: Ward, browser: Browser, tasks: list[Task]
) -> None:
    late, given_back = (contribution_of(task, ward.culture) for task in tasks[2:4])
    with clock.at(on(24, 7)):
        assert send_report(browser.as_(ward.culture_head), given_back).status_code == 303
    with clock.at(on(3)):
        head, office = browser.as_(ward.culture_head), browser.as_(ward.office)
        assert send_report(head, late, late_reason="Chờ số liệu.").status_code == 303
        assert accept(office, late).status_code == 303
        assert give_back(office, given_back).status_code == 303
    found = overview()
    assert found.counts == {
        TimingClass.OPEN_OVERDUE: 3,
        TimingClass.DONE_LATE: 1,
        TimingClass.OPEN_IN_TIME: 1,
    }
    culture, economy = found.units
    assert (culture.unit, culture.overdue, culture.overdue_before) == (ward.culture, 3, 2)
    assert (culture.change, culture.soon, culture.waiting) == (1, 0, 0)
    assert (economy.overdue, economy.change) == (0, 0)
    worse = [row.contribution.occurrence.task.content for row in found.worse]
    assert worse == ["Bị trả lại", "Mới chậm"]
    assert (found.overdue_before, found.no_longer_overdue) == (2, 1)


def test_last_week_is_judged_by_the_days_in_force_then(ward: Ward, tasks: list[Task]) -> None:
    with clock.at(on(3)):
        extend_due_day(contribution_of(tasks[2], ward.culture).occurrence, date(2026, 8, 28))
        replace_due_day(contribution_of(tasks[4], ward.economy).occurrence, date(2026, 7, 25))
        db.session.commit()
    found = overview()
    late_then_extended, brought_forward = "Nộp muộn", "Còn hạn"
    worse = [row.contribution.occurrence.task.content for row in found.worse]
    assert brought_forward in worse
    assert late_then_extended not in worse
    assert (found.overdue_before, found.no_longer_overdue) == (3, 1)


@pytest.mark.usefixtures("tasks")
def test_each_figure_opens_the_rows_behind_it(ward: Ward, browser: Browser) -> None:
    leader = browser.as_(ward.leader)
    page = leader.get("/overview").text
    links = re.findall(r'<a class="figure[^"]*"\s+href="([^"]+)".*?__number">(\d+)<', page, re.S)
    assert len(links) == 6
    for address, number in links:
        rows = words_of(leader.get(html.unescape(address)))
        assert f"{number} phần việc" in rows


def test_the_page_leads_to_what_waits(ward: Ward, browser: Browser, tasks: list[Task]) -> None:
    send_report(
        browser.as_(ward.culture_head),
        contribution_of(tasks[0], ward.culture),
        status="in_progress",
        difficulty="Thiếu người.",
    )
    page = words_of(browser.as_(ward.leader).get("/overview"))
    assert "so với 29/07/2026" in page
    assert "Khó khăn, vướng mắc chưa trả lời 1" in page
    assert "▲ thêm 1" in page
    assert "3 phần việc quá hạn tuần trước, 0 đã ra khỏi danh sách, 1 mới quá hạn" in page
    assert (
        f'href="/follow-up?unit={ward.culture.id}"'
        in browser.as_(ward.leader).get("/overview").text
    )


def test_of_very_much_that_became_worse_a_first_portion_is_shown(
    ward: Ward, browser: Browser, tasks: list[Task], monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in (30, 31):
        make_task(tasks[0].plan, fixed(date(2026, 7, day)), lead=ward.economy)
    db.session.commit()
    whole, portion = overview(), overview(most=2)
    assert len(whole.worse) == whole.worse_count == portion.worse_count == 3
    assert portion.worse == whole.worse[:2]
    assert [row.days for row in whole.worse] == [6, 5, 4]
    leader = browser.as_(ward.leader)
    assert "việc mới quá hạn nữa" not in leader.get("/overview").text
    monkeypatch.setattr("tracker.follow_up.overview_views.WORSE_SHOWN", 2)
    page = leader.get("/overview?shown=less")
    assert "Xấu đi trong tuần 3" in words_of(page)
    assert "Dưới đây là 2 việc chậm lâu nhất" in words_of(page)
    assert "Còn 1 việc mới quá hạn nữa" in words_of(page)
    assert "Mới chậm" not in page.text
    assert 'href="/follow-up?by=days"' in page.text
    assert "Mới chậm" in leader.get("/follow-up?by=days").text


@pytest.mark.usefixtures("tasks")
def test_units_do_not_see_it_and_an_empty_ward_says_so(ward: Ward, browser: Browser) -> None:
    assert browser.as_(ward.culture_head).get("/overview").status_code == 403
    assert browser.as_(ward.observer).get("/overview").status_code == 200


def test_a_new_ward_has_an_empty_page(ward: Ward, browser: Browser) -> None:
    assert "Chưa có phần việc nào" in browser.as_(ward.leader).get("/overview").text


def test_the_briefing_lists_late_at_risk_and_changed(
    ward: Ward, browser: Browser, tasks: list[Task]
) -> None:
    plan = tasks[0].plan
    make_task(plan, fixed(date(2026, 8, 7)), lead=ward.economy, content="Chưa động đến")
    done = contribution_of(tasks[4], ward.economy)
    db.session.commit()
    send_report(browser.as_(ward.economy_head), done)
    accept(browser.as_(ward.office), done)
    leader = browser.as_(ward.leader)
    page = words_of(leader.get("/briefing"))
    parts = [
        "Quá hạn 4",
        "Đã chậm lâu",
        "Có nguy cơ chậm 1",
        "Chưa động đến",
        "Mới quá hạn từ lần trước 1",
        "Mới chậm",
        "Đã hoàn thành từ lần trước 1",
        "Còn hạn",
        "Bị trả lại từ lần trước 0",
    ]
    place = 0
    for words in parts:
        place = page.find(words, place)
        assert place > 0, words
    assert "thay đổi từ 04/08/2026" in words_of(leader.get("/briefing?since=04/08/2026"))
    assert "Ngày không đúng" in leader.get("/briefing?since=x").text
