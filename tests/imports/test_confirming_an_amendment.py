"""What is said before an amendment is applied is about the plan in force, not about a new one."""

from __future__ import annotations

from datetime import date

from flask.testing import FlaskClient

from tests.imports.documents import AMENDED, OFFICE, plan_docx
from tests.imports.reviewing import words_of
from tests.load.client import hidden_fields
from tests.personas import Ward
from tracker.core.db import db
from tracker.imports.amendments import compare
from tracker.imports.applying import apply_draft
from tracker.imports.models import ImportDraft
from tracker.imports.review import forecast
from tracker.imports.service import import_file
from tracker.plans.models import Plan
from tracker.tasks.models import Occurrence
from tracker.units.queries import unit_directory

TODAY, UNTIL = date(2026, 8, 5), date(2026, 10, 4)
PAST = ("1.3", "Kiểm kê máy tính của phường", OFFICE, "", "Trước 15/07/2026", "Biên bản")


def confirming(office: FlaskClient, draft: ImportDraft) -> str:
    words = words_of(office.get(f"/imports/{draft.id}"))
    return words[words.index("Xác nhận") :]


def amending_with_past_work(plan: Plan, ward: Ward) -> ImportDraft:
    """An amendment that adds a task due three weeks ago."""
    draft = import_file("them.docx", plan_docx((*AMENDED, PAST)), actor=ward.office)
    draft.amends_plan = plan
    db.session.commit()
    return draft


def test_the_numbers_are_those_of_the_comparison(
    office: FlaskClient, amendment: ImportDraft
) -> None:
    words = confirming(office, amendment)
    assert "1 nhiệm vụ thêm mới, 2 thay đổi, 1 bỏ, 2 giữ nguyên" in words
    # What the other tasks owe is there already; nothing of it is made, left out or late anew.
    assert "theo dõi từ ngày" not in words
    assert "quá hạn" not in words


def test_work_of_added_tasks_that_will_be_late_at_once_is_foretold(
    office: FlaskClient, plan: Plan, ward: Ward
) -> None:
    draft = amending_with_past_work(plan, ward)
    words = confirming(office, draft)
    assert "1 mốc đã qua của nhiệm vụ thêm mới sẽ hiện là quá hạn." in words
    assert "Theo dõi từ ngày" not in words

    compared = compare(draft, unit_directory())
    foretold = forecast(draft, unit_directory(), compared, today=TODAY, until=UNTIL)
    before = set(db.session.scalars(db.select(Occurrence.id)))
    apply_draft(draft, actor=ward.office, doubts_seen=True)
    made = db.session.scalars(db.select(Occurrence).where(Occurrence.id.not_in(before))).all()
    added = [item.due_on for item in made if item.task.label in {"1.1", "1.3"} and item.due_on]
    assert foretold.late == sum(day < TODAY for day in added) == 1
    assert foretold.ahead == sum(day >= TODAY for day in added)


def test_what_is_still_to_be_done_speaks_of_the_amendment(
    office: FlaskClient, amendment: ImportDraft
) -> None:
    amendment.rows[1].lead = ["Đơn vị chưa ai biết"]
    db.session.commit()
    words = words_of(office.get(f"/imports/{amendment.id}"))
    assert "Còn 1 việc phải làm trước khi áp dụng bản sửa đổi." in words
    assert "Chưa áp dụng được bản sửa đổi, còn phải" in words


def test_what_was_done_is_called_so(office: FlaskClient, amendment: ImportDraft) -> None:
    answer = office.post(
        f"/imports/{amendment.id}/apply",
        data={"state_mark": amendment.state_mark, "doubts_seen": "y"},
    )
    assert answer.status_code == 303
    page = words_of(office.get(answer.location))
    assert "Đã áp dụng bản sửa đổi vào kế hoạch “Kế hoạch chuyển đổi số năm 2026”." in page
    assert "Đã tạo kế hoạch" not in page


def test_the_plan_goes_on_being_tracked_from_its_own_day(
    office: FlaskClient, amendment: ImportDraft, plan: Plan
) -> None:
    """The amendment's own day has no effect: it is not asked for, and what was typed is kept."""
    amendment.tracked_from = date(2026, 7, 20)
    db.session.commit()
    page = office.get(f"/imports/{amendment.id}")
    words = words_of(page)
    assert f"theo dõi từ ngày {plan.tracked_from:%d/%m/%Y}" in words
    assert "Theo dõi từ ngày" not in words
    sent = {**hidden_fields(page.text), "title": amendment.title, "year": str(amendment.year)}
    url = f"/imports/{amendment.id}/details"
    assert office.post(url, data=sent).status_code == 303
    db.session.refresh(amendment)
    assert amendment.tracked_from == date(2026, 7, 20)
