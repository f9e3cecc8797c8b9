"""A unit's draft is its own; once handed in, those who share the task and the observer see it."""

from __future__ import annotations

import pytest

from tests.personas import Browser, Ward
from tests.progress.files import DOCX, PDF
from tests.progress.reports import give_back, send_report
from tracker.progress.models import Contribution

PEOPLE = (
    "administrator",
    "office",
    "leader",
    "culture_head",
    "culture_officer",
    "economy_head",
    "centre_head",
    "observer",
)
BEFORE = {"office", "leader", "culture_head", "culture_officer"}
AFTER = BEFORE | {"economy_head", "observer"}


def who_may_download(ward: Ward, browser: Browser, owed: Contribution) -> set[str]:
    (paper,) = owed.current_evidence
    url = f"/evidence/{paper.id}"
    statuses = {name: browser.as_(getattr(ward, name)).get(url).status_code for name in PEOPLE}
    assert set(statuses.values()) <= {200, 404}
    return {name for name, status in statuses.items() if status == 200}


def test_before_and_after_handing_in(ward: Ward, browser: Browser, owed: Contribution) -> None:
    unit = browser.as_(ward.culture_officer)
    send_report(unit, owed, ("nhap.pdf", PDF), status="in_progress")
    assert who_may_download(ward, browser, owed) == BEFORE
    send_report(unit, owed)
    assert who_may_download(ward, browser, owed) == AFTER


def test_what_is_added_after_a_return_is_a_draft_again(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    unit = browser.as_(ward.culture_officer)
    send_report(unit, owed)
    give_back(browser.as_(ward.office), owed)
    send_report(unit, owed, ("bo-sung.pdf", PDF), status="in_progress")
    assert who_may_download(ward, browser, owed) == BEFORE


@pytest.mark.parametrize(
    ("person", "sees"), [("culture_officer", True), ("office", True), ("economy_head", False)]
)
def test_the_task_page_tells_no_more(
    ward: Ward, browser: Browser, owed: Contribution, person: str, *, sees: bool
) -> None:
    send_report(
        browser.as_(ward.culture_officer),
        owed,
        ("nhap.pdf", PDF),
        status="in_progress",
        note="Còn đang bàn.",
    )
    page = browser.as_(getattr(ward, person)).get(f"/tasks/{owed.occurrence.task_id}").text
    assert ("nhap.pdf" in page) is sees
    assert ("Còn đang bàn." in page) is sees


def test_a_file_is_sent_as_what_it_is_and_never_as_a_page(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    send_report(browser.as_(ward.culture_head), owed, ("Báo cáo quý.pdf", PDF), ("b.docx", DOCX))
    pdf, docx = owed.current_evidence
    office = browser.as_(ward.office)
    shown = office.get(f"/evidence/{pdf.id}")
    assert shown.data == PDF
    assert shown.mimetype == "application/pdf"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    # Chrome's own viewer of PDFs does not start under a sandbox.
    assert shown.headers["Content-Security-Policy"] == "frame-ancestors 'none'"
    assert shown.headers["Cache-Control"] == "private, no-store"
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert (
        "filename*=UTF-8''B%C3%A1o%20c%C3%A1o%20qu%C3%BD.pdf"
        in (shown.headers["Content-Disposition"])
    )
    saved = office.get(f"/evidence/{docx.id}")
    assert saved.headers["Content-Disposition"].startswith("attachment")


def test_a_file_that_is_lost_is_not_there(ward: Ward, browser: Browser, owed: Contribution) -> None:
    send_report(browser.as_(ward.culture_head), owed, ("a.pdf", PDF))
    (paper,) = owed.current_evidence
    paper.sha256 = "0" * 64
    assert browser.as_(ward.office).get(f"/evidence/{paper.id}").status_code == 404


def test_an_official_document_is_not_downloaded(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    send_report(browser.as_(ward.culture_head), owed, document_number="1/BC-UBND")
    (document,) = owed.current_evidence
    assert browser.as_(ward.office).get(f"/evidence/{document.id}").status_code == 404
    page = browser.as_(ward.office).get(f"/tasks/{owed.occurrence.task_id}").text
    assert "Văn bản số 1/BC-UBND" in page
