"""Another time zone of the machine tells nobody twice; a moved due day is found anew."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import select

from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.personas import Ward
from tests.reminders.conftest import RunPass
from tests.reminders.post_office import PostOffice
from tracker.core.db import db
from tracker.progress.models import Contribution
from tracker.reminders.models import Reminder
from tracker.tasks.models import Occurrence


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Lets the test put the machine into another time zone."""
    yield monkeypatch
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def owed(ward: Ward) -> Contribution:
    """What the culture division owes by 27/08/2026."""
    task = make_task(make_plan(), fixed(date(2026, 8, 27)), lead=ward.culture)
    db.session.commit()
    return contribution_of(task, ward.culture)


@pytest.mark.usefixtures("owed")
def test_a_machine_put_into_another_time_zone_sends_nothing_twice(
    post_office: PostOffice, pass_at: RunPass, zone: pytest.MonkeyPatch
) -> None:
    for name in ("Asia/Ho_Chi_Minh", "America/Los_Angeles", "Pacific/Kiritimati", "UTC"):
        zone.setenv("TZ", name)
        time.tzset()
        pass_at("2026-08-27T07:30")
        pass_at("2026-08-27T23:50")
    assert len(post_office.mails) == 1
    assert [row.step for row in db.session.scalars(select(Reminder))] == ["due"]


@pytest.mark.usefixtures("post_office")
def test_a_moved_due_day_is_found_under_its_new_day(owed: Contribution, pass_at: RunPass) -> None:
    occurrence = db.session.get_one(Occurrence, owed.occurrence_id)
    assert owed.due_on == date(2026, 8, 27)
    occurrence.due_on, occurrence.due_version = date(2026, 10, 30), 2
    pass_at("2026-08-27T07:30")
    assert db.session.get_one(Contribution, owed.id).due_on == date(2026, 10, 30)
    assert db.session.scalars(select(Reminder)).all() == []
    occurrence = db.session.get_one(Occurrence, owed.occurrence_id)
    occurrence.due_on, occurrence.due_version = date(2026, 8, 28), 3
    pass_at("2026-08-27T07:40")
    told = db.session.scalars(select(Reminder)).one()
    assert (told.step, told.due_version) == ("before:1", 3)
