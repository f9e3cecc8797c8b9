"""What is kept goes on with the journal, never back; who began to read earlier is served too."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask

from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.personas import Browser, Ward
from tests.progress.reports import send_report
from tracker.core import clock
from tracker.core.db import db
from tracker.progress import marks
from tracker.progress.marks import current_mark
from tracker.progress.models import Contribution
from tracker.progress.standing import Standing
from tracker.tasks.models import Occurrence
from tracker.tasks.rules import OccurrenceKind, TaskRole


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


def add_beside(known: Contribution, *, number: int) -> Contribution:
    """Another piece of work of the same task, with no entry in the journal, as jobs add it."""
    occurrence = Occurrence(
        task_id=known.occurrence.task_id,
        key=f"added:{number}",
        kind=OccurrenceKind.EVENT,
        created_at=clock.now(),
    )
    db.session.add(occurrence)
    db.session.flush()
    added = Contribution(
        id=number,
        occurrence=occurrence,
        assignment_id=known.assignment_id,
        unit=known.unit,
        role=TaskRole.LEAD,
    )
    db.session.add(added)
    db.session.commit()
    return added


def test_work_that_a_job_adds_without_an_entry_is_told_of(ward: Ward, app: Flask) -> None:
    task = make_task(make_plan(), fixed(date(2026, 8, 20)), lead=ward.culture)
    db.session.commit()
    known, before = contribution_of(task, ward.culture), current_mark()
    added = add_beside(known, number=known.id + 1)
    after = current_mark()
    assert (after.number, after.pieces - before.pieces) == (before.number, 1)
    with app.test_request_context("/follow-up"):
        now = clock.now()
        assert Standing(mark=before, moment=now, timed=set()).news(after, now) == {
            known.id,
            added.id,
        }


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_work_that_comes_late_is_told_of_whatever_has_settled(
    ward: Ward, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two transactions the later may be over first: its numbers are the higher ones.

    On PostgreSQL: SQLite has one transaction that writes at a time.
    """
    monkeypatch.setattr(marks, "UNSETTLED", 2)
    monkeypatch.setitem(app.extensions, "settled_pieces", None)
    plan = make_plan()
    for day in (20, 21, 22, 23):
        make_task(plan, fixed(date(2026, 8, day)), lead=ward.culture)
    db.session.commit()
    known = db.session.scalars(db.select(Contribution).order_by(Contribution.id)).all()
    before = current_mark()
    assert app.extensions["settled_pieces"][1].to == known[-1].id - 2 > 0
    assert (before.pieces, before.last_piece) == (len(known), known[-1].id)
    last, made = known[-1], []
    for number in (last.id + 2, last.id + 1):
        add_beside(last, number=number)
        made.append(current_mark())
    assert [mark.pieces - before.pieces for mark in made] == [1, 2]
    assert made[0].last_piece == made[1].last_piece == last.id + 2
    assert made[0] != made[1]


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
