"""Refused and failed requests: one Vietnamese page, nothing half written or given away."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy.orm.exc import StaleDataError

from tests.html_checks import problems_of
from tests.personas import Browser, Ward
from tracker.core.db import db
from tracker.units.models import Unit


def test_a_page_that_is_not_there(ward: Ward, browser: Browser) -> None:
    answer = browser.as_(ward.office).get("/khong-co")
    assert answer.status_code == 404
    assert "Không tìm thấy trang" in answer.text


@pytest.mark.parametrize("page", ["plans/{}", "tasks/{}", "contributions/{}/update"])
def test_a_number_that_no_row_has(ward: Ward, browser: Browser, page: str) -> None:
    office = browser.as_(ward.office)
    for number in ("0", "999999", "2147483648", "9" * 30):
        assert office.get("/" + page.format(number)).status_code == 404


@pytest.mark.parametrize("page", ["/audit?before=", "/follow-up?unit=", "/follow-up?days="])
def test_a_wrong_number_in_the_address_is_no_filter(
    ward: Ward, browser: Browser, page: str
) -> None:
    office = browser.as_(ward.office)
    for number in ("²", "-1", "9" * 40, "1e3", "٣", "abc", ""):
        assert office.get(page + number).status_code == 200


def test_the_wrong_method_is_refused(ward: Ward, browser: Browser) -> None:
    answer = browser.as_(ward.office).post("/plans")
    assert answer.status_code == 405
    assert set(answer.allow) == {"GET", "HEAD", "OPTIONS"}
    assert "Yêu cầu không hợp lệ" in answer.text


def test_a_form_without_its_token_is_refused(app: Flask, ward: Ward, browser: Browser) -> None:
    office = browser.as_(ward.office)
    app.config["WTF_CSRF_ENABLED"] = True
    answer = office.post("/units/new", data={"name": "Phòng Mới", "kind": "internal"})
    assert answer.status_code == 400
    assert "Biểu mẫu đã hết hạn" in answer.text
    assert db.session.query(Unit).filter_by(name="Phòng Mới").first() is None


def test_nothing_that_writes_goes_without_its_token(
    app: Flask, ward: Ward, browser: Browser
) -> None:
    """Forms do not ask for it themselves: it is asked for before any view."""
    administrator = browser.as_(ward.administrator)
    app.config["WTF_CSRF_ENABLED"] = True
    writing = [rule for rule in app.url_map.iter_rules() if rule.methods and "POST" in rule.methods]
    assert len(writing) > 100
    for rule in writing:
        first_choice = re.sub(r"<any\((\w+).*?\):\w+>", r"\1", rule.rule)
        answer = administrator.post(re.sub(r"<.+?>", "1", first_choice))
        assert (answer.status_code, "Biểu mẫu đã hết hạn" in answer.text) == (400, True), rule


def test_htmx_shows_a_refusal_above_the_page_not_in_the_row(ward: Ward, browser: Browser) -> None:
    answer = browser.as_(ward.office).get("/plans/999", headers={"HX-Request": "true"})
    assert answer.headers["HX-Retarget"] == "#messages"
    assert answer.headers["HX-Reselect"] == "#error"
    assert 'id="error"' in answer.text


def test_every_answer_carries_the_security_headers(browser: Browser) -> None:
    answer = browser.anonymous().get("/login")
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Cache-Control"] == "no-store"


def _break_integrity() -> str:
    db.session.add(Unit(name="Nửa chừng", kind="internal"))
    db.session.flush()
    db.session.add(Unit(name="Nửa chừng", kind="internal"))
    db.session.flush()
    return "not reached"


def test_after_a_database_error_the_page_still_speaks(app: Flask) -> None:
    """PostgreSQL answers nothing in a failed transaction until it is rolled back."""
    app.view_functions["accounts.sign_in"] = _break_integrity
    answer = app.test_client().post("/login")
    assert answer.status_code == 500
    assert "Hệ thống gặp lỗi" in answer.text
    assert "Mã lỗi" in answer.text
    assert "IntegrityError" not in answer.text
    assert problems_of(answer.text) == ()
    assert db.session.query(Unit).count() == 0


def test_a_row_changed_at_the_same_moment_is_a_conflict_not_a_failure(app: Flask) -> None:
    def change() -> str:
        raise StaleDataError("expected to update 1 row, 0 were matched")

    app.view_functions["accounts.sign_in"] = change
    answer = app.test_client().post("/login")
    assert answer.status_code == 409
    assert "Hãy tải lại trang" in answer.text
