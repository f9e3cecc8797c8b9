"""What is kept goes on with the journal, never back; who began to read earlier is served too."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from flask import Flask

from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.personas import Browser, Ward
from tests.progress.reports import send_report
from tracker.core import clock
from tracker.core.db import db
from tracker.progress.marks import current_mark
from tracker.progress.standing import Standing


def test_an_older_mark_that_was_passed_brings_no_news_and_moves_nothing(
    ward: Ward, browser: Browser, app: Flask
) -> None:
    plan = make_plan()
    tasks = [make_task(plan, fixed(date(2026, 8, day)), lead=ward.culture) for day in (20, 21)]
    db.session.commit()
    owed = [contribution_of(task, ward.culture) for task in tasks]
    marks = [current_mark()]
    for item in owed:
        head = browser.as_(ward.culture_head)
        assert send_report(head, item, status="in_progress", note="Đang làm.").status_code == 303
        db.session.rollback()
        marks.append(current_mark())
    first, between, last = marks
    with app.test_request_context("/follow-up"):
        now = clock.now()
        standing = Standing(mark=first, moment=now, timed=set())
        assert standing.news(last, now) == {item.id for item in owed}
        standing.move_to(last, now)
        # Never asked about before, but on the way.
        assert standing.news(between, now) == set()
        standing.move_to(between, now)
        assert standing.mark == last
        # Of the same number, but of another journal.
        other = replace(last, seal="another", number=last.number)
        assert standing.news(other, now) is None


def test_the_hours_go_on_though_nothing_is_written(app: Flask) -> None:
    with app.test_request_context("/follow-up"):
        mark, now = current_mark(), clock.now()
        standing = Standing(mark=mark, moment=now, timed={7})
        standing.move_to(mark, now)
        assert standing.news(mark, now) == set()
        assert standing.news(mark, now + timedelta(minutes=2)) == {7}
        standing.move_to(mark, now + timedelta(minutes=2))
        # Whoever read the clock a moment earlier is served what is there.
        assert standing.news(mark, now + timedelta(minutes=1, seconds=59)) == set()
        # A clock that was put back, or another day: all anew.
        assert standing.news(mark, now) is None
        assert standing.news(mark, now + timedelta(days=1)) is None
