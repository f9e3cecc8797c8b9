"""What an amendment does to work under way: nobody stays late for what is no longer asked."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.imports.amended import apply, contributions, hand_in, task
from tests.imports.documents import AMENDED, plan_docx
from tests.imports.reviewing import row_with, words_of
from tests.personas import Browser, Ward
from tracker.audit.models import AuditEntry
from tracker.core.db import db
from tracker.imports.models import ImportDraft
from tracker.imports.service import import_file
from tracker.plans.models import Plan
from tracker.progress.instances import make_due_instances
from tracker.progress.rules import ContributionStatus, TimingClass, timing_class
from tracker.progress.service import Report, report
from tracker.tasks.models import Task
from tracker.tasks.queries import tasks_of_plan

TODAY = date(2026, 8, 5)
NO_DATE = "Văn bản sửa đổi không còn mốc này."


def set_deadline(draft: ImportDraft, words: str, **values: object) -> None:
    row = row_with(draft, words)
    row.deadline = {**(row.deadline or {}), **values}
    db.session.commit()


def late(of: Task) -> list[TimingClass | None]:
    found = [timing_class(c.facts, TODAY) for c in contributions(of)]
    return [verdict for verdict in found if verdict is TimingClass.OPEN_OVERDUE]


@pytest.mark.parametrize("started", [False, True])
def test_an_overdue_instance_without_a_date_in_the_new_plan_is_late_no_more(
    amendment: ImportDraft, ward: Ward, office: FlaskClient, *, started: bool
) -> None:
    overdue = task("Lập danh mục")
    assert late(overdue)
    if started:
        owed = next(c for c in contributions(overdue) if c.unit == ward.culture)
        sent = Report(ContributionStatus.IN_PROGRESS, owed.version, note="Đang lập.")
        report(owed, sent, actor=ward.culture_head)
    set_deadline(amendment, "Lập danh mục", kind="regular", dates=[], recurrence=None)

    page = words_of(office.get(f"/imports/{amendment.id}"))
    assert "Hạn 31/03/2026 không còn: sẽ đóng, thôi tính quá hạn; lịch sử vẫn lưu." in page

    apply(amendment, ward)
    changed = task("Lập danh mục")
    assert late(changed) == []
    gone = [c for c in contributions(changed) if c.occurrence.due_on == date(2026, 3, 31)]
    assert {c.status for c in gone} == {ContributionStatus.CANCELLED}
    assert NO_DATE in {c.updates[0].note for c in gone}
    notes = {update.note for c in gone for update in c.updates}
    assert ("Đang lập." in notes) is started
    make_due_instances(today=TODAY)
    assert late(task("Lập danh mục")) == []


def test_what_was_handed_in_for_a_date_gone_stays_with_the_office(
    amendment: ImportDraft, ward: Ward, office: FlaskClient
) -> None:
    done = next(c for c in contributions(task("Lập danh mục")) if c.unit == ward.culture)
    hand_in(done, ward)
    set_deadline(amendment, "Lập danh mục", kind="regular", dates=[], recurrence=None)
    page = words_of(office.get(f"/imports/{amendment.id}"))
    assert "Hạn 31/03/2026 không còn: kết quả đã gửi vẫn giữ." in page
    apply(amendment, ward)
    (kept,) = [c for c in contributions(task("Lập danh mục")) if c.id == done.id]
    assert kept.status is ContributionStatus.SUBMITTED


def test_a_new_rhythm_makes_nobody_late_for_periods_that_were_over(
    amendment: ImportDraft, ward: Ward
) -> None:
    set_deadline(amendment, "Báo cáo tình hình", recurrence=["monthly"])
    apply(amendment, ward)
    changed = task("Báo cáo tình hình")
    assert late(changed) == []
    running = [c for c in contributions(changed) if c.status is ContributionStatus.NOT_STARTED]
    assert {c.occurrence.key.partition(":")[0] for c in running} == {"monthly"}
    assert all(c.occurrence.due_on and c.occurrence.due_on >= TODAY for c in running)
    make_due_instances(today=TODAY)
    assert late(task("Báo cáo tình hình")) == []


def test_the_comparison_says_what_becomes_of_units_and_dates(
    amendment: ImportDraft, ward: Ward, office: FlaskClient
) -> None:
    hand_in(next(c for c in contributions(task("Lập danh mục")) if c.unit == ward.culture), ward)
    set_deadline(amendment, "Lập danh mục", dates=["2026-02-27"])
    page = words_of(office.get(f"/imports/{amendment.id}"))
    assert "Hạn 30/09/2026 dời sang 31/10/2026." in page
    assert "Phòng Văn hóa - Xã hội thôi làm: 1 phần việc đang mở sẽ đóng." in page
    assert "Hạn 31/03/2026 đã gửi kết quả: giữ hạn cũ" in page


def test_the_comparison_says_what_a_dropped_task_ends(
    plan: Plan, ward: Ward, office: FlaskClient
) -> None:
    rows = tuple(row for row in AMENDED if "danh mục" not in row[1])
    draft = import_file("sua-doi.docx", plan_docx(rows), actor=ward.office)
    draft.amends_plan = plan
    db.session.commit()
    count = len(contributions(task("Lập danh mục")))
    page = words_of(office.get(f"/imports/{draft.id}"))
    assert f"{count} phần việc đang mở sẽ đóng ({count} đang quá hạn, thôi tính chậm)." in page

    apply(draft, ward)
    dropped = task("Lập danh mục")
    shown = words_of(office.get(f"/tasks/{dropped.id}"))
    assert "Văn bản sửa đổi đã bỏ nhiệm vụ này ngày 05/08/2026" in shown

    for _ in range(2):
        assert office.post(f"/tasks/{dropped.id}/restore").status_code == 303
    back = task("Lập danh mục")
    assert back.dropped_on is None
    assert tasks_of_plan(plan.id)[-1].id == back.id
    assert {c.status for c in contributions(back)} == {ContributionStatus.NOT_STARTED}
    assert len(contributions(back)) == count
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "task:changed").order_by(AuditEntry.id)
    ).all()
    assert entries[-1].changes == {"dropped_on": ["2026-08-05", None]}


def test_only_the_office_restores_a_task(plan: Plan, ward: Ward, browser: Browser) -> None:
    found = tasks_of_plan(plan.id)[0]
    url = f"/tasks/{found.id}/restore"
    assert browser.as_(ward.culture_head).post(url).status_code == 403
    assert browser.as_(ward.office).post("/tasks/9999/restore").status_code == 404
