"""What is late, by unit, the longest first; what waits for the office is not late."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.factories import contribution_of, fixed, make_plan, make_task, regular
from tests.personas import Browser, Ward
from tests.progress.reports import send_report
from tracker.core import clock
from tracker.core.db import db
from tracker.follow_up.board import Grouping, Stage, grouped
from tracker.follow_up.board_rows import board_rows
from tracker.plans.rules import PlanState
from tracker.progress.moment import Moment
from tracker.tasks.models import Task

TODAY = date(2026, 8, 5)


@pytest.fixture
def late(ward: Ward) -> list[Task]:
    """Culture is 20 and 1 days late, economy 4; the centre is in time; the city is outside."""
    plan = make_plan()
    tasks = [
        make_task(plan, fixed(date(2026, 7, 16)), lead=ward.culture, content="Hai mươi ngày"),
        make_task(plan, fixed(date(2026, 8, 4)), lead=ward.culture, content="Một ngày"),
        make_task(plan, fixed(date(2026, 8, 1)), lead=ward.economy, content="Bốn ngày"),
        make_task(plan, fixed(TODAY), lead=ward.centre, content="Hôm nay"),
        make_task(plan, fixed(date(2026, 8, 1)), lead=ward.city, content="Của thành phố"),
        make_task(plan, regular(), lead=ward.centre, content="Thường xuyên", until=TODAY),
    ]
    db.session.commit()
    return tasks


@pytest.mark.usefixtures("late")
def test_units_and_their_work_stand_by_days_late(ward: Ward) -> None:
    late = sorted(board_rows(Stage.LATE, None, Moment.of(clock.now())))
    groups = grouped(late, Grouping.UNIT)
    assert [(group.unit_id, group.words) for group in groups] == [
        (ward.culture.id, "2 việc quá hạn, lâu nhất 20 ngày"),
        (ward.economy.id, "1 việc quá hạn, lâu nhất 4 ngày"),
    ]
    days = {item.contribution_id: item.verdict.days for item in late}
    assert [days[piece] for piece in groups[0].pieces] == [20, 1]
    by_days = [(group.title, len(group.pieces)) for group in grouped(late, Grouping.DAYS)]
    assert by_days == [("Quá hạn từ 15 đến 29 ngày", 1), ("Quá hạn dưới 7 ngày", 2)]
    assert [group.title for group in grouped(late, Grouping.PLAN)] == [
        "12/KH-UBND: Kế hoạch cải cách hành chính năm 2026"
    ]


@pytest.mark.usefixtures("late")
def test_what_is_about_to_be_due_is_shown_when_asked_for(ward: Ward, browser: Browser) -> None:
    soon = browser.as_(ward.office).get("/follow-up?stage=soon").text
    assert "Hôm nay" in soon
    assert "1 việc sắp đến hạn" in soon
    assert "Một ngày" not in soon
    both = browser.as_(ward.office).get("/follow-up?stage=both&by=days").text
    assert both.index("Hai mươi ngày") < both.index("Một ngày") < both.index("Hôm nay")


@pytest.mark.usefixtures("late")
def test_the_page_counts_and_names_everything_late(ward: Ward, browser: Browser) -> None:
    page = browser.as_(ward.office).get("/follow-up").text
    assert "Tính đến 05/08/2026" in page
    assert "3 việc quá hạn" in page
    assert "2 việc quá hạn, lâu nhất 20 ngày" in page
    assert page.index("Hai mươi ngày") < page.index("Một ngày") < page.index("Bốn ngày")
    for absent in ("Hôm nay", "Của thành phố", ">Thường xuyên<"):
        assert absent not in page


@pytest.mark.usefixtures("late")
def test_filters_by_unit_and_by_days(ward: Ward, browser: Browser) -> None:
    client = browser.as_(ward.leader)
    by_days = client.get("/follow-up?days=3").text
    assert "2 trong 3 việc quá hạn" in by_days
    assert "Một ngày" not in by_days
    by_one_unit = client.get(f"/follow-up?unit={ward.economy.id}").text
    assert "1 trong 3 việc quá hạn" in by_one_unit
    assert f'<option value="{ward.economy.id}" selected>' in by_one_unit
    nothing = client.get(f"/follow-up?unit={ward.economy.id}&days=30").text
    assert "Không có việc nào khớp bộ lọc" in nothing


def test_work_handed_in_on_time_is_not_late_while_it_waits(
    ward: Ward, browser: Browser, late: list[Task]
) -> None:
    in_time = datetime(2026, 8, 3, 1, 0, tzinfo=UTC)
    with clock.at(in_time):
        send_report(browser.as_(ward.culture_head), contribution_of(late[1], ward.culture))
    page = browser.as_(ward.office).get("/follow-up").text
    assert "Một ngày" not in page
    assert "2 việc quá hạn" in page


def test_work_handed_in_late_stays_late_by_the_days_until_then(
    ward: Ward, browser: Browser, late: list[Task]
) -> None:
    send_report(browser.as_(ward.culture_head), contribution_of(late[1], ward.culture))
    with clock.at(datetime(2026, 9, 5, 1, 0, tzinfo=UTC)):
        page = browser.as_(ward.office).get("/follow-up").text
    assert "Một ngày" in page
    assert "Chậm 1 ngày" in page


def test_what_hinders_the_unit_stands_beside_its_work(
    ward: Ward, browser: Browser, late: list[Task]
) -> None:
    owed = contribution_of(late[2], ward.economy)
    client = browser.as_(ward.economy_head)
    send_report(client, owed, status="in_progress", difficulty="Thiếu kinh phí")
    assert "Thiếu kinh phí" in browser.as_(ward.office).get("/follow-up").text


def test_what_hinders_a_unit_is_its_own_and_its_overseers_until_it_hands_in(
    ward: Ward, browser: Browser, late: list[Task]
) -> None:
    owed = contribution_of(late[2], ward.economy)
    head, said = browser.as_(ward.economy_head), {"late_reason": "Chờ sở trả lời"}
    send_report(head, owed, status="in_progress", difficulty="Thiếu kinh phí", **said)

    def readers(url: str, words: str) -> set[str]:
        people = ("office", "leader", "observer", "administrator")
        pages = {name: browser.as_(getattr(ward, name)).get(url).text for name in people}
        assert all("Bốn ngày" in page for page in pages.values())
        return {name for name, page in pages.items() if words in page}

    for url in ("/follow-up", "/briefing"):
        assert readers(url, "Thiếu kinh phí") == {"office", "leader"}
    assert readers("/follow-up", "Chờ sở trả lời") == {"office", "leader"}
    send_report(head, owed, difficulty="Thiếu kinh phí", **said)
    assert readers("/follow-up", "Chờ sở trả lời") == {"office", "leader", "observer"}


def test_closed_plans_are_no_longer_chased(ward: Ward, browser: Browser, late: list[Task]) -> None:
    late[0].plan.state = PlanState.CLOSED
    db.session.commit()
    page = browser.as_(ward.office).get("/follow-up").text
    assert "Không có việc nào quá hạn" in page


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("office", 200),
        ("leader", 200),
        ("observer", 200),
        ("administrator", 200),
        ("culture_head", 403),
        ("culture_officer", 403),
    ],
)
def test_who_may_see_it(ward: Ward, browser: Browser, person: str, status: int) -> None:
    assert browser.as_(getattr(ward, person)).get("/follow-up").status_code == status
