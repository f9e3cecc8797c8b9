"""The task's page tells those who oversee it everything recorded of it, old and new."""

from __future__ import annotations

from datetime import date

from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.imports.reviewing import words_of
from tests.personas import Browser, Ward
from tests.progress.reports import send_report
from tracker.core.db import db


def test_the_journal_of_a_task_is_on_its_page(ward: Ward, browser: Browser) -> None:
    plan = make_plan()
    task = make_task(plan, fixed(date(2026, 8, 20)), lead=ward.culture)
    other = make_task(plan, fixed(date(2026, 9, 20)), lead=ward.economy, content="Việc khác")
    db.session.commit()
    send_report(
        browser.as_(ward.culture_head),
        contribution_of(task, ward.culture),
        status="in_progress",
        difficulty="Thiếu người.",
    )
    send_report(browser.as_(ward.economy_head), contribution_of(other, ward.economy), note="Khác.")
    page = words_of(browser.as_(ward.leader).get(f"/tasks/{task.id}"))
    journal = page[page.index("Nhật ký của nhiệm vụ") :]
    assert "Trạng thái: Chưa thực hiện → Đang thực hiện" in journal
    assert "Khó khăn, vướng mắc: Thiếu người." in journal
    assert "Người thử truong.vanhoa" in journal
    assert "truong.kinhte" not in journal
    for stranger in (ward.culture_head, ward.observer):
        seen = words_of(browser.as_(stranger).get(f"/tasks/{task.id}"))
        assert "Nhật ký của nhiệm vụ" not in seen
