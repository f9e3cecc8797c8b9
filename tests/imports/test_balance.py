"""Rows in the file = tasks + headings + rows not understood (+ rows said to be no task)."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.imports.documents import HEADINGS, TASKS
from tests.imports.reviewing import row_with, save, settle, words_of
from tests.personas import Ward
from tracker.core.db import db
from tracker.imports.models import DraftRow, ImportDraft
from tracker.imports.review import review_of
from tracker.imports.rules import CellField, DraftRowKind, balance
from tracker.units.queries import unit_directory


def unread_row(draft: ImportDraft) -> DraftRow:
    return next(row for row in draft.rows if row.kind is DraftRowKind.UNREAD)


def test_the_strip_counts_every_row(office: FlaskClient, draft: ImportDraft) -> None:
    words = words_of(office.get(f"/imports/{draft.id}"))
    assert "Tệp có 9 dòng = 5 nhiệm vụ + 3 tiêu đề + 1 dòng chưa đọc được." in words


def test_a_row_not_understood_keeps_the_draft_from_being_confirmed(draft: ImportDraft) -> None:
    blockers = review_of(draft, unit_directory()).blockers
    assert any("dòng chưa đọc được" in blocker.message for blocker in blockers)


def test_a_row_said_to_be_no_task_stays_in_the_balance(
    office: FlaskClient, draft: ImportDraft
) -> None:
    answer = save(office, unread_row(draft), CellField.KIND, kind="not_a_task")

    assert answer.status_code == 200
    expected = (
        "9 dòng = 5 nhiệm vụ + 3 tiêu đề + 1 dòng không phải nhiệm vụ + 0 dòng chưa đọc được."
    )
    assert expected in words_of(answer)
    assert review_of(draft, unit_directory()).balance.agrees


def test_a_row_not_understood_can_be_made_a_task(office: FlaskClient, draft: ImportDraft) -> None:
    row = unread_row(draft)
    save(office, row, CellField.KIND, kind="task")

    counted = review_of(draft, unit_directory()).balance
    assert (counted.tasks, counted.headings, counted.unread) == (TASKS + 1, HEADINGS, 0)
    doubts = review_of(draft, unit_directory()).doubts[row.id]
    assert {doubt.field for doubt in doubts if doubt.blocks} == {CellField.DEADLINE}


def test_a_task_made_a_heading_and_back_loses_nothing(
    office: FlaskClient, draft: ImportDraft
) -> None:
    row = row_with(draft, "Lập danh mục")
    lead, deadline = list(row.lead), dict(row.deadline or {})

    save(office, row, CellField.KIND, kind="group")
    assert review_of(draft, unit_directory()).balance.headings == HEADINGS + 1
    save(office, row, CellField.KIND, kind="task")

    assert (row.lead, row.deadline) == (lead, deadline)


def test_a_reading_that_lost_a_row_is_said_loudly(
    office: FlaskClient, draft: ImportDraft, ward: Ward
) -> None:
    settle(draft, actor=ward.office)
    draft.rows_in_file += 1
    db.session.commit()

    words = words_of(office.get(f"/imports/{draft.id}"))
    assert "Số dòng không khớp" in words
    assert "Đã xem số dòng không khớp với tệp, dùng như đang hiểu" in words

    answer = office.post(f"/imports/{draft.id}/apply", data={"state_mark": draft.state_mark})
    assert answer.status_code == 422


def test_every_kind_of_row_counts_once() -> None:
    counted = balance(list(DraftRowKind), rows_in_file=6)
    assert counted.agrees
    assert (counted.tasks, counted.headings, counted.unread, counted.not_tasks) == (1, 2, 1, 1)
    assert (counted.merged, counted.split_off) == (1, 0)


def test_a_row_split_off_is_no_row_of_the_file_even_when_merged_again() -> None:
    task, merged = DraftRowKind.TASK, DraftRowKind.MERGED
    split = balance([task, task], rows_in_file=1, split_off=[task])
    assert (split.agrees, split.split_off, split.merged) == (True, 1, 0)
    again = balance([task, merged], rows_in_file=1, split_off=[merged])
    assert again.tasks == again.rows_in_file == 1
    assert (again.split_off, again.merged) == (0, 0)
