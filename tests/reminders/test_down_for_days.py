"""The real scheduler, stopped for three working days: one digest with everything, no burst."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from tests.factories import fixed, make_plan, make_task
from tests.personas import Ward
from tests.reminders.conftest import moment
from tests.reminders.post_office import PostOffice, words_of
from tracker import scheduler
from tracker.core import clock
from tracker.core.db import db
from tracker.reminders.models import OutboxMessage, Reminder
from tracker.reminders.rules import OutboxState

HEAD = "truong.vanhoa@phuongmau.example"

StartAndStop = Callable[[str], None]


@pytest.fixture
def start_and_stop(app: Flask, monkeypatch: pytest.MonkeyPatch) -> StartAndStop:
    """Start the scheduler as of a moment, let it make up for what it missed, stop it."""
    run, run_all = scheduler._run, scheduler._run_all

    def start(text: str) -> None:
        made_up = threading.Event()

        def run_then(app: Flask, job: Callable[[], None]) -> None:
            with clock.at(moment(text)):
                run(app, job)

        def run_all_then(app: Flask) -> None:
            run_all(app)
            made_up.set()

        monkeypatch.setattr(scheduler, "_run", run_then)
        monkeypatch.setattr(scheduler, "_run_all", run_all_then)
        db.session.commit()
        running = scheduler.start_scheduler(app)
        try:
            assert made_up.wait(timeout=60)
        finally:
            scheduler.stop_scheduler(running)
        db.session.expire_all()

    return start


def test_after_three_working_days_down_one_digest_says_everything(
    ward: Ward, post_office: PostOffice, start_and_stop: StartAndStop
) -> None:
    plan = make_plan()
    for day in (25, 26, 27, 28):
        content = f"Việc đến hạn ngày {day}"
        make_task(plan, fixed(date(2026, 8, day)), lead=ward.culture, content=content)
    start_and_stop("2026-08-21T07:30")
    assert post_office.addressees == [HEAD]
    # Down from Monday 24 to Wednesday 26 August; back on Thursday, twice.
    start_and_stop("2026-08-27T07:40")
    start_and_stop("2026-08-27T08:10")
    assert post_office.addressees == [HEAD, HEAD]
    mail = post_office.mails[1]
    assert mail["Subject"] == "[UBND phường] Nhắc việc 27/08/2026: 2 quá hạn, 2 sắp đến hạn"
    words = words_of(mail, "plain")
    assert all(words.count(f"Việc đến hạn ngày {day}") == 1 for day in (25, 26, 27, 28))
    messages = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    assert [message.state for message in messages] == [OutboxState.SENT] * 2
    told = db.session.scalars(select(Reminder).where(Reminder.outbox_message == messages[1]))
    # Of the steps passed meanwhile only the latest of each, and the word to the head.
    steps = sorted(reminder.step for reminder in told)
    assert steps == ["before:1", "due", "due", "due", "to_head", "to_head"]
