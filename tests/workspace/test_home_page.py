"""The home page: what my unit owes, the most pressing first, each as one line."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from tests.counted_statements import counted_statements
from tests.factories import contribution_of, fixed, make_plan, make_task, on_occurrence, regular
from tests.personas import Browser, Ward
from tests.progress.reports import give_back, send_report
from tracker.core import clock
from tracker.core.db import db
from tracker.plans.rules import PlanState
from tracker.progress.instances import make_due_instances
from tracker.progress.lines import lines_of
from tracker.progress.models import Contribution
from tracker.progress.moment import Moment
from tracker.progress.queries import contributions_of_task
from tracker.progress.rules import NEED_WORDS, Need
from tracker.progress.unit_work import (
    ROWS_PER_PAGE,
    WorkFilter,
    count_by_need,
    page_of_work,
)
from tracker.progress.work_groups import work_groups
from tracker.tasks.models import Task

TODAY = date(2026, 8, 5)
GROUPS = ("overdue", "returned", "due_soon", "check_in", "waiting_review", "later")


@pytest.fixture
def work(ward: Ward, browser: Browser) -> dict[str, Contribution]:
    """One contribution of the culture division in each state of need."""
    plan = make_plan()
    tasks: dict[str, Task] = {
        "overdue": make_task(plan, fixed(date(2026, 8, 1)), lead=ward.culture, content="Quá lâu"),
        "returned": make_task(plan, fixed(date(2026, 9, 1)), lead=ward.culture, content="Sửa lại"),
        "due_soon": make_task(plan, fixed(date(2026, 8, 12)), lead=ward.culture, content="Sắp đến"),
        "check_in": make_task(
            plan, regular(), lead=ward.culture, content="Tuyên truyền", until=TODAY
        ),
        "waiting_review": make_task(
            plan, fixed(date(2026, 8, 6)), lead=ward.culture, content="Đã nộp"
        ),
        "later": make_task(
            plan,
            fixed(date(2026, 12, 15)),
            lead=ward.economy,
            cooperating=(ward.culture,),
            content="Cuối năm",
        ),
    }
    db.session.commit()
    owed = {name: contribution_of(task, ward.culture) for name, task in tasks.items()}
    # The earlier months of a check-in are history.
    owed["check_in"] = contributions_of_task(tasks["check_in"].id)[0]
    unit = browser.as_(ward.culture_head)
    for name in ("returned", "waiting_review"):
        send_report(unit, owed[name])
    give_back(browser.as_(ward.office), owed["returned"])
    return owed


@pytest.mark.usefixtures("work")
def test_groups_stand_in_the_order_of_need(ward: Ward, browser: Browser) -> None:
    page = browser.as_(ward.culture_officer).get("/").text
    places = [page.index(f'id="group-{name}"') for name in GROUPS]
    assert places == sorted(places)
    contents = ("Quá lâu", "Sửa lại", "Sắp đến", "Tuyên truyền", "Đã nộp", "Cuối năm")
    lines = [page.index(f">{content}</a>") for content in contents]
    assert lines == sorted(lines)
    assert "Quá hạn 4 ngày" in page
    assert "Còn 7 ngày" in page


@pytest.mark.usefixtures("work")
def test_every_number_leads_to_its_rows(ward: Ward, browser: Browser) -> None:
    page = browser.as_(ward.culture_head).get("/").text
    for name in GROUPS:
        assert f'href="/?need={name}"' in page
    assert page.count('<span class="figure__number">1</span>') == len(GROUPS)


@pytest.mark.usefixtures("work")
def test_filters_by_role_and_words(ward: Ward, browser: Browser) -> None:
    client = browser.as_(ward.culture_head)
    cooperating = client.get("/?role=cooperating").text
    assert "1 trong 6 việc" in cooperating
    assert "Cuối năm" in cooperating
    assert "Quá lâu" not in cooperating
    assert "Tuyên truyền" in client.get("/?words=tuyen truyen").text
    nothing = client.get("/?words=khong co gi").text
    assert "Không có việc nào khớp bộ lọc" in nothing
    assert "6 trong" not in nothing


@pytest.mark.usefixtures("work")
def test_other_units_see_their_own_work_only(ward: Ward, browser: Browser) -> None:
    page = browser.as_(ward.economy_head).get("/").text
    assert "Cuối năm" in page
    assert "Quá lâu" not in page


def test_check_ins_of_this_month_are_owed_those_to_come_are_not(
    ward: Ward, browser: Browser
) -> None:
    make_task(make_plan(), regular(), lead=ward.culture, until=date(2026, 1, 5))
    make_due_instances(today=TODAY)
    db.session.commit()
    client = browser.as_(ward.culture_head)
    page = client.get("/").text
    assert page.count("Cần cập nhật kỳ này") >= 1
    owed = page[page.index('id="group-check_in"') : page.index('id="group-later"')]
    assert "Tháng 8/2026" in owed
    assert "Tháng 9/2026" not in owed
    assert "Tháng 7/2026" not in page, "a month gone by is history"


def test_a_check_in_reported_is_no_longer_owed_this_month(ward: Ward, browser: Browser) -> None:
    task = make_task(make_plan(), regular(), lead=ward.culture, until=TODAY)
    db.session.commit()
    august = [c for c in task.occurrences if c.period and c.period.start == date(2026, 8, 1)]
    owed = db.session.query(Contribution).filter_by(occurrence_id=august[0].id).one()
    client = browser.as_(ward.culture_head)
    send_report(client, owed, status="in_progress", note="Đã phát 3 bản tin.")
    assert 'id="group-check_in"' not in client.get("/").text
    with clock.at(datetime(2027, 6, 1, tzinfo=UTC)):
        assert "Quá hạn 1" not in client.get("/").text


def test_a_unit_with_nothing_to_do_is_told_so(ward: Ward, browser: Browser) -> None:
    assert "Không còn việc nào phải làm" in browser.as_(ward.centre_head).get("/").text


def test_someone_without_a_unit_is_led_to_the_plans(ward: Ward, browser: Browser) -> None:
    page = browser.as_(ward.observer).get("/").text
    assert "không thuộc đơn vị nào" in page
    assert 'href="/plans"' in page


@pytest.mark.usefixtures("work")
def test_a_closed_plan_leaves_the_page(ward: Ward, browser: Browser) -> None:
    for task in db.session.query(Task):
        task.plan.state = PlanState.CLOSED
    db.session.commit()
    assert "Không còn việc nào phải làm" in browser.as_(ward.culture_head).get("/").text


def test_an_event_stands_under_its_own_name(ward: Ward, browser: Browser) -> None:
    task = make_task(make_plan(), on_occurrence(), lead=ward.culture)
    db.session.commit()
    form = {"title": "Góp ý dự thảo", "happened_on": "05/08/2026", "due_on": "07/08/2026"}
    browser.as_(ward.office).post(f"/tasks/{task.id}/events/new", data=form)
    page = browser.as_(ward.culture_head).get("/").text
    assert "Góp ý dự thảo" in page
    assert "Còn 2 ngày" in page


def test_the_page_asks_the_database_no_more_for_more_work(
    app: Flask, ward: Ward, browser: Browser
) -> None:
    def statements() -> int:
        with counted_statements() as sent:
            assert browser.as_(ward.culture_head).get("/").status_code == 200
        return len(sent)

    plan = make_plan()
    make_task(plan, fixed(date(2026, 8, 20)), lead=ward.culture)
    db.session.commit()
    few = statements()
    for _ in range(12):
        make_task(plan, fixed(date(2026, 8, 20), date(2026, 8, 1)), lead=ward.culture)
    db.session.commit()
    assert statements() <= few + 2
    assert app.debug is False


def test_groups_are_made_of_facts_alone(ward: Ward, work: dict[str, Contribution]) -> None:
    counts = count_by_need(ward.culture.id, WorkFilter(), Moment.of(clock.now()))
    groups = work_groups(counts, lines_of([item.id for item in work.values()], today=TODAY))
    assert [group.need.value for group in groups] == list(GROUPS)
    assert [group.words for group in groups] == [NEED_WORDS[Need(name)] for name in GROUPS]
    assert [[line.id for line in group.lines] for group in groups] == [
        [work[name].id] for name in GROUPS
    ]
    assert [group.count for group in groups] == [1] * len(GROUPS)


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"role": "lead"}, GROUPS[:-1]),
        ({"role": "king"}, GROUPS),
        ({"words": "ĐÃ NỘP"}, ("waiting_review",)),
        ({"words": "100%"}, ()),
        ({"need": "overdue"}, ("overdue",)),
        ({"need": "overdue", "role": "cooperating"}, ()),
    ],
)
def test_what_is_asked_for_is_counted_and_listed_alike(
    ward: Ward, work: dict[str, Contribution], asked: dict[str, str], names: tuple[str, ...]
) -> None:
    moment, wanted = Moment.of(clock.now()), WorkFilter(**asked)
    listed = page_of_work(ward.culture.id, wanted, moment, first=0)
    assert [line.id for line in listed] == [work[name].id for name in names]
    assert sum(count_by_need(ward.culture.id, wanted, moment).values()) == len(names)


def test_more_work_than_a_page_holds_goes_on_the_next_one(ward: Ward, browser: Browser) -> None:
    plan = make_plan()
    for number in range(ROWS_PER_PAGE + 2):
        make_task(plan, fixed(date(2026, 8, 1)), lead=ward.culture, content=f"Việc số {number}.")
    make_task(plan, fixed(date(2026, 12, 1)), lead=ward.culture, content="Còn lâu")
    db.session.commit()
    head = browser.as_(ward.culture_head)
    first, second = head.get("/").text, head.get("/?page=2").text
    assert first.count('class="work-item"') == ROWS_PER_PAGE
    assert second.count('class="work-item"') == 3
    # The number of all of them, on either page.
    for page in (first, second):
        assert f'id="count-overdue">{ROWS_PER_PAGE + 2}<' in page
    assert "Còn lâu" in second
    assert head.get("/?page=99").text.count('class="work-item"') == 3
