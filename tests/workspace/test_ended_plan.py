"""What was not done when its plan ended stays as it was then: no page, no paper makes it later."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.conftest import MORNING
from tests.factories import fixed, make_plan, make_task
from tests.imports.reviewing import words_of
from tests.personas import Browser, Ward
from tests.reports.papers import pdf_words
from tracker.core import clock
from tracker.core.db import db
from tracker.plan_life.standing import close, reopen
from tracker.plans.models import Plan
from tracker.plans.service import Grounds
from tracker.tasks.queries import tasks_of_plan

LATER = MORNING + timedelta(days=90)
GROUNDS = Grounds("Hết việc của đợt này")


@pytest.fixture
def ended(ward: Ward) -> Plan:
    """Ended on 5 August, with a task five days late and one that was due in September."""
    plan = make_plan()
    for content, day in (
        ("Lập danh mục", date(2026, 7, 31)),
        ("Tổng kết đợt", date(2026, 9, 30)),
    ):
        make_task(plan, fixed(day), lead=ward.culture, content=content)
    db.session.commit()
    close(plan, GROUNDS, version=plan.version, actor=ward.office)
    db.session.commit()
    return plan


def test_its_page_and_those_of_its_tasks(ward: Ward, browser: Browser, ended: Plan) -> None:
    office, tasks = browser.as_(ward.office), tasks_of_plan(ended.id)
    with clock.at(LATER):
        page = words_of(office.get(f"/plans/{ended.id}"))
        late, ahead = (words_of(office.get(f"/tasks/{task.id}")) for task in tasks)
    assert "Tiến độ tính đến 05/08/2026." in page
    for words in (page, late, ahead):
        assert "tính đến 05/08/2026" in words
        assert "95 ngày" not in words
    assert "Quá hạn 5 ngày" in page
    assert "Quá hạn 5 ngày" in late
    assert "Còn 56 ngày" in page
    assert "Còn 56 ngày" in ahead
    assert "Quá hạn" not in ahead


def test_the_list_of_plans_counts_as_its_page(ward: Ward, browser: Browser, ended: Plan) -> None:
    """Late, on the way, done."""
    with clock.at(LATER):
        listed = words_of(browser.as_(ward.office).get("/plans"))
    assert ended.number in listed
    assert listed.endswith("Đã kết thúc 1 1 0")


def test_its_paper_says_until_when(ward: Ward, browser: Browser, ended: Plan) -> None:
    with clock.at(LATER):
        paper = pdf_words(browser.as_(ward.office).get(f"/plans/{ended.id}/export/pdf").data)
    assert "05/08/2026" in paper
    assert "Quá hạn 5 ngày" in paper
    assert "03/11/2026" not in paper


def test_once_reopened_the_days_count_again(ward: Ward, browser: Browser, ended: Plan) -> None:
    with clock.at(LATER):
        today = clock.today()
        reopen(ended, GROUNDS, version=ended.version, today=today, actor=ward.office)
        db.session.commit()
        page = words_of(browser.as_(ward.office).get(f"/plans/{ended.id}"))
    assert "Quá hạn 95 ngày" in page
    assert "Tiến độ tính đến" not in page
