"""Whom a cookie speaks of: seen at once whoever changes it, made anew only when it is changed."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import create_engine, text

from tests.counted_statements import counted_statements
from tests.personas import Browser, Ward
from tracker.core.db import db


@pytest.fixture
def head(ward: Ward, browser: Browser) -> FlaskClient:
    """A unit head, who has seen a page."""
    client = browser.as_(ward.culture_head)
    assert client.get("/plans").status_code == 200
    return client


def changed_elsewhere(statement: str, **values: object) -> None:
    """By another program, which says nothing of it."""
    other = create_engine(db.engine.url)
    with other.begin() as connection:
        assert connection.execute(text(statement), values).rowcount == 1
    other.dispose()


def test_what_others_write_elsewhere_leaves_the_person_as_it_was(head: FlaskClient) -> None:
    changed_elsewhere("INSERT INTO setting (name, value) VALUES ('horizon_days', '61')")
    with counted_statements() as seen:
        head.get("/plans")
    asked = [statement for statement in seen if "user_account" in statement.lower()]
    assert len(asked) == 1, asked
    assert "sign_in" in asked[0], "the values beside the sign-in, not the person as an object"


@pytest.mark.parametrize(
    ("statement", "number"),
    [
        ("UPDATE user_account SET full_name = 'Người Tên Khác' WHERE id = :number", "person"),
        ("UPDATE unit SET name = 'Phòng Tên Khác', short_name = NULL WHERE id = :number", "unit"),
    ],
)
def test_another_name_is_seen_at_once(
    ward: Ward, head: FlaskClient, statement: str, number: str
) -> None:
    person = ward.culture_head
    numbers = {"person": person.id, "unit": person.unit_id}
    db.session.commit()
    changed_elsewhere(statement, number=numbers[number])
    assert "Tên Khác" in head.get("/account").text


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE user_account SET is_enabled = '0' WHERE id = :number",
        "UPDATE user_account SET session_key = 'another' WHERE id = :number",
        "UPDATE sign_in SET ended_at = started_at WHERE user_id = :number",
        "UPDATE sign_in SET key = 'another' WHERE user_id = :number",
    ],
    ids=["disabled", "password", "ended", "unknown"],
)
def test_whoever_is_shut_out_elsewhere_is_out_at_once(
    ward: Ward, head: FlaskClient, statement: str
) -> None:
    number = ward.culture_head.id
    db.session.commit()
    changed_elsewhere(statement, number=number)
    answer = head.get("/plans")
    assert answer.status_code == 302
    assert answer.location.startswith("/login")


def test_a_role_taken_away_elsewhere_opens_no_more_pages(ward: Ward, browser: Browser) -> None:
    office, number = browser.as_(ward.office), ward.office.id
    assert office.get("/imports").status_code == 200
    db.session.commit()
    changed_elsewhere("UPDATE user_account SET role = 'observer' WHERE id = :number", number=number)
    assert office.get("/imports").status_code == 404
