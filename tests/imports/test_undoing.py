"""Every correction of a draft can be taken back, the last one first; the journal keeps both."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.imports.documents import OFFICE
from tests.imports.reviewing import deadline_values, row_with, save, url_of, words_of
from tests.personas import Ward
from tracker.audit.models import AuditEntry
from tracker.core.db import db
from tracker.imports import queries
from tracker.imports.cells import mark_of
from tracker.imports.models import ImportChange, ImportDraft
from tracker.imports.rules import CellField
from tracker.imports.unit_decisions import UnitChoice, UnitDecision, decide_units


def undo(office: FlaskClient, draft: ImportDraft, change: ImportChange | None = None) -> object:
    last = change or queries.last_change(draft.id)
    assert last is not None
    return office.post(f"/imports/{draft.id}/undo", data={"change": last.id})


def offered(office: FlaskClient, draft: ImportDraft) -> str:
    """What the page offers to take back; "" for nothing."""
    words = words_of(office.get(f"/imports/{draft.id}"))
    return words.partition("Hoàn tác: ")[2].partition(" Bấm vào chữ")[0]


def test_corrections_are_taken_back_in_order_the_last_first(
    office: FlaskClient, draft: ImportDraft
) -> None:
    row = row_with(draft, "Lập danh mục")
    assert offered(office, draft) == ""
    save(office, row, CellField.PRODUCT, text="Danh mục đã duyệt")
    save(office, row, CellField.DEADLINE, **deadline_values(row, text="Trong tháng 11/2026"))
    assert offered(office, draft) == "sửa thời hạn dòng 1.1"

    answer = undo(office, draft)

    assert answer.status_code == 303
    assert row.deadline_text == "Trong tháng 3/2026"
    assert row.deadline is not None
    assert row.deadline["dates"] == ["2026-03-31"]
    assert row.product == "Danh mục đã duyệt"
    assert CellField.DEADLINE not in row.confirmed
    assert offered(office, draft) == "sửa sản phẩm dòng 1.1"

    undo(office, draft)
    assert row.product == "Danh mục"
    assert offered(office, draft) == ""


def test_a_confirmation_and_a_kind_are_taken_back(office: FlaskClient, draft: ImportDraft) -> None:
    row = row_with(draft, "Ban hành kế hoạch")
    row.findings = [{"field": "product", "message": "Ô trộn dọc: lấy từ dòng trên."}]
    db.session.commit()
    data = {"seen": mark_of(row, CellField.PRODUCT)}
    office.post(f"{url_of(row, CellField.PRODUCT)}/confirm", data=data)
    assert row.confirmed == ["product"]
    undo(office, draft)
    assert row.confirmed == []

    save(office, row, CellField.KIND, kind="group")
    assert offered(office, draft) == "sửa loại của dòng 1"
    undo(office, draft)
    assert row.kind == "task"


def test_accepting_all_is_taken_back_at_once(office: FlaskClient, draft: ImportDraft) -> None:
    rows = [row_with(draft, "Ban hành"), row_with(draft, "Tuyên truyền")]
    for row in rows:
        row.findings = [{"field": "product", "message": "Ô trộn dọc: lấy từ dòng trên."}]
    db.session.commit()
    office.post(f"/imports/{draft.id}/accept", data={"state_mark": draft.state_mark})
    assert [row.confirmed for row in rows] == [["product"], ["product"]]
    undo(office, draft)
    assert [row.confirmed for row in rows] == [[], []]


def test_cells_split_anew_by_a_unit_decision_come_back(
    office: FlaskClient, draft: ImportDraft, ward: Ward
) -> None:
    name = "Tổ công tác, giám sát phường"
    row = row_with(draft, "Lập danh mục")
    row.cooperating_text = f"{name}; {OFFICE}"
    row.cooperating = ["Tổ công tác", "giám sát phường", OFFICE]
    db.session.commit()
    decide_units(draft, [UnitDecision(name, UnitChoice.INTERNAL)], actor=ward.office)
    db.session.commit()
    assert row.cooperating == [name, OFFICE]

    undo(office, draft)
    assert row.cooperating == ["Tổ công tác", "giám sát phường", OFFICE]


def test_the_details_come_back_with_the_deadlines_they_made(
    office: FlaskClient, draft: ImportDraft
) -> None:
    row = row_with(draft, "Lập danh mục")
    save(office, row, CellField.DEADLINE, **deadline_values(row, text="Trong tháng 10"))
    row.confirmed = []
    db.session.commit()
    issued_on = draft.issued_on
    office.post(
        f"/imports/{draft.id}/details",
        data={"title": "Tên khác", "year": "2027", "coordinator": "0", "version": draft.version},
    )
    assert row.deadline is not None
    assert row.deadline["dates"] == ["2027-10-31"]

    undo(office, draft)

    assert (draft.title, draft.year) == ("Kế hoạch chuyển đổi số năm 2026", 2026)
    assert draft.issued_on == issued_on
    assert row.deadline["dates"] == ["2026-10-31"]


def test_the_same_form_sent_twice_takes_back_one(office: FlaskClient, draft: ImportDraft) -> None:
    row = row_with(draft, "Lập danh mục")
    save(office, row, CellField.PRODUCT, text="Lần một")
    save(office, row, CellField.PRODUCT, text="Lần hai")
    last = queries.last_change(draft.id)
    undo(office, draft, last)
    assert undo(office, draft, last).status_code == 303
    assert row.product == "Lần một"


def test_what_another_has_corrected_since_is_not_taken_back_unseen(
    office: FlaskClient, draft: ImportDraft
) -> None:
    row = row_with(draft, "Lập danh mục")
    save(office, row, CellField.PRODUCT, text="Lần một")
    seen = queries.last_change(draft.id)
    save(office, row_with(draft, "Tuyên truyền"), CellField.PRODUCT, text="Bản tin")
    assert undo(office, draft, seen).status_code == 409
    assert row.product == "Lần một"


def test_a_change_of_another_draft_or_none_is_refused(
    office: FlaskClient, draft: ImportDraft
) -> None:
    assert office.post(f"/imports/{draft.id}/undo", data={"change": "987"}).status_code == 409
    assert office.post(f"/imports/{draft.id}/undo").status_code == 409


@pytest.mark.usefixtures("ward")
def test_the_journal_keeps_the_correction_and_its_undoing(
    office: FlaskClient, draft: ImportDraft
) -> None:
    row = row_with(draft, "Lập danh mục")
    save(office, row, CellField.PRODUCT, text="Danh mục đã duyệt")
    undo(office, draft)
    save(office, row, CellField.DEADLINE, **deadline_values(row, text="Trong tháng 11/2026"))
    undo(office, draft)

    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "import:changed").order_by(AuditEntry.id)
    ).all()
    assert entries[0].changes == {"Dòng 6 · Sản phẩm": ["Danh mục", "Danh mục đã duyệt"]}
    assert entries[1].changes["Hoàn tác"] == ["sửa sản phẩm dòng 1.1", None]
    assert entries[1].changes["Dòng 1.1 · Sản phẩm"] == ["Danh mục đã duyệt", "Danh mục"]
    assert entries[3].changes["Dòng 1.1 · Thời hạn"] == ["30/11/2026", "31/03/2026"]
    changes = db.session.scalars(select(ImportChange)).all()
    assert all(change.undone_by is not None for change in changes)
