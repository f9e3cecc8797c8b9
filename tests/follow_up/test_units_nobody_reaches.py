"""The board says when a unit heard of its work, and when it cannot: no fault of the unit."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.personas import Browser, Ward
from tracker.accounts.queries import units_with_people
from tracker.core.db import db
from tracker.progress.models import Contribution
from tracker.reminders.deciding import decide_within
from tracker.reminders.notice_queries import last_contact
from tracker.units.models import Unit
from tracker.units.service import create_unit

LATE = date(2026, 7, 1)
NOBODY = "Đơn vị không có tài khoản đang dùng: không ai nhận lời nhắc"


@pytest.fixture
def police(ward: Ward) -> Unit:  # noqa: ARG001 - beside the ward's units
    """A unit made while a document was read in; nobody has an account there."""
    return create_unit("Công an phường", actor=None)


@pytest.fixture
def owed(ward: Ward, police: Unit) -> Contribution:
    """What it owes since the first of July."""
    task = make_task(make_plan(), fixed(LATE), lead=ward.culture, cooperating=(police,))
    db.session.commit()
    return contribution_of(task, police)


def tell_everybody() -> None:
    """The reminders of the morning of the fifth of August."""
    decide_within(datetime(2026, 8, 5, 0, 30, tzinfo=UTC))
    db.session.commit()


def test_what_others_were_told_about_a_unit_is_no_word_to_it(
    ward: Ward, owed: Contribution
) -> None:
    tell_everybody()
    heard = last_contact([owed.id, contribution_of(owed.occurrence.task, ward.culture).id])
    assert list(heard) == [contribution_of(owed.occurrence.task, ward.culture).id]


def test_the_board_says_that_nobody_hears_of_it(
    ward: Ward, browser: Browser, police: Unit, owed: Contribution
) -> None:
    tell_everybody()
    page = browser.as_(ward.office).get("/follow-up").text
    assert page.count(NOBODY) == 1
    assert page.count("Chưa nhắc lần nào") == 1
    assert page.count("Nhắc lần cuối") == 1
    assert police.id not in units_with_people()
    assert ward.culture.id in units_with_people()
    assert owed.unit_id == police.id


def test_a_disabled_account_hears_nothing(ward: Ward) -> None:
    assert ward.economy.id in units_with_people()
    ward.economy_head.is_enabled = False
    db.session.commit()
    assert ward.economy.id not in units_with_people()
