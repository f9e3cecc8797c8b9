"""The task page tells what happened, when, by whom; drafts and notes to those who may see them."""

from __future__ import annotations

from datetime import date

from tests.extensions.requests import ask, decide, on, the_request
from tests.factories import contribution_of, fixed, make_plan, make_task, regular
from tests.imports.reviewing import words_of
from tests.personas import Browser, Ward
from tests.progress.reports import accept, give_back, send_report
from tracker.core import clock
from tracker.core.db import db
from tracker.plans.rules import PlanState
from tracker.plans.service import change_state
from tracker.progress.instances import make_instances_of
from tracker.progress.models import Contribution
from tracker.reading.result import Rhythm
from tracker.reminders.service import decide_reminders


def after(page: str, *parts: str) -> bool:
    """Whether the parts stand on the page in this order."""
    positions = [page.index(part) for part in parts]
    return positions == sorted(positions)


def timeline_of(page: str) -> str:
    return page.partition("Dòng thời gian")[2]


def test_everything_stands_in_the_order_of_time(ward: Ward, browser: Browser) -> None:
    task = make_task(make_plan(), fixed(date(2026, 8, 20)), lead=ward.culture)
    db.session.commit()
    owed = contribution_of(task, ward.culture)
    owed_id = owed.id
    head, office = browser.as_(ward.culture_head), browser.as_(ward.office)
    ask(head, owed)
    with clock.at(on(date(2026, 8, 6))):
        decide(office, the_request(), note="Đồng ý, lần cuối.", is_cause_confirmed="y")
    with clock.at(on(date(2026, 9, 1), 9)):
        send_report(head, owed, request_key="1")
    with clock.at(on(date(2026, 9, 3))):
        give_back(office, owed)
        decide_reminders(clock.now())
    # Deciding has ended the session that the rows belonged to.
    owed = db.session.get_one(Contribution, owed_id)
    task_id = owed.occurrence.task_id
    with clock.at(on(date(2026, 9, 9))):
        send_report(head, owed, request_key="2")
        accept(office, owed)
    page = timeline_of(words_of(office.get(f"/tasks/{task_id}")))
    assert after(
        page,
        "Xin gia hạn đến 10/09/2026",
        "Gia hạn từ 20/08/2026 đến 10/09/2026",
        "Xác nhận nguyên nhân khách quan",
        "Hạn gốc 20/08/2026",
        "Gửi kết quả 01/09/2026",
        "Trả lại 03/09/2026",
        "Nhắc:",
        "Xác nhận hoàn thành 09/09/2026",
        "Hạn sau gia hạn 10/09/2026",
    )


def test_drafts_and_notes_are_for_those_who_may_see_the_papers(
    ward: Ward, browser: Browser
) -> None:
    task = make_task(make_plan(), fixed(date(2026, 8, 20)), lead=ward.culture)
    db.session.commit()
    owed = contribution_of(task, ward.culture)
    head = browser.as_(ward.culture_head)
    send_report(head, owed, status="in_progress", note="Còn vướng số liệu.", request_key="1")
    ask(head, owed, reason="Lý do riêng của phòng.")
    address = f"/tasks/{task.id}"
    own = timeline_of(words_of(head.get(address)))
    assert "Còn vướng số liệu." in own
    assert "Lý do riêng của phòng." in own
    other = timeline_of(words_of(browser.as_(ward.centre_head).get(address)))
    assert "Xin gia hạn đến" in other
    assert "Còn vướng số liệu." not in other
    assert "Lý do riêng" not in other
    assert "Cập nhật: đang thực hiện" not in other


def test_periods_past_and_to_come_are_folded(ward: Ward, browser: Browser) -> None:
    task = make_task(
        make_plan(), regular(Rhythm.MONTHLY), lead=ward.culture, until=date(2026, 8, 31)
    )
    make_instances_of(task, until=date(2026, 10, 31))
    db.session.commit()
    first = contribution_of(task, ward.culture)
    send_report(browser.as_(ward.culture_head), first)
    accept(browser.as_(ward.office), first)
    page = timeline_of(words_of(browser.as_(ward.office).get(f"/tasks/{task.id}")))
    assert "Đã qua (1)" in page
    assert "Sắp tới (2)" in page
    assert "Tháng 8/2026" in page


def test_what_lies_beyond_the_horizon_is_named_and_the_end_said(
    ward: Ward, browser: Browser
) -> None:
    task = make_task(
        make_plan(tracked_from=date(2026, 8, 1)),
        regular(Rhythm.MONTHLY),
        lead=ward.culture,
        until=date(2026, 9, 30),
    )
    db.session.commit()
    office = browser.as_(ward.office)
    page = timeline_of(words_of(office.get(f"/tasks/{task.id}")))
    assert "Tiếp theo, tự mở trước hạn: Tháng 10/2026, hạn 31/10/2026; Tháng 11/2026" in page
    make_instances_of(task, until=date(2026, 12, 31))
    db.session.commit()
    page = timeline_of(words_of(office.get(f"/tasks/{task.id}")))
    assert "Sau các kỳ trên, kế hoạch năm 2026 không còn kỳ nào." in page


def test_a_late_results_reason_stands_in_the_timeline_only_once_on_the_page(
    ward: Ward, browser: Browser
) -> None:
    task = make_task(make_plan(), fixed(date(2026, 8, 3)), lead=ward.culture)
    db.session.commit()
    owed = contribution_of(task, ward.culture)
    head = browser.as_(ward.culture_head)
    late = {"late_reason": "Chờ số liệu của cấp trên.", "late_cause": "objective"}
    send_report(head, owed, note="Gửi kết quả chậm.", **late)
    page = words_of(head.get(f"/tasks/{task.id}"))
    assert page.count("Gửi kết quả chậm.") == 1
    assert "Vì sao chậm: Chờ số liệu của cấp trên. (khách quan, đơn vị nêu)" in timeline_of(page)


def test_word_to_the_office_and_the_leader_is_no_reminder_of_the_unit(
    ward: Ward, browser: Browser
) -> None:
    task = make_task(make_plan(), fixed(date(2026, 7, 1)), lead=ward.culture)
    db.session.commit()
    task_id, office = task.id, browser.as_(ward.office)
    decide_reminders(clock.now())
    page = timeline_of(words_of(office.get(f"/tasks/{task_id}")))
    assert "Nhắc: Quá hạn" in page
    assert "Báo Văn phòng" in page
    assert "Nhắc: Báo" not in page


def test_the_page_of_a_task_says_that_its_plan_has_ended(ward: Ward, browser: Browser) -> None:
    plan = make_plan()
    task = make_task(plan, fixed(date(2026, 7, 1)), lead=ward.culture)
    change_state(plan, PlanState.CLOSED, actor=ward.office)
    db.session.commit()
    page = words_of(browser.as_(ward.culture_head).get(f"/tasks/{task.id}"))
    assert "Kế hoạch đã kết thúc: không nhắc, không cập nhật nữa" in page
