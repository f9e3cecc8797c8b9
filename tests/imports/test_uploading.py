"""An office user uploads a document or pastes its table, and gets a draft of every row."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from flask.testing import FlaskClient
from sqlalchemy import select

from tests.imports.documents import HEADINGS, TASKS, UNREAD, pasted, plan_docx
from tests.imports.reviewing import only_draft, upload, words_of
from tests.personas import Ward
from tracker.audit.models import AuditEntry
from tracker.core.db import db
from tracker.core.storage import file_store
from tracker.imports.models import ImportDraft
from tracker.imports.rules import DraftRowKind, DraftState


def test_a_file_becomes_a_draft_with_every_row_of_the_file(office: FlaskClient, ward: Ward) -> None:
    answer = upload(office, plan_docx())

    draft = only_draft()
    assert answer.status_code == 303
    assert answer.location == f"/imports/{draft.id}"
    assert draft.state is DraftState.REVIEWING
    assert draft.uploaded_by == ward.office
    kinds = [row.kind for row in draft.rows]
    assert kinds.count(DraftRowKind.TASK) == TASKS
    assert sum(kind in {DraftRowKind.SECTION, DraftRowKind.GROUP} for kind in kinds) == HEADINGS
    assert kinds.count(DraftRowKind.UNREAD) == UNREAD
    assert len(draft.rows) == draft.rows_in_file == TASKS + HEADINGS + UNREAD
    assert [row.position for row in draft.rows] == list(range(1, draft.rows_in_file + 1))


def test_the_document_tells_its_own_details(office: FlaskClient, ward: Ward) -> None:
    upload(office, plan_docx())

    draft = only_draft()
    assert draft.title == "Kế hoạch chuyển đổi số năm 2026"
    assert draft.number == "15/KH-UBND"
    assert draft.issued_on == date(2026, 1, 12)
    assert draft.year == 2026
    assert draft.tracked_from_on(date(2026, 8, 5)) == date(2026, 1, 12)
    assert draft.coordinator_unit == ward.office_unit
    assert [column["field"] for column in draft.columns] == [
        "label",
        "content",
        "lead",
        "cooperating",
        "deadline",
        "product",
    ]


def test_the_original_file_is_kept_and_can_be_fetched(office: FlaskClient) -> None:
    content = plan_docx()
    upload(office, content)

    draft = only_draft()
    assert file_store().get(draft.sha256) == content
    answer = office.get(f"/imports/{draft.id}/source")
    assert answer.data == content
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_the_form_offers_the_kinds_of_files_that_are_read(office: FlaskClient) -> None:
    page = office.get("/imports").text
    assert 'accept=".docx,.pdf,.xlsx' in page


def test_pasted_rows_become_a_draft(office: FlaskClient) -> None:
    answer = office.post("/imports", data={"pasted": pasted(), "year": "2026"})

    draft = only_draft()
    assert answer.status_code == 303
    assert draft.is_pasted
    assert draft.year == 2026
    assert sum(row.kind is DraftRowKind.TASK for row in draft.rows) == TASKS


def test_the_same_form_sent_twice_makes_one_draft(office: FlaskClient) -> None:
    for _ in range(2):
        answer = office.post("/imports", data={"pasted": pasted(), "request_key": "one-form"})
        assert answer.status_code == 303
    assert len(db.session.scalars(select(ImportDraft)).all()) == 1


def test_the_same_file_sent_twice_with_one_form_makes_one_draft(office: FlaskClient) -> None:
    """As browsers send it: with the form's key beside the file."""
    for _ in range(2):
        file = (BytesIO(plan_docx()), "ke-hoach.docx")
        sent = {"file": file, "request_key": "one-form"}
        answer = office.post("/imports", data=sent, content_type="multipart/form-data")
        assert answer.status_code == 303
    assert len(db.session.scalars(select(ImportDraft)).all()) == 1


def test_the_upload_stands_in_the_journal_and_in_the_list(office: FlaskClient) -> None:
    upload(office, plan_docx())

    actions = db.session.scalars(select(AuditEntry.action)).all()
    assert "import:uploaded" in actions
    words = words_of(office.get("/imports"))
    assert "Kế hoạch chuyển đổi số năm 2026" in words
    assert f"{TASKS} nhiệm vụ" in words


def test_the_page_of_the_draft_shows_printed_words_beside_the_understanding(
    office: FlaskClient, draft: ImportDraft
) -> None:
    words = words_of(office.get(f"/imports/{draft.id}"))
    assert "30/09/2026 In: Trước 30/9/2026" in words
    assert "Thường xuyên, hằng quý In: Hằng quý" in words
    assert "gồm Phòng Văn hóa - Xã hội, Phòng Kinh tế, Hạ tầng và Đô thị" in words
