"""A clock that was years ahead for an hour costs nobody the reminders of the right day."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from tests.factories import fixed, make_plan, make_task
from tests.personas import Ward
from tests.reminders.conftest import RunPass, moment
from tests.reminders.post_office import PostOffice
from tracker.audit.rules import AuditAction
from tracker.audit.service import record_installation
from tracker.core import clock
from tracker.core.db import db
from tracker.reminders.models import Reminder

HEAD = "truong.vanhoa@phuongmau.example"
AHEAD = "2031-06-03T09:00"


@pytest.fixture(autouse=True)
def _work(ward: Ward) -> None:
    make_task(make_plan(), fixed(date(2026, 8, 27)), lead=ward.culture)
    db.session.commit()


def live(*times: str) -> None:
    """Something is written into the journal at each of these moments."""
    for time in times:
        with clock.at(moment(time)):
            record_installation(AuditAction.BACKUP_MADE, name="x")
            db.session.commit()


def steps() -> set[str]:
    return set(db.session.scalars(select(Reminder.step)))


def test_what_was_told_in_a_wrong_year_is_told_again_on_its_day(
    post_office: PostOffice, pass_at: RunPass
) -> None:
    live("2026-08-27T02:20")
    pass_at("2026-08-27T07:30")
    assert steps() == {"due"}
    live(AHEAD)
    pass_at(AHEAD)
    assert "to_head" in steps()
    post_office.mails.clear()

    pass_at("2026-08-28T07:30")
    assert post_office.addressees == [HEAD]
    assert "1 quá hạn" in post_office.mails[0]["Subject"]
    assert steps() == {"due", "to_head"}


@pytest.mark.parametrize("back", ["2026-08-24T09:00", "2020-01-02T09:00"])
def test_what_was_told_rightly_stays_when_the_clock_is_set_back(
    post_office: PostOffice, pass_at: RunPass, back: str
) -> None:
    """An empty battery: nobody is told twice."""
    live(*(f"2026-08-{day}T02:20" for day in (21, 24, 25, 26, 27)))
    pass_at("2026-08-27T07:30")
    post_office.mails.clear()
    pass_at(back)
    pass_at("2026-08-27T10:30")
    assert post_office.addressees == []
    assert steps() == {"due"}


def test_a_break_of_months_with_a_clock_set_back_into_it_forgets_nothing(
    post_office: PostOffice, pass_at: RunPass
) -> None:
    """Tried in spring, used since August: entries of weeks are no leap that was put right."""
    live("2026-05-04T02:20", "2026-08-10T02:20", "2026-08-27T02:20")
    pass_at("2026-08-27T07:30")
    pass_at("2026-05-05T09:00")
    assert post_office.addressees == [HEAD]
    assert "due" in steps()
