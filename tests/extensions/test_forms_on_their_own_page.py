"""A form on a page of its own leads on when it was sent; in a row it says so in place."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.extensions.requests import ask, the_request
from tests.personas import Browser, Ward
from tests.progress.reports import report_form, send_report
from tracker.progress.models import Contribution

TROUBLE = "Thiếu số liệu bàn giao."
# What is sent, and where it leads when the form stood alone.
Sent = tuple[FlaskClient, str, dict[str, Any], str]


def report(ward: Ward, browser: Browser, owed: Contribution) -> Sent:
    path = f"/contributions/{owed.id}/update"
    return browser.as_(ward.culture_head), path, report_form(owed), "Đã gửi kết quả"


def request_for_extension(ward: Ward, browser: Browser, owed: Contribution) -> Sent:
    form = {
        "wanted_due_on": "10/09/2026",
        "reason": "Chờ số liệu.",
        "version": "0",
        "request_key": "form-1",
    }
    path = f"/contributions/{owed.id}/extension"
    return browser.as_(ward.culture_head), path, form, "Đã gửi đề nghị"


def decision(ward: Ward, browser: Browser, owed: Contribution) -> Sent:
    ask(browser.as_(ward.culture_head), owed)
    asked = the_request()
    form = {
        "decision": "grant",
        "due_on": "10/09/2026",
        "version": str(asked.version),
        "request_key": "answer-1",
    }
    return browser.as_(ward.office), f"/extensions/{asked.id}/decide", form, "Đã gia hạn."


def return_of_a_result(ward: Ward, browser: Browser, owed: Contribution) -> Sent:
    send_report(browser.as_(ward.culture_head), owed)
    form = {"version": str(owed.version), "reason": "Thiếu chữ ký."}
    path = f"/contributions/{owed.id}/return"
    return browser.as_(ward.office), path, form, "Đã trả lại đơn vị."


def answer_to_a_difficulty(ward: Ward, browser: Browser, owed: Contribution) -> Sent:
    send_report(browser.as_(ward.culture_head), owed, status="in_progress", difficulty=TROUBLE)
    told = owed.difficulties[0]
    form = {"version": str(told.version), "answer": "Chuyển trong tuần này."}
    return browser.as_(ward.office), f"/difficulties/{told.id}/answer", form, "Đã trả lời đơn vị."


EVERY_FORM = (report, request_for_extension, decision, return_of_a_result, answer_to_a_difficulty)


@pytest.mark.parametrize("prepare", EVERY_FORM)
def test_sent_from_its_own_page_it_leads_on_and_says_what_was_done(
    ward: Ward, browser: Browser, owed: Contribution, prepare: Any
) -> None:
    """A page in its place would hold the form in the row: the old one stood there as if unsent."""
    person, path, form, words = prepare(ward, browser, owed)
    own_page = {"HX-Request": "true", "HX-Current-URL": f"http://localhost{path}?next=/"}
    answer = person.post(path, data=form, headers=own_page, content_type="multipart/form-data")
    assert (answer.status_code, answer.data) == (200, b"")
    assert words in person.get(answer.headers["HX-Redirect"]).text


@pytest.mark.parametrize("prepare", EVERY_FORM)
def test_sent_from_a_row_it_says_so_in_place(
    ward: Ward, browser: Browser, owed: Contribution, prepare: Any
) -> None:
    person, path, form, words = prepare(ward, browser, owed)
    around = {"HX-Request": "true", "HX-Current-URL": "http://localhost/review"}
    answer = person.post(path, data=form, headers=around, content_type="multipart/form-data")
    assert "HX-Redirect" not in answer.headers
    assert words in answer.text
