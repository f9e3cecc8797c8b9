"""Two people on one cell: the second is told what is there now, and keeps what was typed."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.imports.documents import UNKNOWN_UNIT
from tests.imports.reviewing import HTMX, cell_data, row_with, save, settle, url_of, words_of
from tests.personas import Ward
from tracker.core.db import db
from tracker.imports.applying import apply_draft
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


def test_a_correction_after_the_plan_was_made_is_told_and_what_was_typed_stays(
    office: FlaskClient, draft: ImportDraft, ward: Ward
) -> None:
    row = row_with(draft, "Ban hành kế hoạch")
    settle(draft, actor=ward.office)
    seen = mark_of(row, CellField.CONTENT)
    apply_draft(draft, actor=ward.office, doubts_seen=True)
    db.session.commit()

    answer = office.post(
        url_of(row, CellField.CONTENT),
        data=cell_data(row, CellField.CONTENT, seen=seen, text="Lời gõ muộn"),
    )

    assert answer.status_code == 422
    assert "Lời gõ muộn</textarea>" in answer.text
    assert "Bản nháp đã thành kế hoạch: hãy sửa trong kế hoạch." in words_of(answer)


def test_a_unit_stopped_meanwhile_keeps_the_draft_from_being_applied(
    office: FlaskClient, draft: ImportDraft, ward: Ward
) -> None:
    settle(draft, actor=ward.office)
    ward.culture.is_active = False
    db.session.commit()
    answer = office.post(f"/imports/{draft.id}/apply", data={"state_mark": draft.state_mark})
    assert answer.status_code == 422
    assert "1 tên đơn vị chưa rõ là đơn vị nào." in words_of(answer)
    assert draft.plan_id is None


def test_a_unit_stopped_while_it_was_being_chosen_is_told_at_its_name(
    office: FlaskClient, draft: ImportDraft, ward: Ward
) -> None:
    ward.culture.is_active = False
    db.session.commit()
    form = {"name": UNKNOWN_UNIT, "choice": f"alias:{ward.culture.id}", "new_name": UNKNOWN_UNIT}
    data = {"count": "1", **{f"unit0-{name}": value for name, value in form.items()}}
    answer = office.post(f"/imports/{draft.id}/units", data=data)
    assert answer.status_code == 422
    assert "Hãy chọn tên này là cách viết khác của đơn vị nào." in words_of(answer)


def test_a_name_decided_by_somebody_else_meanwhile_is_told_at_the_name(
    office: FlaskClient, draft: ImportDraft, ward: Ward
) -> None:
    url = f"/imports/{draft.id}/units"
    form = {"count": "1", "unit0-name": UNKNOWN_UNIT, "unit0-new_name": UNKNOWN_UNIT}
    first = {**form, "unit0-choice": f"alias:{ward.centre.id}"}
    assert office.post(url, data=first).status_code == 303
    assert office.post(url, data=first).status_code == 303
    answer = office.post(url, data={**form, "unit0-choice": f"alias:{ward.culture.id}"})
    assert answer.status_code == 409
    assert f"“{UNKNOWN_UNIT}” vừa được chọn là “{ward.centre.name}”" in words_of(answer)
    assert f'<option selected value="alias:{ward.culture.id}">' in answer.text


def test_tracking_cannot_begin_after_the_plan_has_ended(
    office: FlaskClient, draft: ImportDraft
) -> None:
    sent = {"title": "Kế hoạch", "year": "2026", "tracked_from": "01/01/2027", "coordinator": "0"}
    sent["version"] = str(draft.version)
    answer = office.post(f"/imports/{draft.id}/details", data=sent)
    assert answer.status_code == 422
    assert "Ngày này ở sau năm của kế hoạch (2026)" in words_of(answer)
    assert 'value="01/01/2027"' in answer.text
