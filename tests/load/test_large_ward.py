"""The large ward's rows, made by the thousand, fit together as if the program had made them."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.load.large_ward import PASSWORD, LargeWard, fill_large_ward
from tests.personas import Browser
from tracker.accounts.models import User
from tracker.audit.sealing import journal_problems
from tracker.core import clock
from tracker.core.db import db
from tracker.follow_up.board import Stage
from tracker.follow_up.board_rows import board_rows
from tracker.progress.instances import tasks_to_look_after
from tracker.progress.models import Contribution
from tracker.progress.moment import Moment
from tracker.tasks.models import Occurrence, Task

TASKS = 400


@pytest.fixture
def large(app: Flask) -> LargeWard:
    assert app.extensions
    return fill_large_ward(TASKS)


def test_its_rows_fit_together(large: LargeWard, browser: Browser) -> None:
    assert db.session.scalar(select(func.count(Task.id))) == TASKS
    assert db.session.scalar(select(func.count(Contribution.id))) == large.contributions
    differing = select(func.count()).select_from(Contribution).join(Contribution.occurrence)
    differing = differing.where(Contribution.due_on.is_distinct_from(Occurrence.due_on))
    assert db.session.scalar(differing) == 0
    assert list(journal_problems()) == []
    late = board_rows(Stage.LATE, None, Moment.of(clock.now()))
    assert len(list(late)) == large.overdue
    assert 0.25 < large.overdue / TASKS < 0.4
    # Nothing is left for the scheduler to make.
    assert tasks_to_look_after(today=clock.today()) == []
    head = db.session.scalars(select(User).where(User.username == large.head)).one()
    assert browser.sign_in(head, PASSWORD).get("/").status_code == 200
