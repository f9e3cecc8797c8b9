"""A granted extension begins the reminders anew for the new day and ends those of the old one."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from tests.extensions.requests import ask, decide, on, the_request
from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.personas import Browser, Ward
from tests.reminders.conftest import moment
from tests.reminders.post_office import PostOffice, words_of
from tracker import scheduler
from tracker.core import clock
from tracker.core.db import db
from tracker.progress.models import Contribution
from tracker.reminders.models import Reminder

DUE = date(2026, 8, 20)  # a Thursday; asked for: Thursday 10 September


@pytest.fixture
def owed(ward: Ward) -> Contribution:
    """What the culture division leads and the economy division shares."""
    task = make_task(make_plan(), fixed(DUE), lead=ward.culture, cooperating=(ward.economy,))
    db.session.commit()
    return contribution_of(task, ward.culture)


def jobs_at(app: Flask, text: str) -> None:
    """The scheduler's own jobs at that moment: instances, reminders, mails."""
    db.session.commit()
    for job in (scheduler.make_instances, scheduler.decide_reminders, scheduler.send_outbox):
        with clock.at(moment(text)), app.app_context():
            job()
    db.session.expire_all()


def dated_steps(username: str) -> list[tuple[str, int]]:
    """The steps of the date one person was told of, with the version of the due day."""
    rows = db.session.scalars(select(Reminder).order_by(Reminder.id))
    names = ("before", "due", "late", "to_")
    return [
        (row.step, row.due_version)
        for row in rows
        if row.recipient.username == username and row.step.startswith(names)
    ]


def test_granting_stops_the_old_steps_and_begins_the_new_ones(
    app: Flask, ward: Ward, browser: Browser, owed: Contribution, post_office: PostOffice
) -> None:
    jobs_at(app, "2026-08-11T07:30")
    assert ask(browser.as_(ward.culture_head), owed).status_code == 303
    with clock.at(on(date(2026, 8, 12))):
        assert decide(browser.as_(ward.office), the_request()).status_code == 303
    # Every day on which the old due day had a step, and the days after it, are silent.
    for day in (17, 19, 20, 21, 25, 26):
        jobs_at(app, f"2026-08-{day}T07:30")
    assert dated_steps("truong.vanhoa") == [("before:7", 1)]
    for day in ("08-28", "09-07", "09-09", "09-10", "09-11"):
        jobs_at(app, f"2026-{day}T07:30")
    begun_anew = [("before:7", 2), ("before:3", 2), ("before:1", 2), ("due", 2)]
    assert dated_steps("truong.vanhoa") == [("before:7", 1), *begun_anew, ("to_head", 2)]
    # The unit that shares the task follows the same day.
    assert dated_steps("truong.kinhte") == dated_steps("truong.vanhoa")
    assert "Hạn 10/09/2026" in words_of(post_office.mails[-1], "plain")


def test_a_mail_decided_before_the_grant_does_not_speak_of_the_old_day(
    app: Flask, ward: Ward, browser: Browser, owed: Contribution, post_office: PostOffice
) -> None:
    head, office = browser.as_(ward.culture_head), browser.as_(ward.office)
    assert ask(head, owed).status_code == 303
    with clock.at(moment("2026-08-17T07:30")), app.app_context():
        scheduler.decide_reminders()
    with clock.at(moment("2026-08-17T07:35")):
        assert decide(office, the_request()).status_code == 303
    jobs_at(app, "2026-08-17T07:40")
    assert not any("20/08/2026" in words_of(mail, "plain") for mail in post_office.mails)
