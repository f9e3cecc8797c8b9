"""Regular work is never late; whether it was reported on this period is a figure of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tests.factories import contribution_of, make_plan, make_task, regular
from tests.imports.reviewing import words_of
from tests.personas import Browser, Ward
from tests.progress.reports import send_report
from tracker.core.db import db
from tracker.exports.progress_words import state_words
from tracker.progress.models import Contribution
from tracker.progress.queries import contributions_of_plan
from tracker.progress.summary import CheckIns, TaskSummary, count_check_ins, summarise
from tracker.tasks.models import Task

TODAY = date(2026, 8, 5)


def test_only_the_running_period_is_counted(ward: Ward, browser: Browser) -> None:
    plan = make_plan(tracked_from=date(2026, 8, 1))
    task = make_task(plan, regular(), lead=ward.divisions)
    db.session.commit()
    assert count_check_ins(contributions_of_plan(plan.id), TODAY) == CheckIns(0, 2)
    owed = contribution_of(task, ward.culture)
    send_report(browser.as_(ward.culture_head), owed, status="in_progress", note="Đang làm tốt.")
    db.session.expire_all()
    assert count_check_ins(contributions_of_plan(plan.id), TODAY) == CheckIns(1, 1)
    assert count_check_ins(contributions_of_plan(plan.id), date(2026, 9, 5)) == CheckIns(0, 2)
    page = browser.as_(ward.office).get(f"/plans/{plan.id}").text
    assert "Phần việc thường xuyên đã cập nhật kỳ này" in page
    assert "Phần việc thường xuyên chưa cập nhật kỳ này" in page
    assert "<span>Chưa cập nhật kỳ này</span>" in page
    home = browser.as_(ward.economy_head).get("/").text
    assert "<span>Chưa cập nhật kỳ này</span>" in home
    assert "Chưa thực hiện" not in home
    assert state_words(task, *_owed(task, plan.id), TODAY).split("\n") == [
        "Chưa cập nhật kỳ này",
        "1/2 đơn vị đã cập nhật",
    ]


def _owed(task: Task, plan_id: int) -> tuple[Sequence[Contribution], TaskSummary[Contribution]]:
    owed = [item for item in contributions_of_plan(plan_id) if item.occurrence.task_id == task.id]
    return owed, summarise(owed, TODAY)


def test_the_follow_up_page_counts_them_by_unit_and_names_what_is_missing(
    ward: Ward, browser: Browser
) -> None:
    plan = make_plan(tracked_from=date(2026, 8, 1))
    task = make_task(plan, regular(), lead=ward.divisions, content="Tuyên truyền trên loa")
    db.session.commit()
    owed = contribution_of(task, ward.culture)
    send_report(browser.as_(ward.culture_head), owed, status="in_progress", note="Đang làm tốt.")
    page = words_of(browser.as_(ward.office).get("/follow-up"))
    assert "1 đã cập nhật, 1 chưa cập nhật. Không tính quá hạn." in page
    listed = page.partition("Việc thường xuyên, kỳ này")[2]
    assert "Phòng Kinh tế, Hạ tầng và Đô thị 0 1 Xem 1 việc" in listed
    assert "Tuyên truyền trên loa 12/KH-UBND Tháng 8/2026 hết kỳ 31/08/2026" in listed
