"""A confirmation makes the plan with everything in one transaction, or nothing at all."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.imports.documents import CULTURE, OFFICE, UNKNOWN_UNIT
from tests.imports.reviewing import row_with, save, settle, words_of
from tests.personas import Ward
from tracker.audit.models import AuditEntry
from tracker.core.db import db
from tracker.core.errors import RuleError
from tracker.imports import applying
from tracker.imports.applying import apply_draft
from tracker.imports.models import ImportDraft
from tracker.imports.review import forecast
from tracker.imports.rules import CellField, DraftState
from tracker.plans.models import Plan, Section
from tracker.progress.models import Contribution
from tracker.reading.result import DeadlineKind
from tracker.tasks.models import Occurrence, Task
from tracker.tasks.rules import TaskRole
from tracker.units.queries import unit_directory

TODAY = date(2026, 8, 5)


@pytest.fixture
def ready(draft: ImportDraft, ward: Ward) -> ImportDraft:
    """The draft with nothing left that keeps it from being confirmed."""
    settle(draft, actor=ward.office)
    return draft


def confirm(client: FlaskClient, draft: ImportDraft, **changes: object) -> object:
    data = {"state_mark": draft.state_mark, **changes}
    return client.post(f"/imports/{draft.id}/apply", data=data)


def tasks() -> dict[str, Task]:
    return {task.content: task for task in db.session.scalars(select(Task))}


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_the_plan_exists_with_its_rows_in_the_printed_order(
    office: FlaskClient, ready: ImportDraft
) -> None:
    answer = confirm(office, ready)

    plan = db.session.scalars(select(Plan)).one()
    assert answer.location == f"/plans/{plan.id}"
    assert plan.number == "15/KH-UBND"
    assert plan.source_sha256 == ready.sha256
    assert plan.tracked_from == date(2026, 1, 12)
    rows = [(s.position, s.level, s.label, s.title) for s in plan.sections]
    rows += [(t.position, t.level, t.label, t.content) for t in tasks().values()]
    assert sorted(rows) == [
        (1, 0, "I", "CÔNG TÁC CHỈ ĐẠO"),
        (2, 1, "1", "Ban hành kế hoạch chuyển đổi số"),
        (3, 1, "2", "Báo cáo tình hình thực hiện"),
        (4, 0, "II", "NHIỆM VỤ CỤ THỂ"),
        (5, 1, "1", "Rà soát thủ tục hành chính"),
        (6, 2, "1.1", "Lập danh mục cần sửa"),
        (7, 2, "1.2", "Trả lời kiến nghị của người dân"),
        (8, 1, "2", "Tuyên truyền trên loa truyền thanh"),
    ]


def test_tasks_keep_their_printed_words_and_get_units_and_deadlines(ready: ImportDraft) -> None:
    apply_draft(ready, actor=None)

    task = tasks()["Lập danh mục cần sửa"]
    assert task.deadline_text == "Trong tháng 3/2026"
    assert task.deadline_kind is DeadlineKind.FIXED
    assert task.due_dates == ["2026-03-31"]
    assert task.lead_text == CULTURE
    assigned = [(a.role, a.unit.name, a.is_accountable) for a in task.assignments]
    assert assigned == [
        (TaskRole.LEAD, CULTURE, True),
        (TaskRole.COOPERATING, UNKNOWN_UNIT, False),
    ]
    assert task.section is not None
    assert task.section.title == "Rà soát thủ tục hành chính"


def test_due_instances_and_what_each_unit_owes_exist_at_once(
    ready: ImportDraft, ward: Ward
) -> None:
    apply_draft(ready, actor=ward.office)

    task = tasks()["Ban hành kế hoạch chuyển đổi số"]
    (occurrence,) = task.occurrences
    assert occurrence.due_on == date(2026, 9, 30)
    owing = db.session.scalars(
        select(Contribution).where(Contribution.occurrence_id == occurrence.id)
    )
    names = {contribution.unit.name for contribution in owing}
    assert names == {OFFICE, CULTURE, ward.economy.name}


def test_the_confirmation_says_in_numbers_what_follows(
    office: FlaskClient, ready: ImportDraft
) -> None:
    words = words_of(office.get(f"/imports/{ready.id}"))
    # The month of March, and the ends of quarters I and II, lie behind 5 August.
    assert "5 nhiệm vụ, 3 tiêu đề , theo dõi từ ngày 12/01/2026" in words
    assert "3 mốc đã qua sẽ hiện là quá hạn." in words

    predicted = forecast(ready, unit_directory(), today=TODAY, until=date(2026, 10, 4))
    apply_draft(ready, actor=None)
    due = [day for day in db.session.scalars(select(Occurrence.due_on)) if day is not None]
    assert predicted.late == sum(day < TODAY for day in due) == 3
    assert predicted.ahead == sum(day >= TODAY for day in due)


def test_a_later_day_of_tracking_leaves_past_work_out(
    office: FlaskClient, ready: ImportDraft
) -> None:
    office.post(
        f"/imports/{ready.id}/details",
        data={
            "title": ready.title,
            "year": "2026",
            "coordinator": "0",
            "tracked_from": "01/08/2026",
            "version": ready.version,
        },
    )
    words = words_of(office.get(f"/imports/{ready.id}"))
    assert "quá hạn" not in words
    assert "1 mốc trước ngày bắt đầu theo dõi sẽ không được theo dõi." in words

    confirm(office, ready)

    due = [day for day in db.session.scalars(select(Occurrence.due_on)) if day is not None]
    assert due
    assert min(due) >= date(2026, 8, 1)


def test_confirming_twice_leads_to_the_plan_that_was_made(
    office: FlaskClient, ready: ImportDraft
) -> None:
    first, second = confirm(office, ready), confirm(office, ready)
    assert first.location == second.location
    assert count(Plan) == 1
    assert office.get(f"/imports/{ready.id}").location == first.location


def test_nothing_is_written_when_it_fails_midway(
    office: FlaskClient, ready: ImportDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = count(AuditEntry)

    def fail_at_the_last(*_args: object) -> None:
        assert count(Contribution)
        raise RuleError("Lỗi giữa chừng.")

    monkeypatch.setattr(applying, "make_targets", fail_at_the_last)
    answer = confirm(office, ready)

    assert answer.status_code == 422
    assert "Lỗi giữa chừng." in words_of(answer)
    assert [count(model) for model in (Plan, Section, Task, Occurrence)] == [0, 0, 0, 0]
    assert count(AuditEntry) == entries
    assert ready.state is DraftState.REVIEWING


def test_a_draft_with_something_missing_is_refused_with_the_reasons(
    office: FlaskClient, draft: ImportDraft
) -> None:
    answer = confirm(office, draft)
    assert answer.status_code == 422
    words = words_of(answer)
    assert "1 tên đơn vị chưa rõ là đơn vị nào." in words
    assert "1 dòng chưa đọc được" in words
    assert count(Plan) == 0


def test_doubts_that_remain_must_have_been_seen(office: FlaskClient, ready: ImportDraft) -> None:
    row = row_with(ready, "Ban hành kế hoạch")
    save(office, row, CellField.LEAD, text="", names="")
    row.confirmed = []
    db.session.commit()

    refused = confirm(office, ready)
    assert refused.status_code == 422
    assert "Còn 1 ô còn đánh dấu: hãy xem" in words_of(refused)
    assert count(Plan) == 0

    assert confirm(office, ready, doubts_seen="y").status_code == 303


def test_a_change_since_the_page_was_shown_is_a_conflict(
    office: FlaskClient, ready: ImportDraft
) -> None:
    shown = ready.state_mark
    save(office, row_with(ready, "Ban hành kế hoạch"), CellField.PRODUCT, text="Quyết định")
    answer = confirm(office, ready, state_mark=shown)
    assert answer.status_code == 409
    assert "Bản nháp vừa được sửa thêm" in words_of(answer)
    assert count(Plan) == 0


def test_an_applied_draft_takes_no_more_corrections(
    office: FlaskClient, ready: ImportDraft
) -> None:
    confirm(office, ready)
    row = row_with(ready, "Ban hành kế hoạch")
    answer = save(office, row, CellField.PRODUCT, text="Quyết định")
    assert row.product == "Kế hoạch"
    assert answer.status_code in {303, 422}


def test_a_discarded_draft_makes_no_plan(office: FlaskClient, ready: ImportDraft) -> None:
    assert office.post(f"/imports/{ready.id}/discard").status_code == 303
    answer = confirm(office, ready)
    assert answer.status_code == 422
    assert count(Plan) == 0
    assert ready.state is DraftState.DISCARDED
