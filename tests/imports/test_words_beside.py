"""What a row prints beside its content is kept, whatever the row is taken for or merged with."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.imports.documents import CULTURE, OFFICE
from tests.imports.reviewing import row_with, save, words_of
from tests.personas import Ward
from tracker.core import clock
from tracker.core.db import db
from tracker.exports.matrix import issued_sheet
from tracker.exports.sheet import Sheet
from tracker.imports.applying import apply_draft
from tracker.imports.cells import mark_of
from tracker.imports.models import ImportDraft
from tracker.imports.reshaping import merge_into_above
from tracker.imports.rules import CellField, DraftRowKind
from tracker.imports.service import import_file
from tracker.plans.models import Plan
from tracker.tasks.queries import appendix_rows

ROWS = (
    "KẾ HOẠCH;;;;;",
    "Chuyển đổi số phường Mẫu năm 2026;;;;;",
    "TT;Nội dung công việc;Đơn vị chủ trì;Thời hạn;Sản phẩm;Kinh phí (triệu đồng)",
    "I;Công tác chung;;;;350",
    f"1;Ban hành kế hoạch;{OFFICE};Trước 30/9/2026;Kế hoạch;100;ghi thêm",
    f"2;Tuyên truyền;{CULTURE};Thường xuyên;Tin bài;250",
    f"II;Phát triển dữ liệu;{OFFICE};;;",
    f"1;Số hóa sổ hộ tịch;{OFFICE};Quý IV/2026;Sổ;120",
)


@pytest.fixture
def draft(ward: Ward) -> ImportDraft:
    """A plan with sums beside its headings."""
    made = import_file("ke-hoach.csv", "\n".join(ROWS).encode(), actor=ward.office)
    db.session.commit()
    return made


def confirmed(draft: ImportDraft) -> Plan:
    """The plan made of the draft."""
    for row in draft.rows:
        if row.kind is DraftRowKind.TASK and row.deadline is None:
            row.kind = DraftRowKind.SECTION
    db.session.commit()
    plan = apply_draft(draft, actor=None, doubts_seen=True)
    db.session.commit()
    return plan


def sheet_of(plan: Plan) -> Sheet:
    """The plan as it is printed again."""
    return issued_sheet(plan, appendix_rows(plan), as_of=clock.now())


def printed(plan: Plan) -> dict[str, tuple[str, ...]]:
    """Its rows, by their contents."""
    return {row.cells[1]: row.cells for row in sheet_of(plan).rows}


def test_the_sum_beside_a_heading_is_shown_kept_and_printed(
    office: FlaskClient, draft: ImportDraft
) -> None:
    page = words_of(office.get(f"/imports/{draft.id}"))
    assert "Kinh phí (triệu đồng): 350" in page

    plan = confirmed(draft)

    assert plan.sections[0].extra == {"Kinh phí (triệu đồng)": "350"}
    assert printed(plan)["Công tác chung"][5] == "350"


def test_the_unit_of_a_row_made_a_heading_is_kept(office: FlaskClient, draft: ImportDraft) -> None:
    row = row_with(draft, "Phát triển dữ liệu")
    assert row.kind is DraftRowKind.TASK
    save(office, row, CellField.KIND, kind=DraftRowKind.SECTION.value)
    assert f"Đơn vị chủ trì: {OFFICE}" in words_of(office.get(f"/imports/{draft.id}"))

    assert printed(confirmed(draft))["Phát triển dữ liệu"][2] == OFFICE


def test_a_cell_beyond_the_header_has_a_column_in_print(draft: ImportDraft) -> None:
    sheet = sheet_of(confirmed(draft))

    assert sheet.columns[-1].heading == "Cột 7"
    assert [row.cells[-1] for row in sheet.rows if row.cells[-1]] == ["ghi thêm"]


def test_both_words_of_one_column_are_kept_when_rows_are_merged(
    draft: ImportDraft, ward: Ward
) -> None:
    lower = row_with(draft, "Tuyên truyền")
    above = merge_into_above(lower, seen=mark_of(lower, CellField.CONTENT), actor=ward.office)

    assert above.content == "Ban hành kế hoạch 2 Tuyên truyền"
    assert above.extra == {"Kinh phí (triệu đồng)": "100 250", "Cột 7": "ghi thêm"}


def test_a_task_merged_into_a_heading_leaves_its_cells_there(
    draft: ImportDraft, ward: Ward
) -> None:
    lower = row_with(draft, "Ban hành kế hoạch")
    above = merge_into_above(lower, seen=mark_of(lower, CellField.CONTENT), actor=ward.office)

    assert above.kind is DraftRowKind.SECTION
    assert above.extra == {
        "Kinh phí (triệu đồng)": "350 100",
        "Cột 7": "ghi thêm",
        "Đơn vị chủ trì": OFFICE,
        "Thời hạn": "Trước 30/9/2026",
        "Sản phẩm": "Kế hoạch",
    }
