"""After the issue a task is amended with a reason: kept, followed by open work, told to units."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.conftest import MORNING
from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.personas import Browser, Ward
from tests.plan_life.forms import seen_in, typed
from tests.progress.reports import send_report
from tracker.core import clock
from tracker.core.db import db
from tracker.plans.amendments import amendments_of_task
from tracker.plans.rules import PlanState
from tracker.plans.service import change_state
from tracker.progress.models import Contribution
from tracker.progress.queries import contributions_of_task
from tracker.progress.rules import ContributionStatus
from tracker.reminders.deciding import decide_within
from tracker.reminders.models import OutboxMessage, Reminder
from tracker.tasks.models import Task
from tracker.tasks.rules import TaskRole

DUE, LATER = date(2026, 9, 30), date(2026, 10, 30)


@pytest.fixture
def task(ward: Ward) -> Task:
    """The culture division leads, the economy division cooperates; due at the end of September."""
    task = make_task(make_plan(), fixed(DUE), lead=ward.culture, cooperating=(ward.economy,))
    db.session.commit()
    return task


def amended(task: Task, **changes: object) -> dict[str, object]:
    """The task as its form shows it, with some fields changed."""
    shown = {
        "kind": "fixed",
        "dates": f"{DUE:%d/%m/%Y}",
        "rhythms": [],
        "weekday": "0",
        "due_time": "",
        "cooperating": [row.unit_id for row in task.cooperators],
        "reason": "Theo kết luận của Chủ tịch",
        "document_number": "45/KH-UBND",
        "document_on": "04/08/2026",
    }
    return typed(task, **{**shown, **changes})


def send(ward: Ward, browser: Browser, task: Task, **changes: object) -> str:
    """Look at the preview, then keep it; gives the preview's page."""
    office, data = browser.as_(ward.office), amended(task, **changes)
    page = office.post(f"/tasks/{task.id}/amend", data=data)
    assert page.status_code == 200
    answer = office.post(f"/tasks/{task.id}/amend", data={**data, "seen": seen_in(page.text)})
    assert answer.status_code == 303, answer.text
    return page.text


def statuses(task: Task) -> dict[str, ContributionStatus]:
    return {item.unit.name: item.status for item in contributions_of_task(task.id)}


def test_units_wording_and_day_change_together_and_are_kept_in_words(
    ward: Ward, browser: Browser, task: Task
) -> None:
    page = send(
        ward,
        browser,
        task,
        wording="Rà soát thủ tục hành chính, công khai kết quả",
        lead=ward.centre.id,
        dates=f"{LATER:%d/%m/%Y}",
        deadline_text="30/10/2026",
    )
    assert "Phòng Văn hóa - Xã hội thôi làm: 1 phần việc đang mở sẽ đóng." in page
    assert "Hạn 30/09/2026 dời sang 30/10/2026." in page
    (kept,) = amendments_of_task(task.id)
    assert (kept.reason, kept.document_number) == ("Theo kết luận của Chủ tịch", "45/KH-UBND")
    assert {item["field"]: (item["old"], item["new"]) for item in kept.changes} == {
        "Nội dung": (
            "Xây dựng kế hoạch rà soát thủ tục hành chính",
            "Rà soát thủ tục hành chính, công khai kết quả",
        ),
        "Chủ trì": ("Phòng Văn hóa - Xã hội", "Trung tâm Phục vụ hành chính công"),
        "Thời hạn": ("30/09/2026", "30/10/2026"),
        "Thời hạn ghi trong văn bản": ("", "30/10/2026"),
    }
    assert statuses(task) == {
        "Phòng Văn hóa - Xã hội": ContributionStatus.CANCELLED,
        "Phòng Kinh tế, Hạ tầng và Đô thị": ContributionStatus.NOT_STARTED,
        "Trung tâm Phục vụ hành chính công": ContributionStatus.NOT_STARTED,
    }
    days = db.session.execute(select(Contribution.due_on).distinct()).scalars().all()
    assert days == [LATER]
    shown = browser.as_(ward.centre_head)
    for address in (f"/tasks/{task.id}", f"/plans/{task.plan_id}/amendments"):
        assert "Theo văn bản số 45/KH-UBND ngày 04/08/2026" in shown.get(address).text
    assert "1 sửa đổi" in shown.get(f"/plans/{task.plan_id}").text


def test_the_only_unit_is_replaced_and_may_come_back(
    ward: Ward, browser: Browser, task: Task
) -> None:
    send(ward, browser, task, lead=ward.centre.id, cooperating=[])
    assert statuses(task)["Trung tâm Phục vụ hành chính công"] is ContributionStatus.NOT_STARTED
    send(ward, browser, task, lead=ward.culture.id, cooperating=[ward.centre.id])
    found = {item.unit_id: item for item in contributions_of_task(task.id)}
    back = found[ward.culture.id]
    assert (back.status, back.role) == (ContributionStatus.NOT_STARTED, TaskRole.LEAD)
    assert found[ward.centre.id].role is TaskRole.COOPERATING


@pytest.mark.parametrize("printed", ["31/07/2026", "30/09/2026"])
def test_who_takes_over_alone_has_the_new_day(ward: Ward, browser: Browser, printed: str) -> None:
    day, month, year = map(int, printed.split("/"))
    task = make_task(make_plan(), fixed(date(year, month, day)), lead=ward.culture)
    db.session.commit()
    page = send(ward, browser, task, lead=ward.centre.id, dates=f"{LATER:%d/%m/%Y}")
    assert f"Hạn {printed} dời sang 30/10/2026." in page
    assert "nhận thay" not in page
    found = {item.unit_id: item for item in contributions_of_task(task.id)}
    assert found[ward.culture.id].status is ContributionStatus.CANCELLED
    taken = found[ward.centre.id]
    assert (taken.status, taken.judged_due_on) == (ContributionStatus.NOT_STARTED, LATER)


def test_overdue_work_passes_on_with_a_new_day_only(ward: Ward, browser: Browser) -> None:
    overdue = date(2026, 7, 31)
    task = make_task(make_plan(), fixed(overdue), lead=ward.culture)
    db.session.commit()
    page = send(ward, browser, task, lead=ward.centre.id, dates=f"{overdue:%d/%m/%Y}")
    assert "1 đã quá hạn, chưa đặt hạn mới nên không đơn vị nào nhận thay" in page
    assert set(statuses(task)) == {"Phòng Văn hóa - Xã hội"}


def test_what_was_reported_keeps_its_day(ward: Ward, browser: Browser, task: Task) -> None:
    done = contribution_of(task, ward.culture)
    send_report(browser.as_(ward.culture_head), done, note="Đã xong.")
    page = send(ward, browser, task, dates="20/08/2026")
    assert "đã gửi kết quả: giữ hạn cũ" in page
    db.session.expire_all()
    assert (done.status, done.judged_due_on) == (ContributionStatus.SUBMITTED, DUE)


def test_each_unit_concerned_is_told_once_in_the_bell_and_by_mail(
    ward: Ward, browser: Browser, task: Task
) -> None:
    send(ward, browser, task, lead=ward.centre.id, dates=f"{LATER:%d/%m/%Y}")
    later = MORNING + timedelta(hours=1)
    for _ in range(2):
        with clock.at(later):
            decide_within(later)
    told = db.session.scalars(select(Reminder).order_by(Reminder.id)).all()
    assert {item.recipient.username: item.reason for item in told} == {
        "truong.vanhoa": "Sửa đổi: chủ trì, thời hạn; đơn vị không còn phần việc này",
        "truong.kinhte": "Sửa đổi: chủ trì, thời hạn",
        "giamdoc.trungtam": "Sửa đổi: chủ trì, thời hạn",
    }
    mails = {m.recipient_id: m.text for m in db.session.scalars(select(OutboxMessage))}
    assert "Thời hạn: 30/09/2026 → 30/10/2026" in mails[ward.economy_head.id]
    assert "Sửa đổi: chủ trì" in browser.as_(ward.culture_head).get("/notices").text


def test_who_was_told_by_one_part_is_not_told_again_by_the_next(
    ward: Ward, browser: Browser, task: Task
) -> None:
    send(ward, browser, task, dates="20/08/2026; 30/09/2026")
    later = MORNING + timedelta(hours=1)
    decide_within(later)
    first = contribution_of(task, ward.culture)
    send_report(browser.as_(ward.culture_head), first, note="Đã xong.")
    with clock.at(later + timedelta(days=1)):
        decide_within(later + timedelta(days=1))
    statement = select(Reminder).where(Reminder.recipient_id == ward.culture_head.id)
    told = [item.step for item in db.session.scalars(statement)]
    assert [step for step in told if step.startswith("amended:")] == ["amended:1"]


def test_a_draft_needs_no_reason_and_keeps_no_amendment(
    ward: Ward, browser: Browser, task: Task
) -> None:
    change_state(task.plan, PlanState.DRAFT, actor=ward.office)
    db.session.commit()
    send(ward, browser, task, reason="", wording="Rà soát thủ tục")
    assert db.session.get_one(Task, task.id).content == "Rà soát thủ tục"
    assert amendments_of_task(task.id) == []


def test_a_closed_plan_is_history(ward: Ward, browser: Browser, task: Task) -> None:
    change_state(task.plan, PlanState.CLOSED, actor=ward.office)
    db.session.commit()
    answer = browser.as_(ward.office).get(f"/tasks/{task.id}/amend")
    assert answer.status_code == 422
    assert "hãy mở lại kế hoạch" in answer.text
