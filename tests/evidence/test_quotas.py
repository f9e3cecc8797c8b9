"""How much may be sent: of one piece of work, of a unit, of the whole office."""

from __future__ import annotations

import pytest

from tests.personas import Browser, Ward
from tests.progress.files import PDF, zipped
from tests.progress.reports import send_report
from tracker.core.db import db
from tracker.evidence import quotas
from tracker.evidence.settings_form import FilesForm
from tracker.progress.models import Contribution, Evidence
from tracker.settings.queries import ward_settings
from tracker.settings.service import change_setting

KILOBYTE = 1024


def test_each_content_counts_once(
    ward: Ward, browser: Browser, owed: Contribution, shared: Contribution
) -> None:
    other = zipped("a.txt")
    send_report(browser.as_(ward.culture_head), owed, ("a.pdf", PDF), ("b.zip", other))
    send_report(browser.as_(ward.economy_head), shared, ("c.pdf", PDF))
    assert quotas.bytes_kept() == len(PDF) + len(other)
    assert quotas.bytes_by_unit() == {
        ward.culture.id: len(PDF) + len(other),
        ward.economy.id: len(PDF),
    }


@pytest.mark.parametrize(
    ("setting", "unit", "sentence"),
    [
        ("evidence_contribution_megabytes", "MEGABYTE", "Các tệp của phần việc này sẽ vượt 1 MB"),
        ("evidence_unit_gigabytes", "GIGABYTE", "Đơn vị đã dùng hết 1 GB"),
        ("evidence_total_gigabytes", "GIGABYTE", "Toàn phường đã dùng hết 1 GB"),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence_and_nothing_is_kept(
    ward: Ward,
    browser: Browser,
    owed: Contribution,
    monkeypatch: pytest.MonkeyPatch,
    setting: str,
    unit: str,
    sentence: str,
) -> None:
    change_setting(setting, 1, actor=None)
    db.session.commit()
    # A unit of measure that is small enough for a test.
    monkeypatch.setattr(quotas, unit, KILOBYTE)
    client = browser.as_(ward.culture_head)
    send_report(client, owed, ("a.pdf", PDF), status="in_progress", request_key="1")
    large = PDF + b"%" * KILOBYTE + b"\n%%EOF\n"
    refused = send_report(client, owed, ("b.pdf", large), request_key="2")
    assert refused.status_code == 422
    assert sentence in refused.text
    assert db.session.query(Evidence).count() == 1


@pytest.mark.parametrize("setting", ["evidence_unit_gigabytes", "evidence_total_gigabytes"])
def test_what_is_kept_already_needs_no_room(
    ward: Ward,
    browser: Browser,
    owed: Contribution,
    shared: Contribution,
    monkeypatch: pytest.MonkeyPatch,
    setting: str,
) -> None:
    change_setting(setting, 1, actor=None)
    db.session.commit()
    report = PDF + b"%" * 600 + b"\n%%EOF\n"
    monkeypatch.setattr(quotas, "GIGABYTE", len(report))
    client = browser.as_(ward.culture_head)
    assert send_report(client, owed, ("a.pdf", report), status="in_progress").status_code == 303
    again = send_report(client, owed, ("b.pdf", report), request_key="2", status="in_progress")
    assert again.status_code == 303
    assert db.session.query(Evidence).count() == 2
    more = (("c.pdf", report), ("d.pdf", PDF))
    assert send_report(client, owed, *more, request_key="3").status_code == 422
    colleague = send_report(browser.as_(ward.economy_head), shared, ("e.pdf", report))
    assert colleague.status_code == 303, "the whole holds it already, and this unit has room"


def test_the_page_tells_how_much_is_used(ward: Ward, browser: Browser, owed: Contribution) -> None:
    send_report(browser.as_(ward.culture_head), owed, ("a.zip", zipped("a.txt", "b.txt")))
    office = browser.as_(ward.office)
    page = office.get("/settings/files").text
    assert "Phòng Văn hóa - Xã hội" in page
    assert "Ổ đĩa còn trống" in page
    form = {
        "seen": FilesForm.mark(ward_settings()),
        "evidence_max_megabytes": "25",
        "evidence_contribution_megabytes": "0",
        "evidence_unit_gigabytes": "5",
        "evidence_total_gigabytes": "40",
        "when_scanner_is_down": "keep",
    }
    assert office.post("/settings/files", data=form).status_code == 303
    page = office.get("/settings/files").text
    assert "trên 40" in page
    assert 'value="25"' in page
    outdated = office.post("/settings/files", data={**form, "evidence_unit_gigabytes": "6"})
    assert outdated.status_code == 409
    assert "khác với thiết lập đang dùng ở: Tất cả tệp của một đơn vị (GB)" in outdated.text
    wrong = office.post("/settings/files", data={**form, "evidence_max_megabytes": "500"})
    assert wrong.status_code == 422
    assert "Nhập từ 1 đến 90." in wrong.text
