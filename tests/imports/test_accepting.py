"""One press accepts the cells that were understood all the same; never what is truly doubtful."""

from __future__ import annotations

import io

import pytest
from docx import Document
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.imports.documents import CULTURE, HEADER, OFFICE
from tests.imports.reviewing import row_with, save, words_of
from tests.personas import Ward
from tracker.audit.models import AuditEntry
from tracker.core.db import db
from tracker.imports.models import ImportDraft
from tracker.imports.review import review_of
from tracker.imports.rules import CellField, DraftRowKind, RowFacts, certain_cells, doubts_of
from tracker.imports.service import import_file
from tracker.reading.result import DeadlineKind, DeadlineReading, Finding
from tracker.units.queries import unit_directory

MERGED = "Ô trộn dọc: thời gian lấy từ dòng 1."
SURE = DeadlineReading(DeadlineKind.REGULAR)
UNSURE = DeadlineReading(DeadlineKind.REGULAR, certain=False, explanation="Chưa chắc.")


def merged_docx() -> bytes:
    """A plan whose second row shares lead and deadline with the first by merged cells."""
    document = Document()
    document.add_paragraph("KẾ HOẠCH")
    document.add_paragraph("Cải cách hành chính năm 2026")
    rows = (
        HEADER,
        ("1", "Lập danh mục thủ tục", CULTURE, OFFICE, "Trước 30/9/2026", "Danh mục"),
        ("2", "Công khai danh mục trước tháng 11/2026", "", OFFICE, "", "Bảng niêm yết"),
        ("3", "Trả lời kiến nghị", OFFICE, CULTURE, "Trước 31/6/2026", "Văn bản"),
    )
    table = document.add_table(rows=len(rows), cols=len(HEADER))
    for line, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(line.cells, texts, strict=True):
            cell.text = text
    for column in (2, 4):
        table.cell(1, column).merge(table.cell(2, column))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.fixture
def merged(ward: Ward) -> ImportDraft:
    """The draft of that plan."""
    draft = import_file("ke-hoach.docx", merged_docx(), actor=ward.office)
    db.session.commit()
    return draft


def accept(office: FlaskClient, draft: ImportDraft, mark: str | None = None) -> object:
    data = {"state_mark": mark or draft.state_mark}
    return office.post(f"/imports/{draft.id}/accept", data=data)


def doubtful(draft: ImportDraft, words: str) -> set[CellField]:
    found = review_of(draft, unit_directory()).doubts.get(row_with(draft, words).id, [])
    return {doubt.field for doubt in found}


@pytest.mark.parametrize(
    ("deadline", "sentences", "accepted"),
    [
        (SURE, [MERGED], [CellField.DEADLINE]),
        (SURE, [MERGED, "Năm lạ."], []),
        (UNSURE, [MERGED], []),
        (None, [MERGED], []),
        (DeadlineReading(None, certain=False), [MERGED], []),
    ],
)
def test_a_deadline_not_surely_understood_is_never_mild(
    deadline: DeadlineReading | None, sentences: list[str], accepted: list[CellField]
) -> None:
    row = RowFacts(
        DraftRowKind.TASK,
        "Việc",
        lead=("Văn phòng",),
        deadline=deadline,
        findings=tuple(Finding("deadline", sentence) for sentence in sentences),
    )
    assert certain_cells(row, doubts_of(row, {"Văn phòng"}.__contains__)) == accepted


def test_an_unknown_unit_is_never_mild() -> None:
    finding = Finding("lead", "Ô trộn dọc: đơn vị chủ trì lấy từ dòng 1.")
    row = RowFacts(DraftRowKind.TASK, "Việc", lead=("Tổ lạ",), deadline=SURE, findings=(finding,))
    assert certain_cells(row, doubts_of(row, set().__contains__)) == []


def test_cells_of_merged_cells_are_accepted_together(
    office: FlaskClient, merged: ImportDraft
) -> None:
    words = "Công khai danh mục"
    assert doubtful(merged, words) == {CellField.LEAD, CellField.DEADLINE, CellField.CONTENT}
    assert "Chấp nhận tất cả 3 ô chắc chắn" in words_of(office.get(f"/imports/{merged.id}"))

    answer = accept(office, merged)

    assert answer.status_code == 303
    assert doubtful(merged, words) == set()
    assert doubtful(merged, "Trả lời kiến nghị") == {CellField.DEADLINE}
    page = words_of(office.get(f"/imports/{merged.id}"))
    assert "Đã chấp nhận 3 ô." in page
    assert "Chấp nhận tất cả" not in page
    assert "Hoàn tác: chấp nhận 3 ô chắc chắn" in page
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert entry.changes == {"Chấp nhận các ô chắc chắn": [None, "3 ô"]}


def test_what_another_has_just_changed_is_not_accepted_unseen(
    office: FlaskClient, merged: ImportDraft
) -> None:
    seen = merged.state_mark
    save(office, row_with(merged, "Trả lời"), CellField.PRODUCT, text="Công văn")
    assert accept(office, merged, seen).status_code == 409
    assert doubtful(merged, "Công khai danh mục")


def test_accepting_twice_is_harmless(office: FlaskClient, merged: ImportDraft) -> None:
    seen = merged.state_mark
    assert accept(office, merged, seen).status_code == 303
    assert accept(office, merged, seen).status_code == 303
