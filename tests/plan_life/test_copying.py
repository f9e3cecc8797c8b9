"""A plan is carried on to the next year: fixed days on working days, rhythms kept, a draft."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from sqlalchemy import select

from tests.factories import fixed, make_plan, make_task, regular
from tests.personas import Browser, Ward
from tracker.core.db import db
from tracker.plan_life.rules import carried_day, carried_deadline_words, carried_words
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.progress.queries import contributions_of_plan
from tracker.reading.result import Rhythm
from tracker.settings.rules import DataWindow, DayOffRule
from tracker.tasks.models import Task
from tracker.tasks.queries import tasks_of_plan
from tracker.working_calendar.rules import DueDayRule


@pytest.mark.parametrize(
    ("old", "rule", "new", "note"),
    [
        (date(2026, 6, 30), DayOffRule.KEEP, date(2027, 6, 30), ""),
        # A Sunday: forward, unless the ward goes back.
        (date(2026, 10, 31), DayOffRule.NEXT, date(2027, 11, 1), "31/10/2027 là Chủ nhật"),
        (date(2026, 10, 31), DayOffRule.KEEP, date(2027, 11, 1), "31/10/2027 là Chủ nhật"),
        (date(2026, 10, 31), DayOffRule.PREVIOUS, date(2027, 10, 29), "31/10/2027 là Chủ nhật"),
        # A leap day has no other year's day.
        (date(2028, 2, 29), DayOffRule.KEEP, date(2029, 2, 28), ""),
        # New Year's Eve on a Sunday would leave the year.
        (date(2027, 12, 31), DayOffRule.NEXT, date(2028, 12, 29), "31/12/2028 là Chủ nhật"),
    ],
)
def test_a_day_is_carried_to_a_working_day(
    old: date, rule: DayOffRule, new: date, note: str
) -> None:
    found = carried_day(old, 1, DueDayRule(day_off=rule))
    assert (found.new, found.note) == (new, note)


def test_words_follow_the_year_but_spans_of_years_stay() -> None:
    words = "Kế hoạch năm 2026, Quý I/2026 (giai đoạn 2021-2026)"
    assert carried_words(words, 2026, 2027) == "Kế hoạch năm 2027, Quý I/2027 (giai đoạn 2021-2026)"
    assert carried_deadline_words("Trước 31/3/2026", 2026, 2027) == "Trước 31/3/2027"
    assert carried_deadline_words(None, 2026, 2027) is None


@pytest.fixture
def plan(ward: Ward) -> Plan:
    """Three tasks: fixed on a day that will be a Sunday, monthly, and of a unit that has ceased."""
    plan = make_plan()
    sunday = make_task(plan, fixed(date(2026, 10, 31)), lead=ward.culture, content="Việc một")
    sunday.deadline_text = "31/10/2026"
    report = make_task(plan, regular(Rhythm.MONTHLY), lead=ward.economy, content="Báo cáo năm 2026")
    report.data_window = DataWindow.REPORT
    make_task(plan, fixed(date(2026, 6, 30)), lead=ward.centre, content="Việc ba")
    ward.centre.is_active = False
    db.session.commit()
    return plan


def fields_of(page: str) -> dict[str, str]:
    found = {}
    for tag in re.findall(r"<input [^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and value:
            found[name[1]] = html.unescape(value[1])
    title = re.search(r'name="title"[^>]*>([^<]*)<', page)
    assert title
    return {**found, "title": html.unescape(title[1]).strip()}


def test_a_draft_with_other_days_is_made_once(ward: Ward, browser: Browser, plan: Plan) -> None:
    office = browser.as_(ward.office)
    page = office.get(f"/plans/{plan.id}/copy").text
    assert "31/10/2027 là Chủ nhật" in page
    assert "Không còn: Trung tâm Phục vụ hành chính công" in page
    fields = fields_of(page)
    tasks = {task.content: task for task in tasks_of_plan(plan.id)}
    one, three = (f"task{tasks[words].id}-days" for words in ("Việc một", "Việc ba"))
    assert fields[one] == "01/11/2027"
    assert fields["title"] == "Kế hoạch cải cách hành chính năm 2027"
    wrong = office.post(f"/plans/{plan.id}/copy", data={**fields, three: "31/02/2027"})
    assert wrong.status_code == 422
    assert "không phải một ngày có trong lịch" in wrong.text
    fields[three] = "15/07/2027"
    for _ in range(2):
        assert office.post(f"/plans/{plan.id}/copy", data=fields).status_code == 303
    (copy,) = db.session.scalars(select(Plan).where(Plan.copied_from_id == plan.id)).all()
    assert (copy.state, copy.year) == (PlanState.DRAFT, 2027)
    made = {task.content: task for task in tasks_of_plan(copy.id)}
    assert made["Việc một"].due_dates == ["2027-11-01"]
    assert made["Việc một"].deadline_text == "01/11/2027"
    assert made["Việc ba"].due_dates == ["2027-07-15"]
    assert made["Việc ba"].leads == []
    assert made["Báo cáo năm 2027"].rhythms == ["monthly"]
    assert made["Báo cáo năm 2027"].data_window is DataWindow.REPORT
    assert contributions_of_plan(copy.id) == []
    assert browser.as_(ward.culture_head).get(f"/plans/{copy.id}").status_code == 404


def test_another_year_proposes_the_days_anew(ward: Ward, browser: Browser, plan: Plan) -> None:
    office = browser.as_(ward.office)
    fields = fields_of(office.get(f"/plans/{plan.id}/copy").text) | {"year": "2028"}
    page = office.post(f"/plans/{plan.id}/copy", data=fields)
    assert page.status_code == 200
    task = db.session.scalars(select(Task).where(Task.content == "Việc một")).one()
    proposed = fields_of(page.text)
    assert proposed[f"task{task.id}-days"] == "31/10/2028"
    assert "năm 2028" in proposed["title"]
    assert db.session.scalars(select(Plan).where(Plan.copied_from_id == plan.id)).all() == []

    proposed |= {"title": "Tên do Văn phòng đặt", "year": "2029"}
    page = office.post(f"/plans/{plan.id}/copy", data=proposed)
    assert fields_of(page.text)["title"] == "Tên do Văn phòng đặt"
