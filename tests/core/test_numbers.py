"""Numbers in addresses and hidden fields, whatever somebody writes in their place."""

from __future__ import annotations

import pytest

from tests.factories import make_plan
from tests.personas import Browser, Ward
from tracker.core.db import db
from tracker.core.numbers import LARGEST_NUMBER, whole_number

# Beyond SQLite's integers, beyond what Python turns into a number, no digits of ours, none at all.
NONE_OF_OURS = ("9223372036854775808", "1" * 5_000, "²", "१२", "-1", "1e9", "abc", "")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("7", 7),
        ("007", 7),
        (f"{LARGEST_NUMBER}", LARGEST_NUMBER),
        (f"{LARGEST_NUMBER + 1}", None),
        # Cut to its first twenty digits it would be a five.
        ("0" * 19 + "512345", 512_345),
        *((text, None) for text in NONE_OF_OURS),
    ],
)
def test_a_row_s_number(text: str, number: int | None) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize("number", NONE_OF_OURS)
def test_no_number_in_an_address_breaks_its_page(ward: Ward, browser: Browser, number: str) -> None:
    plan = make_plan()
    db.session.commit()
    office, administrator = browser.as_(ward.office), browser.as_(ward.administrator)
    for address in ("/notices", "/reminders"):
        assert office.get(address, query_string={"page": number}).status_code in {200, 404}
    for address in ("/audit", "/downloads"):
        assert administrator.get(address, query_string={"page": number}).status_code == 200
    new_target, asked = f"/plans/{plan.id}/targets/new", {"task": number}
    assert office.get(new_target, query_string=asked).status_code == 200
    for asked in ({"officer": f"mine:{number}"}, {"officer": number}):
        answer = browser.as_(ward.culture_head).get("/", query_string=asked)
        assert answer.status_code == 200
