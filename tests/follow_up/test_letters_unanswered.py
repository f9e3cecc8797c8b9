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
from tracker.follow_up.models import UrgingItem, UrgingLetter
from tracker.follow_up.queries import unanswered_letters
from tracker.units.models import Unit

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


def letters_of_ten_years(present: UrgingLetter, unit: Unit) -> None:
    """A letter a month before the present one: some answered, some withdrawn, none to this day."""
    for month in range(120):
        answered, withdrawn = month % 3 != 0, month % 3 == 0
        db.session.add(
            UrgingLetter(
                unit=unit,
                year=2016 + month // 12,
                code=present.code,
                number=month + 1,
                issued_on=date(2016 + month // 12, month % 12 + 1, 5),
                answer_by=date(2016 + month // 12, month % 12 + 1, 9),
                printed=present.printed,
                sent_by=present.sent_by,
                sent_at=present.sent_at,
                withdrawn_at=clock.now() if withdrawn else None,
                withdrawn_by=present.sent_by if withdrawn else None,
                request_key=f"month-{month}",
                items=[
                    UrgingItem(
                        contribution_id=item.contribution_id,
                        position=item.position,
                        cells=item.cells,
                        answered_at=clock.now() if answered else None,
                    )
                    for item in present.items
                ],
            )
        )
    db.session.commit()


def test_ten_years_of_letters_come_by_pages_and_only_the_open_one_is_read_at_home(
    office: FlaskClient, ward: Ward, browser: Browser
) -> None:
    present = db.session.query(UrgingLetter).one()
    letters_of_ten_years(present, ward.culture)
    all_letters = db.session.query(UrgingLetter).all()
    plainly = [item for item in all_letters if not item.is_answered and not item.is_withdrawn]
    assert list(unanswered_letters(ward.culture.id)) == plainly == [present]
    own = words_of(browser.as_(ward.culture_head).get("/"))
    assert own.count("Công văn đôn đốc số") == 1
    first, last = words_of(office.get("/urgings")), words_of(office.get("/urgings?page=3"))
    assert "1–50 trong 121 công văn" in first
    assert "05/08/2026" in first
    assert "05/01/2016" in last
    assert office.get("/urgings/all/docx").headers["Content-Disposition"].count("20260805") == 1


def test_one_unanswered_row_keeps_a_letter_open(office: FlaskClient, ward: Ward) -> None:
    assert office.get("/urgings").status_code == 200
    (letter,) = unanswered_letters(ward.culture.id)
    letter.items[0].answered_at = clock.now()
    db.session.commit()
    assert list(unanswered_letters(ward.culture.id)) == []
