"""Two people on one cell: the second is told what is there now, and keeps what was typed."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.imports.reviewing import HTMX, row_with, save, url_of, words_of
from tracker.imports.cells import mark_of
from tracker.imports.models import ImportDraft
from tracker.imports.rules import CellField


def test_the_second_gets_both_values_and_may_then_overwrite(
    office: FlaskClient, draft: ImportDraft
) -> None:
    row = row_with(draft, "Ban hành kế hoạch")
    seen = mark_of(row, CellField.CONTENT)
    save(office, row, CellField.CONTENT, seen=seen, text="Lời của người thứ nhất")

    answer = save(office, row, CellField.CONTENT, seen=seen, text="Lời của người thứ hai")

    assert answer.status_code == 409
    assert "Người khác vừa sửa ô này thành “Lời của người thứ nhất”" in words_of(answer)
    assert "Lời của người thứ hai</textarea>" in answer.text
    assert row.content == "Lời của người thứ nhất"

    fresh = mark_of(row, CellField.CONTENT)
    assert f'value="{fresh}"' in answer.text
    again = save(office, row, CellField.CONTENT, seen=fresh, text="Lời của người thứ hai")
    assert again.status_code == 200
    assert row.content == "Lời của người thứ hai"


def test_the_same_form_sent_twice_is_harmless(office: FlaskClient, draft: ImportDraft) -> None:
    row = row_with(draft, "Ban hành kế hoạch")
    seen = mark_of(row, CellField.PRODUCT)
    for _ in range(2):
        answer = save(office, row, CellField.PRODUCT, seen=seen, text="Kế hoạch được ký")
        assert answer.status_code == 200
    assert row.product == "Kế hoạch được ký"


def test_another_cell_of_the_row_is_no_conflict(office: FlaskClient, draft: ImportDraft) -> None:
    row = row_with(draft, "Ban hành kế hoạch")
    seen = mark_of(row, CellField.PRODUCT)
    save(office, row, CellField.CONTENT, text="Nội dung do người khác sửa")
    answer = save(office, row, CellField.PRODUCT, seen=seen, text="Kế hoạch được ký")
    assert answer.status_code == 200


def test_a_row_made_a_heading_meanwhile_is_a_conflict(
    office: FlaskClient, draft: ImportDraft
) -> None:
    row = row_with(draft, "Ban hành kế hoạch")
    seen = mark_of(row, CellField.CONTENT)
    save(office, row, CellField.KIND, kind="group")
    answer = save(office, row, CellField.CONTENT, seen=seen, text="Nội dung mới")
    assert answer.status_code == 409


def test_a_cell_changed_meanwhile_is_not_confirmed_unseen(
    office: FlaskClient, draft: ImportDraft
) -> None:
    row = row_with(draft, "Ban hành kế hoạch")
    answer = office.post(
        f"{url_of(row, CellField.PRODUCT)}/confirm", data={"seen": "cũ"}, headers=HTMX
    )
    assert answer.status_code == 409
    assert row.confirmed == []


def test_the_details_of_the_document_are_guarded_too(
    office: FlaskClient, draft: ImportDraft
) -> None:
    url = f"/imports/{draft.id}/details"
    sent = {"year": "2026", "coordinator": "0", "version": draft.version}
    assert office.post(url, data={**sent, "title": "Tên thứ nhất"}).status_code == 303

    answer = office.post(url, data={**sent, "title": "Tên thứ hai"})

    assert answer.status_code == 409
    assert "Người khác vừa sửa thông tin văn bản" in words_of(answer)
    assert 'value="Tên thứ hai"' in answer.text
    assert draft.title == "Tên thứ nhất"
