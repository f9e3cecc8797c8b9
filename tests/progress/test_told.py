"""What is kept until the journal tells of something is what would be answered anew."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from flask import Flask

from tests.extensions.requests import ask, decide
from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.figures.course import begun_in_time, moments_of
from tests.personas import Browser, Ward
from tests.progress.reports import send_report
from tracker.core.db import db, writing
from tracker.extensions.models import ExtensionRequest
from tracker.extensions.queries import latest_of_open_work
from tracker.follow_up.directives import Word, give
from tracker.progress import service
from tracker.progress.rules import ContributionStatus
from tracker.progress.service import Report
from tracker.progress.told import is_step_of_work, kept_until_told, work_goes_on


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_a_kept_answer_is_the_one_given_anew(
    app: Flask, ward: Ward, seed: int
) -> None:
    asked = latest_of_open_work.__wrapped__  # type: ignore[attr-defined]
    chance, seen = Random(seed), 0  # noqa: S311 - no secret hangs on it
    course = begun_in_time(ward, chance)
    for _now in moments_of(course, range(12, 33, 2), chance):
        with app.test_request_context("/"):
            found = latest_of_open_work()
            assert found == asked()
        with app.test_request_context("/", method="POST"), writing():
            assert latest_of_open_work() == asked()
            db.session.rollback()
        seen += len(found)
    assert seen


def test_a_step_of_work_leaves_the_answer_and_a_directive_does_not(
    app: Flask, ward: Ward, browser: Browser
) -> None:
    task = make_task(make_plan(), fixed(date(2026, 8, 20)), lead=ward.culture)
    db.session.commit()
    times = {"steps": 0, "going on": 0}

    @kept_until_told(is_step_of_work)
    def beside_work(unit_id: int) -> int:
        times["steps"] += 1
        return unit_id

    @kept_until_told(work_goes_on)
    def of_work(unit_id: int) -> int:
        times["going on"] += 1
        return unit_id

    def look() -> tuple[int, int]:
        db.session.rollback()
        with app.test_request_context("/"):
            assert (beside_work(3), of_work(4)) == (3, 4)
        return times["steps"], times["going on"]

    head, item = browser.as_(ward.culture_head), contribution_of(task, ward.culture)
    assert look() == (1, 1)
    assert look() == (1, 1)
    send_report(head, item, status="in_progress", note="Đang làm.")
    assert look() == (1, 1)
    send_report(head, item, status="submitted", note="Đã xong.", request_key="another")
    assert look() == (1, 2)
    word = Word("Làm sớm hơn.", date(2026, 8, 10), "k1")
    give(task, [ward.culture], word, actor=ward.leader)
    db.session.commit()
    assert look() == (2, 3)
    with app.test_request_context("/", method="POST"):
        beside_work(3)
    assert times["steps"] == 3


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_writes_is_given_it_unless_they_change_it_themselves(app: Flask, ward: Ward) -> None:
    """Where nobody else can write before them; what they tell themselves comes at the end."""
    task = make_task(make_plan(), fixed(date(2026, 8, 20)), lead=ward.culture)
    db.session.commit()
    times = []

    @kept_until_told(work_goes_on, asked_when_all_is_told=True)
    def asked() -> int:
        times.append(1)
        return len(times)

    with app.test_request_context("/"):
        assert (asked(), asked()) == (1, 1)
    item = contribution_of(task, ward.culture)
    report = Report(ContributionStatus.IN_PROGRESS, item.version, note="Đang làm.")
    word = Word("Làm sớm hơn.", date(2026, 8, 10), "k1")
    db.session.rollback()
    with app.test_request_context("/", method="POST"), writing():
        service.report(item, report, actor=ward.culture_head)
        assert asked() == 1
        give(task, [ward.culture], word, actor=ward.leader)
        assert asked() == 2
        db.session.rollback()
    # What was found beside changes that nobody saw is not kept.
    with app.test_request_context("/"):
        assert asked() == 1


def test_the_saved_row_tells_of_the_extension_as_it_stands(ward: Ward, browser: Browser) -> None:
    task = make_task(make_plan(), fixed(date(2026, 8, 20)), lead=ward.culture)
    db.session.commit()
    head, item = browser.as_(ward.culture_head), contribution_of(task, ward.culture)

    def saved_row(note: str) -> str:
        head.get("/")
        return send_report(head, item, htmx=True, status="in_progress", note=note).text

    assert "gia hạn" not in saved_row("Đang làm.")
    ask(head, item)
    assert "Xin gia hạn đến 10/09/2026" in saved_row("Đang làm tiếp.")
    (request,) = db.session.query(ExtensionRequest)
    decide(browser.as_(ward.office), request, decision="refuse", note="Chưa cần.")
    assert "Không gia hạn" in saved_row("Vẫn đang làm.")
