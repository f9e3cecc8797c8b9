"""The unit reports: status, words, files, an official document. Each change is in the journal."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import MORNING
from tests.personas import Browser, Ward
from tests.progress.files import DOCX, PDF, PNG, PROGRAM, zipped
from tests.progress.reports import send_report
from tracker.audit.queries import entries_about
from tracker.core import clock
from tracker.core.db import db
from tracker.evidence.rules import EvidenceKind
from tracker.progress.models import Contribution, Evidence, ProgressUpdate
from tracker.progress.rules import ContributionStatus


def stored_files(app: Flask) -> list[Path]:
    folder = Path(app.config["TRACKER"].data_dir) / "evidence"
    return [path for path in folder.rglob("*") if path.is_file()]


def test_work_under_way_with_a_difficulty(ward: Ward, browser: Browser, owed: Contribution) -> None:
    answer = send_report(
        browser.as_(ward.culture_officer),
        owed,
        status="in_progress",
        note="Đang lấy ý kiến.",
        difficulty="Thiếu biểu mẫu.",
    )
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/#contribution-{owed.id}"
    assert owed.status is ContributionStatus.IN_PROGRESS
    assert (owed.difficulty, owed.submitted_at) == ("Thiếu biểu mẫu.", None)
    (update,) = owed.updates
    assert (update.user, update.at, update.note) == (
        ward.culture_officer,
        MORNING,
        "Đang lấy ý kiến.",
    )
    entry = entries_about(owed)[0]
    assert (entry.action, entry.user_name) == (
        "contribution:updated",
        ward.culture_officer.full_name,
    )
    assert entry.changes == {
        "status": ["not_started", "in_progress"],
        "difficulty": [None, "Thiếu biểu mẫu."],
    }


def test_a_result_handed_in_with_files_and_a_document(
    ward: Ward, browser: Browser, owed: Contribution, app: Flask
) -> None:
    answer = send_report(
        browser.as_(ward.culture_head),
        owed,
        ("Báo cáo.pdf", PDF),
        ("ảnh.png", PNG),
        document_number="15/BC-UBND",
        document_date="04/08/2026",
        document_issuer="UBND phường Mẫu",
        document_summary="Kết quả rà soát",
    )
    assert answer.status_code == 303
    assert owed.status is ContributionStatus.SUBMITTED
    assert owed.submitted_at == MORNING
    pdf, png, document = owed.current_evidence
    assert (pdf.file_name, pdf.media_type, pdf.size) == ("Báo cáo.pdf", "application/pdf", len(PDF))
    assert png.sha256 == hashlib.sha256(PNG).hexdigest()
    assert document.kind is EvidenceKind.DOCUMENT
    assert (document.document_number, document.document_date) == ("15/BC-UBND", date(2026, 8, 4))
    added = [entry.action for entry in entries_about(pdf)]
    assert added == ["evidence:added"]
    assert entries_about(owed)[0].action == "contribution:submitted"
    names = {path.name for path in stored_files(app)}
    assert names == {hashlib.sha256(PDF).hexdigest(), hashlib.sha256(PNG).hexdigest()}


def test_the_same_content_is_stored_once(
    ward: Ward, browser: Browser, owed: Contribution, shared: Contribution, app: Flask
) -> None:
    send_report(browser.as_(ward.culture_head), owed, ("a.pdf", PDF))
    send_report(browser.as_(ward.economy_head), shared, ("b.pdf", PDF))
    assert len(stored_files(app)) == 1


def test_files_lie_outside_what_is_served(app: Flask, ward: Ward, browser: Browser) -> None:
    folder = Path(app.config["TRACKER"].data_dir).resolve()
    assert not folder.is_relative_to(Path(app.static_folder or "").resolve())
    assert browser.as_(ward.office).get("/static/../evidence").status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("ket-qua.pdf", PROGRAM, "không thuộc loại được nhận"),
        ("rong.pdf", b"", "rỗng: hãy chọn lại tệp"),
        ("macro.docx", zipped("word/document.xml", "word/vbaProject.bin"), "có macro"),
        ("hong.docx", DOCX[:50], "bị hỏng"),
    ],
)
def test_one_bad_file_stops_the_whole_report(
    ward: Ward,
    browser: Browser,
    owed: Contribution,
    app: Flask,
    name: str,
    content: bytes,
    sentence: str,
) -> None:
    answer = send_report(browser.as_(ward.culture_head), owed, ("tot.pdf", PDF), (name, content))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Đã trình ký ban hành.</textarea>" in answer.text
    assert owed.status is ContributionStatus.NOT_STARTED
    assert (owed.updates, owed.evidence) == ([], [])
    assert stored_files(app) == []
    assert [entry.action for entry in entries_about(owed)] == []


def test_a_file_of_more_than_twenty_megabytes(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    answer = send_report(
        browser.as_(ward.culture_head), owed, ("to.pdf", PDF + bytes(20 * 1024 * 1024))
    )
    assert answer.status_code == 422
    assert "lớn hơn 20 MB: hãy nén hoặc tách nhỏ rồi gửi lại." in answer.text


def test_a_request_of_more_than_a_hundred_megabytes(
    ward: Ward, browser: Browser, owed: Contribution, app: Flask
) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1000
    answer = send_report(browser.as_(ward.culture_head), owed, ("to.pdf", PDF + bytes(2000)))
    assert answer.status_code == 413
    assert "Tệp quá lớn" in answer.text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"status": ""}, "Hãy chọn trạng thái."),
        ({"status": "accepted"}, "Hãy chọn trạng thái."),
        ({"note": ""}, "Hãy ghi kết quả thực hiện hoặc đính kèm minh chứng trước khi gửi."),
        ({"note": "  \n "}, "Hãy ghi kết quả thực hiện hoặc đính kèm minh chứng trước khi gửi."),
        ({"note": "x" * 4001}, "Tối đa 4000 ký tự."),
        ({"document_date": "04/08/2026"}, "Hãy nhập số, ký hiệu của văn bản."),
        ({"document_number": "1/BC", "document_date": "31/02/2026"}, "Ngày không đúng"),
        ({"document_number": "x" * 61}, "Dài quá 60 ký tự"),
    ],
)
def test_a_wrong_report_is_refused_at_its_field(
    ward: Ward, browser: Browser, owed: Contribution, changes: dict[str, str], sentence: str
) -> None:
    answer = send_report(browser.as_(ward.culture_head), owed, **changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert owed.status is ContributionStatus.NOT_STARTED
    assert db.session.query(ProgressUpdate).count() == 0


def test_a_file_alone_says_enough(ward: Ward, browser: Browser, owed: Contribution) -> None:
    answer = send_report(browser.as_(ward.culture_head), owed, ("a.pdf", PDF), note="")
    assert answer.status_code == 303


def test_a_key_that_was_taken_stops_nobody_who_has_seen_the_row_since(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    client = browser.as_(ward.culture_head)
    for _turn in range(2):
        sent = send_report(client, owed, status="in_progress", request_key="one-form")
        assert sent.status_code == 303
        db.session.refresh(owed)
    assert len(owed.updates) == 2


def test_the_same_form_sent_twice_is_one_report(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    client = browser.as_(ward.culture_head)
    opened = {"version": str(owed.version), "request_key": "one-form"}
    first = send_report(client, owed, ("a.pdf", PDF), **opened)
    second = send_report(client, owed, ("a.pdf", PDF), **opened)
    assert (first.status_code, second.status_code) == (303, 303)
    assert len(owed.updates) == len(owed.evidence) == 1


def test_a_form_without_a_key_is_not_taken_for_another(
    ward: Ward, browser: Browser, owed: Contribution, shared: Contribution
) -> None:
    for client, contribution in (
        (browser.as_(ward.culture_head), owed),
        (browser.as_(ward.economy_head), shared),
    ):
        assert send_report(client, contribution, request_key="").status_code == 303
        assert len(contribution.updates) == 1


def test_a_key_seen_on_another_row_stops_nobody(
    ward: Ward, browser: Browser, owed: Contribution, shared: Contribution
) -> None:
    send_report(browser.as_(ward.culture_head), owed, request_key="same")
    send_report(browser.as_(ward.economy_head), shared, request_key="same")
    assert shared.status is ContributionStatus.SUBMITTED


def test_what_was_handed_in_cannot_be_changed_until_it_is_answered(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    client = browser.as_(ward.culture_head)
    send_report(client, owed)
    page = client.get(f"/contributions/{owed.id}/update").text
    assert "không nhận cập nhật" in page
    assert "Lưu cập nhật" not in page
    again = send_report(client, owed, request_key="another-form")
    assert again.status_code == 422
    assert "không chuyển sang" in again.text


def test_reading_never_writes(ward: Ward, browser: Browser, owed: Contribution) -> None:
    client = browser.as_(ward.culture_head)
    version = owed.version
    for page in ("/", "/plans", f"/tasks/{owed.occurrence.task_id}"):
        assert client.get(page).status_code == 200
    assert client.get(f"/contributions/{owed.id}/update?status=submitted").status_code == 200
    assert client.get(f"/contributions/{owed.id}/accept").status_code == 405
    assert owed.version == version
    assert db.session.query(Evidence).count() == 0


def test_done_is_the_day_of_handing_in_not_of_the_answer(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    with clock.at(MORNING + timedelta(days=15)):
        send_report(browser.as_(ward.culture_head), owed)
    assert owed.facts.submitted_on == date(2026, 8, 20)
