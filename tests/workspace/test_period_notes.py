"""The task page says beside a due day what a day off did to it, and of which days figures are."""

from __future__ import annotations

from datetime import date

from tests.factories import fixed, make_plan, make_task, regular
from tests.personas import Browser, Ward
from tracker.core.db import db
from tracker.reading.result import Rhythm
from tracker.settings.rules import DayOffRule
from tracker.settings.service import change_setting


def test_a_due_day_on_a_sunday_is_said_to_stay(ward: Ward, browser: Browser) -> None:
    task = make_task(make_plan(), fixed(date(2026, 8, 16)), lead=ward.culture)
    db.session.commit()
    page = browser.as_(ward.culture_head).get(f"/tasks/{task.id}").text
    assert "Hạn 16/08/2026 rơi vào Chủ nhật, giữ nguyên" in page


def test_a_moved_due_day_is_shown_with_the_printed_one(ward: Ward, browser: Browser) -> None:
    change_setting("due_on_day_off", DayOffRule.NEXT, actor=ward.office)
    task = make_task(make_plan(), fixed(date(2026, 8, 16)), lead=ward.culture)
    db.session.commit()
    page = browser.as_(ward.culture_head).get(f"/tasks/{task.id}").text
    assert "Hạn 16/08/2026 rơi vào Chủ nhật, chuyển sang thứ Hai 17/08/2026" in page
    assert "17/08/2026" in page


def test_a_report_says_of_which_days_its_figures_are(ward: Ward, browser: Browser) -> None:
    plan = make_plan()
    report = make_task(
        plan, regular(Rhythm.MONTHLY), lead=ward.culture, content="Báo cáo kết quả tháng"
    )
    db.session.commit()
    page = browser.as_(ward.culture_head).get(f"/tasks/{report.id}").text
    assert "Số liệu từ 15/07 đến 14/08/2026" in page
