"""The office changes its calendar: what would move is shown first, then moved in one go."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from tests.factories import contribution_of, fixed, make_plan, make_task, on_occurrence, regular
from tests.imports.reviewing import words_of
from tests.personas import Browser, Ward
from tests.progress.reports import send_report
from tracker.audit.models import AuditEntry
from tracker.core import clock
from tracker.core.db import db
from tracker.progress.service import open_event
from tracker.reading.result import Rhythm
from tracker.settings.queries import ward_settings
from tracker.settings.rules import DayOffRule
from tracker.settings.service import change_setting
from tracker.tasks.models import Occurrence
from tracker.tasks.moving import extend_due_day
from tracker.tasks.service import Event
from tracker.working_calendar.queries import calendar_version, ward_calendar

URL = "/calendar/days"


def typed(**changes: str) -> dict[str, str]:
    """Monday 17/08/2026 off, by a notice."""
    return {
        "decision": "off",
        "first": "17/08/2026",
        "last": "",
        "reason": "Thông báo số 9/TB-UBND",
        "version": "0",
        "seen": "",
        **changes,
    }


def seen(version: int = 0, first: str = "2026-08-17", decision: str = "off") -> str:
    return f"{first}/{first}/{decision}/{version}"


def work_on_saturday(ward: Ward, browser: Browser) -> None:
    """15/08/2026 is worked: what ends the week after ends a day earlier."""
    seen_by_then = seen(first="2026-08-15", decision="working")
    data = typed(decision="working", first="15/08/2026", seen=seen_by_then)
    browser.as_(ward.office).post(URL, data=data)


@pytest.fixture
def event(ward: Ward) -> Occurrence:
    """Ten working days after Wednesday 05/08/2026: Wednesday 19/08."""
    task = make_task(
        make_plan(),
        on_occurrence(10, working_days=True),
        lead=ward.culture,
        content="Quyết định quy trình nội bộ",
    )
    happened = Event("Quyết định công bố thủ tục", date(2026, 8, 5))
    occurrence = open_event(task, happened, actor=ward.office, request_key="one")
    db.session.commit()
    assert occurrence.due_on == date(2026, 8, 19)
    return occurrence


def test_a_change_is_shown_before_it_is_applied(
    ward: Ward, browser: Browser, event: Occurrence
) -> None:
    page = browser.as_(ward.office).post(URL, data=typed())
    assert page.status_code == 200
    assert "1 hạn sẽ dời" in page.text
    assert "Quyết định quy trình nội bộ" in page.text
    assert ward.culture.name in page.text
    assert "Hạn 19/08/2026 → <b>20/08/2026</b>" in page.text
    assert "10/08/2026, 14/08/2026, 18/08/2026 → 10/08/2026, 14/08/2026, 19/08/2026" in page.text
    assert "Nhắc trước hạn:" in page.text
    assert event.due_on == date(2026, 8, 19)
    assert calendar_version() == 0


def test_what_keeps_its_due_day_but_not_its_reminders_is_counted_apart(
    ward: Ward, browser: Browser
) -> None:
    make_task(make_plan(), fixed(date(2026, 8, 20)), lead=ward.culture)
    db.session.commit()
    page = browser.as_(ward.office).post(URL, data=typed()).text
    assert "0 hạn sẽ dời; 1 việc giữ hạn, chỉ đổi ngày nhắc" in page
    assert "Hạn 20/08/2026 giữ nguyên" in page


def test_applied_it_moves_the_due_day_with_a_new_version_and_a_log(
    ward: Ward, browser: Browser, event: Occurrence
) -> None:
    answer = browser.as_(ward.office).post(URL, data=typed(seen=seen()))
    assert answer.status_code == 303
    db.session.refresh(event)
    assert (event.due_on, event.due_version) == (date(2026, 8, 20), 2)
    assert not event.is_extended
    assert not ward_calendar().is_working_day(date(2026, 8, 17))
    assert calendar_version() == 1
    told = {entry.action: entry.changes for entry in db.session.query(AuditEntry)}
    assert told["calendar:changed"]["17/08/2026"] == [None, "nghỉ"]
    assert told["occurrence:moved"]["due_on"] == ["2026-08-19", "2026-08-20"]
    page = browser.as_(ward.culture_head).get(URL).text
    assert "Văn phòng" in page
    assert "Thông báo số 9/TB-UBND" in page


def test_taken_back_the_due_day_returns(ward: Ward, browser: Browser, event: Occurrence) -> None:
    office = browser.as_(ward.office)
    office.post(URL, data=typed(seen=seen()))
    back = typed(decision="as_package", version="1", seen=seen(1, decision="as_package"))
    assert office.post(URL, data=back).status_code == 303
    db.session.refresh(event)
    assert (event.due_on, event.due_version) == (date(2026, 8, 19), 3)


def test_what_was_handed_in_never_moves(ward: Ward, browser: Browser, event: Occurrence) -> None:
    owed = contribution_of(event.task, ward.culture)
    send_report(browser.as_(ward.culture_head), owed, note="Đã trình quyết định.")
    browser.as_(ward.office).post(URL, data=typed(seen=seen()))
    db.session.refresh(event)
    assert (event.due_on, event.due_version) == (date(2026, 8, 19), 1)


def test_an_earlier_day_never_makes_anybody_late(
    ward: Ward, browser: Browser, event: Occurrence
) -> None:
    """Saturday 15/08 worked: the term would end a day earlier, which has already passed."""
    with clock.at(datetime(2026, 8, 19, 2, 0, tzinfo=UTC)):
        work_on_saturday(ward, browser)
    db.session.refresh(event)
    assert event.due_on == date(2026, 8, 19)


@pytest.mark.parametrize(("hour", "day"), [(15, 18), (17, 19)])
def test_nor_does_one_whose_hour_has_passed_today(
    ward: Ward, browser: Browser, event: Occurrence, hour: int, day: int
) -> None:
    """Saturday 15/08 worked: the term would end today, Tuesday 18/08, at 16:00."""
    event.due_time = time(16)
    db.session.commit()
    with clock.at(datetime(2026, 8, 18, hour, tzinfo=clock.VIETNAM)):
        work_on_saturday(ward, browser)
    db.session.refresh(event)
    assert ward_calendar().is_working_day(date(2026, 8, 15))
    assert event.due_on == date(2026, 8, day)


def test_a_printed_date_stays_unless_the_ward_has_chosen_otherwise(
    ward: Ward, browser: Browser
) -> None:
    task = make_task(make_plan(), fixed(date(2026, 8, 16)), lead=ward.culture)
    monthly = make_task(make_plan(), regular(Rhythm.MONTHLY), lead=ward.culture)
    db.session.commit()
    office = browser.as_(ward.office)
    preview = office.post("/calendar/rule", data={"day_off": "next", "seen": ""}).text
    assert "Hạn 16/08/2026 → <b>17/08/2026</b>" in preview
    assert ward_settings().due_on_day_off is DayOffRule.KEEP
    office.post("/calendar/rule", data={"day_off": "next", "seen": "next"})
    assert ward_settings().due_on_day_off is DayOffRule.NEXT
    (occurrence,) = task.occurrences
    db.session.refresh(occurrence)
    assert (occurrence.printed_due_on, occurrence.due_on) == (date(2026, 8, 16), date(2026, 8, 17))
    ends = {item.printed_due_on: item.due_on for item in monthly.occurrences}
    assert ends[date(2026, 8, 31)] == date(2026, 9, 3)
    office.post(URL, data=typed(seen=seen()))
    db.session.refresh(occurrence)
    assert occurrence.due_on == date(2026, 8, 18)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"first": "31/02/2026"}, "Ngày không đúng"),
        ({"first": ""}, "Hãy nhập ngày."),
        ({"last": "16/08/2026"}, "Ngày cuối không được trước ngày đầu."),
        ({"last": "30/09/2026"}, "nhiều nhất 31 ngày"),
        ({"reason": " "}, "Hãy ghi văn bản hoặc lý do."),
        ({"first": "10/08/2026", "last": "14/08/2026"}, "không còn ngày làm việc nào"),
        ({"decision": "as_package"}, "không có gì thay đổi"),
    ],
)
def test_a_wrong_change_gets_its_sentence_and_changes_nothing(
    ward: Ward, browser: Browser, changes: dict[str, str], sentence: str
) -> None:
    answer = browser.as_(ward.office).post(URL, data=typed(**changes))
    assert sentence in answer.text
    assert "Thông báo số 9/TB-UBND" in answer.text or changes.get("reason")
    assert calendar_version() == 0


def test_of_two_people_the_second_is_told(ward: Ward, browser: Browser) -> None:
    office = browser.as_(ward.office)
    office.post(URL, data=typed(seen=seen()))
    answer = office.post(URL, data=typed(first="18/08/2026", seen=seen(first="2026-08-18")))
    assert answer.status_code == 409
    assert "Có người vừa sửa lịch làm việc" in answer.text
    assert calendar_version() == 1


def test_24_november_says_its_source_and_the_office_may_open_it(
    ward: Ward, browser: Browser
) -> None:
    day = date(2026, 11, 24)
    office = browser.as_(ward.office)
    assert "Ngày Văn hóa Việt Nam" in office.get(URL).text
    data = typed(
        decision="working", first="24/11/2026", seen=seen(first="2026-11-24", decision="working")
    )
    assert office.post(URL, data=data).status_code == 303
    assert ward_calendar().is_working_day(day)


def test_sixty_days_before_unknown_swaps_the_office_is_warned_until_it_has_checked(
    ward: Ward, browser: Browser
) -> None:
    sentence = "Kiểm tra lịch năm 2027"
    office = browser.as_(ward.office)
    with clock.at(datetime(2026, 11, 1, 1, 0, tzinfo=UTC)):
        assert sentence not in office.get("/").text
    with clock.at(datetime(2026, 11, 2, 1, 0, tzinfo=UTC)):
        for page in ("/", "/follow-up", "/calendar", "/settings"):
            assert sentence in office.get(page).text
        assert sentence not in browser.as_(ward.culture_head).get("/").text
        office = browser.as_(ward.office)
        office.post("/calendar/years/2027/check")
        assert sentence not in office.get("/").text
        assert "Văn phòng đã xác nhận" in office.get(f"{URL}?year=2027").text


def test_the_documents_day_follows_the_calendar_below_an_extension_too(
    ward: Ward, browser: Browser
) -> None:
    """Due Monday 17/08, extended to the 25th; the 17th becomes a day off.

    Were the grant taken back, the unit would otherwise owe it on a day off.
    """
    change_setting("due_on_day_off", "next", actor=None)
    task = make_task(make_plan(), fixed(date(2026, 8, 17)), lead=ward.culture)
    occurrence = task.occurrences[0]
    extend_due_day(occurrence, date(2026, 8, 25))
    db.session.commit()
    office = browser.as_(ward.office)
    page = words_of(office.post(URL, data=typed()))
    assert "Hạn 25/08/2026 giữ nguyên, hạn gốc 17/08/2026 → 18/08/2026" in page
    office.post(URL, data=typed(seen=seen()))
    assert occurrence.original_due_on == date(2026, 8, 18)
    assert occurrence.due_on == date(2026, 8, 25)
