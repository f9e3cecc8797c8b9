"""Browsers keep the program's own files; of the ward's they ask here each time.

Several people share a machine, and a sheet of yesterday is not today's.
"""

from __future__ import annotations

import pytest
from flask import Flask

from tests.personas import Browser, Ward
from tests.policy_rows import people_of, rows_of
from tracker.core.db import db
from tracker.core.paths import static_folder

OWN = {"static", "style_sheet"}
# A calendar asks again after a quarter of an hour; a test's database is never ready.
ASKED_ELSEWHERE = {"due_calendar.feed", "health.ready"}
NOT_KEPT = {"no-store", "private, no-store", "private, no-cache"}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("role", ["office", "administrator"])
def test_no_answer_about_the_ward_is_shown_again_without_asking(
    app: Flask, ward: Ward, browser: Browser, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    monkeypatch.setattr("tests.personas.problems_of", lambda _text: [])
    ids, person = rows_of(ward, browser), people_of(ward)[role]
    db.session.commit()
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or set())]
    addresses = {ids.address(rule) for rule in rules if rule.endpoint not in OWN | ASKED_ELSEWHERE}
    addresses |= {f"/plans/{ids.plan_id}/export/{ending}" for ending in ("xlsx", "docx", "pdf")}
    said = {address: browser.as_(person).get(address).headers for address in addresses}
    kept = {
        address: headers.get("Cache-Control")
        for address, headers in said.items()
        if headers.get("Cache-Control") not in NOT_KEPT or "Expires" in headers
    }
    assert kept == {}


def test_the_programs_own_files_are_kept_for_a_year(browser: Browser) -> None:
    script = next((static_folder() / "js").glob("*.js"))
    with browser.anonymous().get(f"/static/js/{script.name}") as answer:
        assert answer.headers["Cache-Control"] == "public, max-age=31536000"
