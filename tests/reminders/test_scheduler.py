"""The clock work: jobs at their times in Vietnam; a failing job never stops the next run."""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from apscheduler.triggers.interval import IntervalTrigger
from flask import Flask, current_app
from sqlalchemy import func, select

from tests.conftest import Templates
from tests.databases import copy_sqlite
from tests.factories import fixed, make_plan, make_task
from tests.personas import Ward
from tests.reminders.conftest import moment
from tests.reminders.post_office import PostOffice
from tracker import scheduler
from tracker.core import clock
from tracker.core.db import db
from tracker.reminders.models import OutboxMessage
from tracker.settings.service import change_setting

HEAD = "truong.vanhoa@phuongmau.example"
# Only how long a broken one is waited for.
SECONDS = 120


def run_job(app: Flask, job: Callable[[], None], text: str) -> None:
    """One run of a job as the scheduler does it."""
    db.session.commit()
    with clock.at(moment(text)), app.app_context():
        job()
    db.session.expire_all()


def digests() -> int:
    """How many digests there are."""
    return db.session.scalar(select(func.count(OutboxMessage.id))) or 0


def test_the_jobs_of_a_morning_tell_what_is_due(
    app: Flask, ward: Ward, post_office: PostOffice
) -> None:
    task = make_task(make_plan(), fixed(date(2026, 12, 1)), lead=ward.culture)
    task.due_dates = [*task.due_dates, "2026-08-27"]
    for job, _minutes in scheduler.JOBS:
        run_job(app, job, "2026-08-27T07:30")
    assert post_office.addressees == [HEAD]


def test_reminders_are_decided_from_the_hour_of_the_digest_on(app: Flask, ward: Ward) -> None:
    make_task(make_plan(), fixed(date(2026, 8, 27)), lead=ward.culture)
    change_setting("digest_time", "09:00", actor=None)
    run_job(app, scheduler.decide_reminders, "2026-08-27T08:50")
    assert digests() == 0
    run_job(app, scheduler.decide_reminders, "2026-08-27T09:00")
    assert digests() == 1


def test_a_day_that_was_missed_in_the_morning_is_told_in_the_afternoon(
    app: Flask, ward: Ward
) -> None:
    make_task(make_plan(), fixed(date(2026, 8, 27)), lead=ward.culture)
    run_job(app, scheduler.decide_reminders, "2026-08-27T16:20")
    assert digests() == 1


def test_at_the_start_every_job_runs_once_in_order_and_a_failing_one_is_logged(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ran: list[str] = []
    done = threading.Event()

    def first() -> None:
        ran.append(f"first with {current_app.name}")

    def failing() -> None:
        raise RuntimeError("the disk is full")

    def last() -> None:
        ran.append("last")
        done.set()

    monkeypatch.setattr(scheduler, "JOBS", ((first, "0"), (failing, "0"), (last, "0")))
    # Else, at the turn of an hour, each would run once more beside.
    monkeypatch.setattr(scheduler, "CronTrigger", lambda **_minutes: IntervalTrigger(days=1))
    with caplog.at_level(logging.ERROR, "tracker.scheduler"):
        running = scheduler.start_scheduler(app)
        assert done.wait(SECONDS)
        scheduler.stop_scheduler(running)
    assert ran[:2] == ["first with tracker", "last"]
    assert "job failing failed" in caplog.text
    assert "the disk is full" in caplog.text


def test_jobs_keep_vietnams_time_and_make_up_for_late_runs_by_one(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler, "_run_all", lambda _app: None)
    running = scheduler.start_scheduler(app)
    try:
        jobs = {job.id: job for job in running.get_jobs() if job.id != "catch_up"}
        assert jobs.keys() == {
            "keep_backups",
            "note_seal",
            "look_after_accounts",
            "make_instances",
            "decide_reminders",
            "send_outbox",
            "make_files",
            "read_documents",
            "scan_files",
        }
        for job in jobs.values():
            assert job.coalesce
            assert job.misfire_grace_time is None
            assert job.max_instances == 1
            assert str(job.trigger.timezone) == "Asia/Ho_Chi_Minh"
    finally:
        scheduler.stop_scheduler(running)
        scheduler.stop_scheduler(running)
    assert not running.running


PROGRAM = """
import sys, threading
from pathlib import Path
from tests.conftest import config_for
from tracker import create_app, scheduler

app = create_app(config_for(sys.argv[1], Path(sys.argv[2])))
run_all = scheduler._run_all
def announced(app):
    run_all(app)
    print("caught up", flush=True)
scheduler._run_all = announced
scheduler.run_scheduler_forever(app)
print("ended", flush=True)
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_scheduler_ends_cleanly_when_asked(
    sqlite_templates: Templates, tmp_path: Path, number: signal.Signals
) -> None:
    url = copy_sqlite(Path(sqlite_templates.empty), tmp_path)
    with subprocess.Popen(
        [sys.executable, "-W", "error::ResourceWarning", "-c", PROGRAM, url, str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "caught up\n"
        process.send_signal(number)
        words, errors = process.communicate(timeout=SECONDS)
    assert words == "ended\n"
    assert errors == ""
    assert process.returncode == 0
