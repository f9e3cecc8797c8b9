"""A letter whose answer is overdue is called so on every page: the list, the board, the unit's."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient

from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.imports.reviewing import words_of
from tests.personas import Browser, Ward
from tracker.core import clock
from tracker.core.db import db

IN_TIME = datetime(2026, 8, 10, 1, 0, tzinfo=UTC)
LATE = datetime(2026, 8, 11, 1, 0, tzinfo=UTC)


@pytest.fixture
def office(ward: Ward, browser: Browser) -> FlaskClient:
    """The Office, having urged the culture division to answer by 10/08/2026."""
    task = make_task(make_plan(), fixed(date(2026, 7, 16)), lead=ward.culture)
    db.session.commit()
    office = browser.as_(ward.office)
    form = {"first_number": "12", "answer_by": "10/08/2026", "request_key": "key"}
    chosen = str(contribution_of(task, ward.culture).id)
    assert office.post("/urgings/new", data={**form, "chosen": chosen}).status_code == 303
    return office


def test_on_its_last_day_an_answer_is_awaited(
    office: FlaskClient, ward: Ward, browser: Browser
) -> None:
    with clock.at(IN_TIME):
        assert "hạn 10/08/2026" in words_of(office.get("/urgings"))
        assert "chưa trả lời, hạn 10/08/2026" in words_of(office.get("/follow-up"))
        own = words_of(browser.as_(ward.culture_head).get("/"))
        assert "chờ đơn vị trả lời chậm nhất 10/08/2026" in own


def test_the_day_after_all_pages_call_it_overdue(
    office: FlaskClient, ward: Ward, browser: Browser
) -> None:
    with clock.at(LATE):
        assert "Chưa trả lời, quá hạn 10/08/2026" in words_of(office.get("/urgings"))
        assert "chưa trả lời, quá hạn 10/08/2026" in words_of(office.get("/follow-up"))
        own = words_of(browser.as_(ward.culture_head).get("/"))
        assert "đã quá hạn trả lời 10/08/2026" in own
