""" "Mở việc phát sinh": what happened, when, by which document, and when its work is due."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from tests.at_once import at_once, attempt, cookie_of
from tests.factories import fixed, make_plan, make_task, on_occurrence
from tests.imports.reviewing import words_of
from tests.personas import Browser, Ward
from tracker.audit.queries import entries_about
from tracker.core.db import db
from tracker.plans.rules import PlanState
from tracker.progress.queries import contributions_of_task, open_contributions_of_unit
from tracker.tasks.models import Occurrence, Task
from tracker.units.models import Unit


def event_form(**changes: str) -> dict[str, str]:
    return {
        "title": "Công bố thủ tục mới về hộ tịch",
        "document": "Quyết định 815/QĐ-UBND",
        "happened_on": "05/08/2026",
        "due_on": "",
        "request_key": "one-form",
        **changes,
    }


@pytest.fixture
def task(ward: Ward) -> Task:
    """Ten working days after each event; the two divisions lead together."""
    task = make_task(
        make_plan(),
        on_occurrence(10, working_days=True),
        lead=ward.divisions,
        cooperating=(ward.centre,),
    )
    db.session.commit()
    return task


def test_the_office_opens_it_and_every_unit_owes_its_part(
    ward: Ward, browser: Browser, task: Task
) -> None:
    office = browser.as_(ward.office)
    page = office.get(f"/tasks/{task.id}").text
    assert f'href="/tasks/{task.id}/events/new"' in page
    form = office.get(f"/tasks/{task.id}/events/new").text
    assert "Số ngày sau khi phát sinh" in form
    assert 'value="10"' in form
    answer = office.post(f"/tasks/{task.id}/events/new", data=event_form())
    assert answer.headers["Location"] == f"/tasks/{task.id}"
    (occurrence,) = task.occurrences
    assert occurrence.due_on == date(2026, 8, 19)
    assert (occurrence.event_on, occurrence.event_document, occurrence.opened_by) == (
        date(2026, 8, 5),
        "Quyết định 815/QĐ-UBND",
        ward.office,
    )
    assert {item.unit for item in contributions_of_task(task.id)} == {
        ward.culture,
        ward.economy,
        ward.centre,
    }
    entry = entries_about(occurrence)[0]
    assert (entry.action, entry.changes) == ("occurrence:opened", {"due_on": [None, "2026-08-19"]})
    assert "Công bố thủ tục mới về hộ tịch" in browser.as_(ward.culture_head).get("/").text


def test_a_day_of_one_s_own_goes_before_the_printed_number(
    ward: Ward, browser: Browser, task: Task
) -> None:
    data = event_form(due_on="30/09/2026")
    browser.as_(ward.office).post(f"/tasks/{task.id}/events/new", data=data)
    assert [item.due_on for item in task.occurrences] == [date(2026, 9, 30)]


def test_a_day_that_is_over_is_asked_about_before_it_makes_units_late(
    ward: Ward, browser: Browser, task: Task
) -> None:
    """What happened long ago and is entered today: its units have only now heard of it."""
    office, url = browser.as_(ward.office), f"/tasks/{task.id}/events/new"
    assert "Vẫn mở với hạn đã qua" not in office.get(url).text
    long_ago = event_form(happened_on="06/07/2026")
    refused = office.post(url, data=long_ago)
    assert refused.status_code == 422
    asked = words_of(refused)
    assert "Hạn là 20/07/2026, đã qua: mở bây giờ thì các đơn vị quá hạn ngay." in asked
    assert "Vẫn mở với hạn đã qua" in asked
    assert 'value="Công bố thủ tục mới về hộ tịch"' in refused.text
    assert task.occurrences == []
    assert office.post(url, data={**long_ago, "due_on": "05/08/2026"}).status_code == 303
    meant = {**long_ago, "may_be_overdue": "y", "request_key": "another"}
    assert office.post(url, data=meant).status_code == 303
    db.session.refresh(task)
    days = [occurrence.due_on for occurrence in task.occurrences]
    assert days == [date(2026, 7, 20), date(2026, 8, 5)]


def test_two_events_are_two_instances_and_one_form_sent_twice_is_one(
    ward: Ward, browser: Browser, task: Task
) -> None:
    office = browser.as_(ward.office)
    for key in ("first", "first", "second"):
        data = event_form(request_key=key)
        assert office.post(f"/tasks/{task.id}/events/new", data=data).status_code == 303
    assert len(task.occurrences) == 2
    assert len(contributions_of_task(task.id)) == 6


def test_forms_without_a_key_are_not_taken_for_one_another(
    ward: Ward, browser: Browser, task: Task
) -> None:
    office = browser.as_(ward.office)
    for _ in range(2):
        office.post(f"/tasks/{task.id}/events/new", data=event_form(request_key=""))
    assert len(task.occurrences) == 2


def test_one_form_sent_twice_at_the_same_moment_is_one_event(
    app: Flask, ward: Ward, browser: Browser, task: Task
) -> None:
    url = f"/tasks/{task.id}/events/new"
    send = attempt(app, cookie_of(browser, ward.office), url, event_form())
    task_id = task.id
    assert at_once([send, send]) == [303, 303]
    assert db.session.query(Occurrence).filter_by(task_id=task_id).count() == 1
    assert len(contributions_of_task(task_id)) == 3


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": "  "}, "Hãy ghi việc gì phát sinh."),
        ({"happened_on": ""}, "Hãy nhập ngày phát sinh."),
        ({"happened_on": "31/02/2026"}, "Ngày không đúng: nhập dạng ngày/tháng/năm"),
        ({"due_on": "31/02/2026"}, "Ngày không đúng: nhập dạng ngày/tháng/năm"),
        ({"due_on": "04/08/2026"}, "Hạn hoàn thành không được trước ngày phát sinh."),
        ({"title": "x" * 301}, "Dài quá 300 ký tự"),
    ],
)
def test_a_wrong_event_is_refused_at_its_field_with_what_was_typed(
    ward: Ward, browser: Browser, task: Task, changes: dict[str, str], sentence: str
) -> None:
    data = event_form(**changes)
    answer = browser.as_(ward.office).post(f"/tasks/{task.id}/events/new", data=data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="Quyết định 815/QĐ-UBND"' in answer.text
    assert 'value="one-form"' in answer.text
    assert task.occurrences == []


def test_without_a_printed_number_the_due_day_is_asked_for(ward: Ward, browser: Browser) -> None:
    task = make_task(make_plan(), on_occurrence(), lead=ward.culture)
    db.session.commit()
    url = f"/tasks/{task.id}/events/new"
    answer = browser.as_(ward.office).post(url, data=event_form())
    assert answer.status_code == 422
    assert "Hãy nhập hạn hoàn thành, hoặc số ngày" in answer.text


def test_only_a_task_that_waits_for_events_has_any(ward: Ward, browser: Browser) -> None:
    task = make_task(make_plan(), fixed(date(2026, 8, 20)), lead=ward.culture)
    db.session.commit()
    office = browser.as_(ward.office)
    assert "Mở việc phát sinh" not in office.get(f"/tasks/{task.id}").text
    answer = office.post(f"/tasks/{task.id}/events/new", data=event_form())
    assert answer.status_code == 422
    assert "Chỉ nhiệm vụ “khi phát sinh” mới mở việc phát sinh." in answer.text


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("culture_head", 200),
        ("culture_officer", 200),
        ("economy_head", 200),
        ("office", 200),
        ("centre_head", 403),
        ("leader", 403),
        ("observer", 403),
        ("administrator", 403),
    ],
)
def test_the_office_and_those_who_lead_may_open_it(
    ward: Ward, browser: Browser, task: Task, person: str, status: int
) -> None:
    client = browser.as_(getattr(ward, person))
    assert client.get(f"/tasks/{task.id}/events/new").status_code == status
    assert (f"/tasks/{task.id}/events/new" in client.get(f"/tasks/{task.id}").text) is (
        status == 200
    )


def test_nothing_is_opened_in_a_closed_plan(ward: Ward, browser: Browser, task: Task) -> None:
    task.plan.state = PlanState.CLOSED
    db.session.commit()
    answer = browser.as_(ward.office).post(f"/tasks/{task.id}/events/new", data=event_form())
    assert answer.status_code == 403
    assert task.occurrences == []


@pytest.mark.usefixtures("task")
def test_before_any_event_nobody_owes_anything(ward: Ward) -> None:
    units: list[Unit] = [ward.culture, ward.economy, ward.centre]
    today = date(2026, 8, 5)
    assert all(not open_contributions_of_unit(unit.id, today=today) for unit in units)
