"""Whom a paper is for: chosen when it is sent, changed by those who may, kept to everywhere."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from urllib.parse import quote

import pypdfium2
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.journal import latest_entries
from tests.personas import Browser, Ward
from tests.policy_rows import Ids, people_of, rows_of
from tests.progress.files import PDF, PNG
from tests.progress.reports import send_report
from tracker.core import clock
from tracker.core.db import db
from tracker.evidence.rules import EvidenceKind, Sensitivity
from tracker.progress.models import Contribution
from tracker.targets.models import MeasurementEvidence

# No other word of a page holds these.
FILE, NUMBER = "danhsachhorieng", "7781/BC-RIENG"
MEMBERS = {"office", "leader", "culture_head", "culture_officer"}
_TAG = re.compile(r"<[^>]*>")
OTHERS = ("administrator", "economy_head", "centre_head", "observer")


def statuses(ward: Ward, browser: Browser, url: str) -> dict[str, int]:
    return {
        name: browser.as_(getattr(ward, name)).get(url).status_code
        for name in (*sorted(MEMBERS), *OTHERS)
    }


def test_restricted_is_for_the_unit_the_lead_the_office_and_leaders(
    ward: Ward, browser: Browser, owed: Contribution, shared: Contribution
) -> None:
    lead, helper = browser.as_(ward.culture_head), browser.as_(ward.economy_head)
    send_report(lead, owed, ("a.pdf", PDF), sensitivity="restricted")
    send_report(helper, shared, ("b.png", PNG), sensitivity="restricted", status="in_progress")
    (of_lead,), (of_helper,) = owed.current_evidence, shared.current_evidence
    for paper, way in ((of_lead, ""), (of_lead, "/preview")):
        found = statuses(ward, browser, f"/evidence/{paper.id}{way}")
        seeing = {name for name, status in found.items() if status == 200}
        assert seeing <= MEMBERS
        assert seeing == MEMBERS or way
    # The lead sees the helper's once it is handed in, and nobody else does.
    url = f"/evidence/{of_helper.id}"
    assert lead.get(url).status_code == 404
    send_report(helper, shared)
    found = statuses(ward, browser, url)
    assert {name for name, status in found.items() if status == 200} == MEMBERS | {"economy_head"}


# Says of the installation that it is not ready: a test's database knows no migrations.
WITHOUT_PAGES = frozenset({"/readyz"})


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nobody_else_is_told_of_it_anywhere(
    app: Flask, ward: Ward, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every page and file that can be asked for, by those nearest to the papers who may not know.

    That the pages are sound is seen to elsewhere.
    """
    monkeypatch.setattr("tests.personas.problems_of", lambda _text: [])
    people, ids = people_of(ward), rows_of(ward, browser)
    part = db.session.get_one(Contribution, ids.contribution_id)
    send_report(
        browser.as_(ward.culture_head),
        part,
        (f"{FILE}.pdf", PDF),
        sensitivity="restricted",
        document_number=NUMBER,
    )
    _hang_on_the_figure(ids, ward)
    page = f"/tasks/{part.occurrence.task_id}"
    found, everything = f"/search?words={FILE}", [page, *_addresses(app, ids)]
    office = browser.as_(ward.office)
    for address in (page, found, f"/targets/{ids.target_id}"):
        assert _tells(office.get(address)), address
    walks = {
        "sharing_head": everything,
        "observer": everything,
        "administrator": [page, found, f"/targets/{ids.target_id}", "/audit", "/downloads"],
    }
    told = [
        f"{role}: {address}"
        for role, addresses in walks.items()
        for address in addresses
        if address not in WITHOUT_PAGES and _tells(browser.as_(people[role]).get(address))
    ]
    assert told == []


def _hang_on_the_figure(ids: Ids, ward: Ward) -> None:
    for kind in (EvidenceKind.FILE, EvidenceKind.DOCUMENT):
        paper = MeasurementEvidence(
            kind=kind,
            file_name=f"{FILE}-2.pdf" if kind is EvidenceKind.FILE else None,
            document_number=NUMBER if kind is EvidenceKind.DOCUMENT else None,
            sha256="0" * 64 if kind is EvidenceKind.FILE else None,
            size=1,
            measurement_id=ids.measurement_id,
            sensitivity=Sensitivity.RESTRICTED,
            added_by=ward.culture_head,
            added_at=clock.now(),
        )
        db.session.add(paper)
    db.session.commit()


def _addresses(app: Flask, ids: Ids) -> list[str]:
    """Everything that can be read, and the searches that would find the papers."""
    pages = {
        ids.address(rule)
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or set()) and rule.endpoint not in {"static", "style_sheet"}
    }
    made = {f"/plans/{ids.plan_id}/export.{ending}" for ending in ("xlsx", "docx", "pdf")}
    return sorted(pages | made | {f"/search?words={FILE}", f"/search?words={quote(NUMBER)}"})


def _tells(answer: TestResponse) -> bool:
    """Whether the answer says the names; a search page repeats what was typed once or twice."""
    text = _words_of(answer)
    typed = FILE if f"words={FILE}" in answer.request.url else NUMBER
    if "/search?" in answer.request.url:
        return f"{FILE}." in text or f"Văn bản {NUMBER}" in text or text.count(typed) > 3
    return FILE in text or NUMBER in text


def _words_of(answer: TestResponse) -> str:
    content = answer.data
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [archive.read(name) for name in archive.namelist()]
        return b"".join(parts).decode("utf-8", "replace")
    if content.startswith(b"%PDF"):
        with pypdfium2.PdfDocument(content) as document:
            return "".join(each.get_textpage().get_text_range() for each in document)
    # Found words are marked: the tags would part them.
    return _TAG.sub("", content.decode("utf-8", "replace")) + str(answer.headers)


def test_the_class_is_changed_by_those_who_may_and_the_journal_tells(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    send_report(browser.as_(ward.culture_head), owed, ("a.pdf", PDF))
    (paper,) = owed.current_evidence
    assert paper.sensitivity is Sensitivity.INTERNAL
    url, observer = f"/evidence/{paper.id}/class", browser.as_(ward.observer)
    wanted = {"seen": "internal", "sensitivity": "restricted"}
    assert observer.post(url, data=wanted).status_code == 403
    office = browser.as_(ward.office)
    assert office.post(url, data={"seen": "internal", "sensitivity": "x"}).status_code == 422
    assert office.post(url, data=wanted).status_code == 303
    assert observer.get(f"/evidence/{paper.id}").status_code == 404
    told = latest_entries()[0]
    assert told.action == "evidence:classified"
    assert told.changes == {"sensitivity": ["internal", "restricted"]}
    assert "a.pdf" not in told.subject_name
    # Somebody who still sees the page as it was does not undo it unknowingly.
    late = browser.as_(ward.culture_officer).post(
        url, data={"seen": "internal", "sensitivity": "public"}
    )
    assert late.status_code == 409
    assert "vừa được đổi thành “Hạn chế”" in late.text


def test_a_restricted_file_offered_again_stays_restricted(
    ward: Ward, browser: Browser, owed: Contribution, shared: Contribution
) -> None:
    unit = browser.as_(ward.culture_head)
    send_report(unit, owed, ("a.pdf", PDF), sensitivity="restricted")
    other = make_task(make_plan(), fixed(date(2026, 9, 1)), lead=ward.culture, content="Việc khác")
    db.session.commit()
    part = contribution_of(other, ward.culture)
    send_report(unit, part, reused_evidence=str(owed.current_evidence[0].id))
    assert part.current_evidence[0].is_restricted
    page = browser.as_(ward.economy_head).get(f"/contributions/{shared.id}/update").text
    assert "a.pdf" not in page


def test_a_form_that_does_not_ask_means_those_concerned(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    unit = browser.as_(ward.culture_head)
    assert "Ai xem được tệp" in unit.get(f"/contributions/{owed.id}/update").text
    send_report(unit, owed, ("a.pdf", PDF))
    assert owed.current_evidence[0].sensitivity is Sensitivity.INTERNAL
