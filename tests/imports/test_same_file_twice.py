"""A second upload of the same file says so, and goes on only when asked to."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy import select

from tests.imports.documents import plan_docx
from tests.imports.reviewing import settle, upload, words_of
from tests.load.client import hidden_fields
from tests.personas import Ward
from tracker.core.db import db
from tracker.imports.applying import apply_draft
from tracker.imports.models import ImportDraft


def drafts() -> list[ImportDraft]:
    return list(db.session.scalars(select(ImportDraft).order_by(ImportDraft.id)))


def test_a_draft_under_review_is_linked(office: FlaskClient, draft: ImportDraft) -> None:
    answer = upload(office, office.get(f"/imports/{draft.id}/source").data)

    assert answer.status_code == 409
    assert "giống hệt văn bản đã nhập trước đây" in words_of(answer)
    assert f'href="/imports/{draft.id}"' in answer.text
    assert len(drafts()) == 1


def test_a_plan_made_from_it_is_linked(office: FlaskClient, draft: ImportDraft, ward: Ward) -> None:
    settle(draft, actor=ward.office)
    plan = apply_draft(draft, actor=ward.office, doubts_seen=True)
    db.session.commit()
    content = office.get(f"/imports/{draft.id}/source").data

    answer = upload(office, content, "ten-khac.docx")

    assert answer.status_code == 409
    assert f'href="/plans/{plan.id}"' in answer.text


def test_going_on_makes_another_draft_once(office: FlaskClient, draft: ImportDraft) -> None:
    asked = upload(office, office.get(f"/imports/{draft.id}/source").data)
    sent = hidden_fields(asked.text)

    for _ in range(2):
        answer = office.post("/imports/again", data=sent)
        assert answer.status_code == 303

    first, second = drafts()
    assert first.id == draft.id
    assert answer.location == f"/imports/{second.id}"
    assert [row.content for row in second.rows] == [row.content for row in first.rows]


def test_only_content_that_was_uploaded_can_be_gone_on_with(office: FlaskClient) -> None:
    answer = office.post("/imports/again", data={"sha256": "0" * 64, "name": "la.docx"})
    assert answer.status_code == 404


def test_a_year_that_is_none_is_left_out(office: FlaskClient, draft: ImportDraft) -> None:
    asked = upload(office, office.get(f"/imports/{draft.id}/source").data)
    for number, year in enumerate(("²", "1" * 5_000)):
        sent = {**hidden_fields(asked.text), "year": year, "request_key": f"year-{number}"}
        assert office.post("/imports/again", data=sent).status_code == 303


def test_a_discarded_draft_is_no_reason_to_ask(office: FlaskClient, draft: ImportDraft) -> None:
    content = office.get(f"/imports/{draft.id}/source").data
    office.post(f"/imports/{draft.id}/discard")
    assert upload(office, content).status_code == 303


def test_another_file_is_not_asked_about(office: FlaskClient, draft: ImportDraft) -> None:
    other = plan_docx(title="Kế hoạch cải cách hành chính năm 2026")
    assert upload(office, other).status_code == 303
    assert len(drafts()) == 2
    assert draft.title == "Kế hoạch chuyển đổi số năm 2026"
