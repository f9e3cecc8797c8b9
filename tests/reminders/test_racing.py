"""Two schedulers and two senders at once against one database: everybody is told exactly once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import TypeVar

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.factories import fixed, make_plan, make_task
from tests.personas import Ward, person
from tests.reminders.conftest import moment
from tests.reminders.post_office import HANG_UP, PostOffice
from tracker.accounts.rules import Role
from tracker.core import clock
from tracker.core.db import db
from tracker.reminders.deciding import decide_reminders
from tracker.reminders.models import OutboxMessage, Reminder
from tracker.reminders.rules import OutboxState
from tracker.reminders.service import run_pass, send_outbox
from tracker.units.service import create_unit

Result = TypeVar("Result")
MORNING = moment("2026-08-27T07:30")
UNITS = 8


@pytest.fixture
def many_owe(ward: Ward) -> int:
    """Eight units with a head each owe something by 27/08/2026, with a member owing twice."""
    plan = make_plan()
    for number in range(UNITS):
        unit = create_unit(f"Tổ dân phố số {number}", actor=None)
        person(f"to{number}", Role.UNIT_HEAD, unit)
        for _row in range(2):
            make_task(plan, fixed(date(2026, 8, 27)), lead=unit)
    assert ward.office.id
    db.session.commit()
    return UNITS


def all_at_once(app: Flask, work: Callable[[], Result], times: int) -> list[Result]:
    """Do the same in several threads begun together, each in its own session; errors come out."""
    gate = threading.Barrier(times)
    results: list[Result] = []
    errors: list[BaseException] = []

    def run() -> None:
        gate.wait()
        try:
            with app.app_context(), clock.at(MORNING):
                results.append(work())
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    db.session.expire_all()
    return results


def decide() -> int:
    """One scheduler's decision."""
    return decide_reminders(MORNING).mails


def test_two_schedulers_decide_each_reminder_once(app: Flask, many_owe: int) -> None:
    made = all_at_once(app, decide, 2)
    assert sum(made) == many_owe
    assert db.session.scalar(select(func.count(OutboxMessage.id))) == many_owe
    assert db.session.scalar(select(func.count(Reminder.id))) == 2 * many_owe
    without_mail = select(func.count(Reminder.id)).where(Reminder.outbox_message_id.is_(None))
    assert db.session.scalar(without_mail) == 0


def test_three_senders_send_each_mail_once(
    app: Flask, many_owe: int, post_office: PostOffice
) -> None:
    all_at_once(app, decide, 1)
    all_at_once(app, lambda: send_outbox(MORNING), 3)
    assert post_office.addressees == sorted(f"to{n}@phuongmau.example" for n in range(many_owe))
    states = db.session.scalars(select(OutboxMessage.state)).all()
    assert states == [OutboxState.SENT] * many_owe


def test_whole_passes_at_once_over_a_failing_line_tell_everybody_once(
    app: Flask, many_owe: int, post_office: PostOffice
) -> None:
    for number in (1, 4, 7):
        post_office.answers[f"to{number}@phuongmau.example"] = [HANG_UP]
    all_at_once(app, lambda: run_pass(MORNING, dry_run=False), 3)
    later = moment("2026-08-27T07:31")
    with app.app_context(), clock.at(later):
        send_outbox(later)
    assert post_office.addressees == sorted(f"to{n}@phuongmau.example" for n in range(many_owe))


def test_passes_at_once_make_each_coming_instance_once(app: Flask, ward: Ward) -> None:
    plan = make_plan()
    tasks = [
        make_task(plan, fixed(date(2026, 8, 27)), lead=ward.culture, content=f"Việc {n}")
        for n in range(5)
    ]
    for task in tasks:
        task.due_dates = [*task.due_dates, "2026-09-30"]
    db.session.commit()
    reports = all_at_once(app, lambda: run_pass(MORNING, dry_run=False), 2)
    assert sum(report.made for report in reports) == len(tasks)
