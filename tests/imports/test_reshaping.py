"""A row is split in two, rows are merged; the balance says so and nothing printed is lost."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.imports.documents import CULTURE, OFFICE
from tests.imports.reviewing import row_with, save, settle, words_of
from tests.personas import Ward
from tracker.core.db import db
from tracker.imports import queries
from tracker.imports.applying import apply_draft
from tracker.imports.cells import mark_of
from tracker.imports.models import DraftRow, ImportDraft
from tracker.imports.review import review_of
from tracker.imports.rules import CellField, DraftRowKind, parts_at, split_points
from tracker.tasks.queries import tasks_of_plan
from tracker.units.queries import unit_directory

LONG = "Rà soát danh mục thủ tục; công khai tại trụ sở; b) niêm yết trên trang tin"


@pytest.fixture
def long_row(office: FlaskClient, draft: ImportDraft) -> DraftRow:
    """A task whose content holds several clauses."""
    row = row_with(draft, "Lập danh mục")
    save(office, row, CellField.CONTENT, text=LONG)
    return row


def split(client: FlaskClient, row: DraftRow, words: str, **sent: object) -> TestResponse:
    """Split the row where the words begin."""
    at = LONG.index(words)
    data = {"at": at, "seen": mark_of(row, CellField.CONTENT), **sent}
    return client.post(f"/imports/{row.draft_id}/rows/{row.id}/split", data=data)


def merge(client: FlaskClient, row: DraftRow, seen: str | None = None) -> TestResponse:
    """Make the row part of the row above."""
    data = {"seen": seen or mark_of(row, CellField.CONTENT)}
    return client.post(f"/imports/{row.draft_id}/rows/{row.id}/merge", data=data)


def strip(client: FlaskClient, draft: ImportDraft) -> str:
    """The sentence of the balance."""
    words = words_of(client.get(f"/imports/{draft.id}"))
    return words.partition("Tệp có ")[2].partition("đọc được")[2].partition(".")[0]


def doubtful(row: DraftRow) -> set[CellField]:
    found = review_of(row.draft, unit_directory()).doubts.get(row.id, [])
    return {doubt.field for doubt in found}


@pytest.mark.parametrize(
    ("content", "beginnings"),
    [
        ("Rà soát; công khai. Báo cáo", ["công khai. Báo cáo", "Báo cáo"]),
        ("Mục a\nMục b", ["Mục b"]),
        ("Việc chung - việc một - việc hai", ["việc một - việc hai", "việc hai"]),
        ("Lập kế hoạch", ["kế hoạch", "hoạch"]),
        ("Lập", []),
    ],
)
def test_a_row_may_be_cut_at_clauses_else_at_words(content: str, beginnings: list[str]) -> None:
    assert [parts_at(content, at)[1] for at in split_points(content)] == beginnings


def test_the_page_offers_the_places_to_cut(office: FlaskClient, long_row: DraftRow) -> None:
    page = words_of(office.get(f"/imports/{long_row.draft_id}/rows/{long_row.id}/split"))
    assert "… công khai tại trụ sở; b) niêm yết trên trang tin" in page
    assert "… b) niêm yết trên trang tin" in page


def test_the_second_row_takes_over_the_cells_and_has_them_marked(
    office: FlaskClient, draft: ImportDraft, long_row: DraftRow
) -> None:
    answer = split(office, long_row, "b) niêm yết")

    new = row_with(draft, "niêm yết")
    assert answer.location == f"/imports/{draft.id}#row-{new.id}"
    assert long_row.content == "Rà soát danh mục thủ tục; công khai tại trụ sở;"
    assert (new.label, new.content) == ("b)", "niêm yết trên trang tin")
    assert (new.kind, new.lead, new.deadline) == (
        DraftRowKind.TASK,
        long_row.lead,
        long_row.deadline,
    )
    assert {CellField.LEAD, CellField.DEADLINE, CellField.PRODUCT} <= doubtful(new)
    assert [row.position for row in draft.rows] == list(range(1, 11))
    assert new.position == long_row.position + 1
    assert " − 1 dòng tách thêm" in strip(office, draft)
    assert review_of(draft, unit_directory()).balance.agrees


def test_splitting_can_be_undone_and_the_same_form_splits_once(
    office: FlaskClient, draft: ImportDraft, long_row: DraftRow
) -> None:
    seen = mark_of(long_row, CellField.CONTENT)
    for _ in range(2):
        assert split(office, long_row, "b) niêm yết", seen=seen).status_code == 303
    assert len(draft.rows) == 10

    last = queries.last_change(draft.id)
    assert last is not None
    assert last.what == "tách dòng 1.1"
    office.post(f"/imports/{draft.id}/undo", data={"change": last.id})

    assert long_row.content == LONG
    assert len(draft.rows) == 9
    assert [row.position for row in draft.rows] == list(range(1, 10))
    assert strip(office, draft) == ""


def test_a_cut_must_be_one_of_those_offered(office: FlaskClient, long_row: DraftRow) -> None:
    assert split(office, long_row, "Rà soát").status_code == 422
    answer = split(office, long_row, "b) niêm yết", at="")
    assert answer.status_code == 422
    assert "Not a valid" not in words_of(answer)


def test_a_row_changed_meanwhile_is_not_cut_unseen(office: FlaskClient, long_row: DraftRow) -> None:
    assert split(office, long_row, "b) niêm yết", seen="cũ").status_code == 409
    assert long_row.content == LONG


def test_a_row_is_merged_with_the_one_above(office: FlaskClient, draft: ImportDraft) -> None:
    upper, lower = row_with(draft, "Lập danh mục"), row_with(draft, "Trả lời kiến nghị")

    answer = merge(office, lower)

    assert answer.location == f"/imports/{draft.id}#row-{upper.id}"
    assert upper.content == "Lập danh mục cần sửa 1.2 Trả lời kiến nghị của người dân"
    assert upper.lead == [CULTURE, OFFICE]
    assert upper.product == "Danh mục Văn bản"
    assert upper.deadline_text == "Trong tháng 3/2026"
    assert {CellField.LEAD, CellField.DEADLINE} <= doubtful(upper)
    page = words_of(office.get(f"/imports/{draft.id}"))
    assert "Dòng gộp vào ghi thời hạn khác: “Khi có phát sinh”; hãy chọn." in page
    assert "4 nhiệm vụ + 3 tiêu đề + 1 dòng gộp + 1 dòng chưa đọc được." in page
    assert review_of(draft, unit_directory()).balance.agrees


def test_merging_can_be_undone_and_the_same_form_merges_once(
    office: FlaskClient, draft: ImportDraft
) -> None:
    upper, lower = row_with(draft, "Lập danh mục"), row_with(draft, "Trả lời kiến nghị")
    held = (upper.content, list(upper.lead), upper.product, list(upper.findings))
    seen = mark_of(lower, CellField.CONTENT)
    for _ in range(2):
        assert merge(office, lower, seen).status_code == 303

    last = queries.last_change(draft.id)
    assert last is not None
    assert last.what == "gộp dòng 1.2 vào dòng 1.1"
    office.post(f"/imports/{draft.id}/undo", data={"change": last.id})

    assert (upper.content, upper.lead, upper.product, upper.findings) == held
    assert lower.kind is DraftRowKind.TASK


def test_a_row_not_understood_becomes_part_of_the_row_above(
    office: FlaskClient, draft: ImportDraft
) -> None:
    row = row_with(draft, "Tổng cộng")
    assert "Một phần của dòng trên" in words_of(office.get(f"/imports/{draft.id}"))
    merge(office, row)
    assert row_with(draft, "loa truyền thanh").content.endswith("Tổng cộng: 5 nhiệm vụ")
    assert review_of(draft, unit_directory()).balance.unread == 0


def test_a_row_split_off_and_merged_again_leaves_the_balance_as_it_was(
    office: FlaskClient, draft: ImportDraft, long_row: DraftRow
) -> None:
    split(office, long_row, "b) niêm yết")
    merge(office, row_with(draft, "niêm yết"))
    words = words_of(office.get(f"/imports/{draft.id}"))
    assert "Tệp có 9 dòng = 5 nhiệm vụ + 3 tiêu đề + 1 dòng chưa đọc được." in words


def test_the_first_row_has_nothing_above_it(office: FlaskClient, draft: ImportDraft) -> None:
    answer = merge(office, draft.rows[0])
    assert answer.status_code == 422


def test_a_merged_row_is_no_row_of_the_plan(
    office: FlaskClient, draft: ImportDraft, ward: Ward
) -> None:
    settle(draft, actor=ward.office)
    merge(office, row_with(draft, "Trả lời kiến nghị"))
    plan = apply_draft(draft, actor=None, doubts_seen=True)
    db.session.commit()
    assert [task.label for task in tasks_of_plan(plan.id)] == ["1", "2", "1.1", "2"]
