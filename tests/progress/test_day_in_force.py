"""Work that is owed again is owed by the day in force, not by one that nobody names any more."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from tests.factories import contribution_of, fixed, make_plan, make_task, on_occurrence, regular
from tests.personas import Browser, Ward
from tests.plan_life.forms import seen_in, typed
from tests.progress.reports import send_report
from tracker.core import clock
from tracker.core.db import db
from tracker.plan_life.standing import close, reopen
from tracker.plans.amendments import Grounds
from tracker.progress.dropping import DROPPED_BY, cancel_open, restore_dropped
from tracker.progress.models import Contribution
from tracker.progress.queries import contributions_of_task
from tracker.progress.rules import UNIT_OWES_STATUSES, TimingClass, timing_class
from tracker.progress.service import open_event
from tracker.progress.settling import take_up_later_days
from tracker.reading.result import Rhythm
from tracker.settings.service import change_setting
from tracker.tasks.amending import drop_task
from tracker.tasks.models import Task
from tracker.tasks.moving import extend_due_day
from tracker.tasks.service import Event
from tracker.working_calendar.queries import calendar_version
from tracker.working_calendar.rules import CalendarChange, DayDecision
from tracker.working_calendar.service import change_calendar

DUE, LATER = date(2026, 8, 17), date(2026, 9, 30)
TODAY = date(2026, 8, 6)
AFTER_DUE = datetime(2026, 8, 18, 2, tzinfo=UTC)
AT_NOON = datetime(2026, 8, 17, 5, tzinfo=UTC)


@pytest.fixture
def task(ward: Ward) -> Task:
    """One unit's, due on Monday 17/08/2026; a day off moves it on."""
    change_setting("due_on_day_off", "next", actor=None)
    task = make_task(make_plan(), fixed(DUE), lead=ward.culture)
    db.session.commit()
    return task


def take_off(ward: Ward) -> None:
    change = CalendarChange(DUE, DUE, DayDecision.OFF, "Thông báo số 9/TB-UBND")
    change_calendar(change, version=calendar_version(), actor=ward.office)
    db.session.commit()


def amend(ward: Ward, browser: Browser, task: Task, **changes: str) -> None:
    """A document names another deadline: seen first, then saved."""
    day = f"{DUE:%d/%m/%Y}"
    fixed_day = {"kind": "fixed", "rhythms": [], "weekday": "0", "due_time": "", "dates": day}
    data, office = typed(task, **{**fixed_day, **changes}), browser.as_(ward.office)
    page = office.post(f"/tasks/{task.id}/amend", data=data).text
    answer = office.post(f"/tasks/{task.id}/amend", data={**data, "seen": seen_in(page)})
    assert answer.status_code == 303


def is_late(owed: Contribution) -> bool:
    return timing_class(owed.facts, clock.today()) is TimingClass.OPEN_OVERDUE


def give_back(ward: Ward, browser: Browser, owed: Contribution) -> None:
    form = {"reason": "Thiếu số liệu.", "version": owed.version}
    answer = browser.as_(ward.office).post(f"/contributions/{owed.id}/return", data=form)
    assert answer.status_code == 303


def test_a_result_given_back_is_owed_by_the_amended_day(
    ward: Ward, browser: Browser, task: Task
) -> None:
    owed = contribution_of(task, ward.culture)
    send_report(browser.as_(ward.culture_head), owed)
    amend(ward, browser, task, dates=f"{LATER:%d/%m/%Y}")
    assert owed.judged_due_on == DUE
    give_back(ward, browser, owed)
    with clock.at(AFTER_DUE):
        home = browser.as_(ward.culture_head).get("/").text
    assert 'id="group-overdue"' not in home
    assert "30/09/2026" in home


def test_a_result_given_back_is_not_due_on_a_day_off(
    ward: Ward, browser: Browser, task: Task
) -> None:
    owed = contribution_of(task, ward.culture)
    send_report(browser.as_(ward.culture_head), owed)
    take_off(ward)
    give_back(ward, browser, owed)
    assert owed.judged_due_on == date(2026, 8, 18)
    with clock.at(AFTER_DUE):
        assert timing_class(owed.facts, clock.today()) is TimingClass.OPEN_IN_TIME


def test_a_reopened_plan_follows_the_calendar(ward: Ward, task: Task) -> None:
    plan, owed = task.plan, contribution_of(task, ward.culture)
    close(plan, Grounds("Nhầm"), version=plan.version, actor=ward.office)
    db.session.commit()
    take_off(ward)
    grounds = Grounds("Nhầm")
    reopen(plan, grounds, version=plan.version, today=TODAY, actor=ward.office)
    assert owed.judged_due_on == date(2026, 8, 18)


def test_a_dropped_task_put_back_follows_the_calendar(ward: Ward, task: Task) -> None:
    owed, grounds = contribution_of(task, ward.culture), Grounds(DROPPED_BY)
    drop_task(task, grounds=grounds, actor=ward.office)
    cancel_open(task, reason=DROPPED_BY, actor=ward.office)
    db.session.commit()
    take_off(ward)
    assert owed.judged_due_on == DUE
    assert restore_dropped(task, today=TODAY, until=LATER, actor=ward.office) == 1
    assert owed.judged_due_on == date(2026, 8, 18)


def test_an_earlier_day_is_never_taken_up(ward: Ward, task: Task) -> None:
    owed = contribution_of(task, ward.culture)
    task.due_dates = ["2026-08-10"]
    take_up_later_days([owed.occurrence], actor=ward.office)
    assert owed.judged_due_on == DUE


def test_an_event_is_due_by_the_days_worked_since(ward: Ward) -> None:
    task = make_task(make_plan(), on_occurrence(10, working_days=True), lead=ward.culture)
    event = Event("Quyết định công bố", date(2026, 8, 5))
    occurrence = open_event(task, event, actor=ward.office, request_key="one")
    db.session.commit()
    take_off(ward)
    take_up_later_days([occurrence], actor=ward.office)
    assert occurrence.due_on == date(2026, 8, 20)


def test_a_result_given_back_is_owed_by_the_amended_hour(
    ward: Ward, browser: Browser, task: Task
) -> None:
    """“Trước 10 giờ ngày 17/8” became “trong ngày 17/8” while the result waited."""
    owed = contribution_of(task, ward.culture)
    amend(ward, browser, task, due_time="10:00")
    send_report(browser.as_(ward.culture_head), owed)
    amend(ward, browser, task)
    assert owed.occurrence.due_time == time(10)
    give_back(ward, browser, owed)
    with clock.at(AT_NOON):
        assert not is_late(owed)
    with clock.at(AFTER_DUE):
        assert is_late(owed)


def test_a_later_day_comes_with_its_own_hour(ward: Ward, browser: Browser, task: Task) -> None:
    owed = contribution_of(task, ward.culture)
    amend(ward, browser, task, due_time="10:00")
    send_report(browser.as_(ward.culture_head), owed)
    amend(ward, browser, task, dates="18/08/2026")
    give_back(ward, browser, owed)
    with clock.at(datetime(2026, 8, 18, 10, tzinfo=UTC)):
        assert not is_late(owed)


def test_an_earlier_hour_is_never_taken_up(ward: Ward, browser: Browser, task: Task) -> None:
    owed = contribution_of(task, ward.culture)
    send_report(browser.as_(ward.culture_head), owed)
    amend(ward, browser, task, due_time="10:00")
    give_back(ward, browser, owed)
    with clock.at(AT_NOON):
        assert not is_late(owed)


def test_an_hour_taken_up_does_not_shorten_an_extension(
    ward: Ward, browser: Browser, task: Task
) -> None:
    """Extended to the 25th; the plan then says 9:00 on the 19th."""
    owed = contribution_of(task, ward.culture)
    extend_due_day(owed.occurrence, date(2026, 8, 25))
    db.session.commit()
    send_report(browser.as_(ward.culture_head), owed)
    amend(ward, browser, task, dates="19/08/2026", due_time="09:00")
    give_back(ward, browser, owed)
    assert owed.judged_due_on == date(2026, 8, 25)
    with clock.at(datetime(2026, 8, 25, 10, tzinfo=UTC)):
        assert not is_late(owed)


def shared_task(ward: Ward, browser: Browser) -> tuple[Task, dict[str, str]]:
    """Due at 10:00 of two units; what an amendment says to leave it with both."""
    task = make_task(make_plan(), fixed(DUE), lead=ward.culture, cooperating=(ward.economy,))
    db.session.commit()
    both = {"cooperating": str(ward.economy.id)}
    amend(ward, browser, task, due_time="10:00", **both)
    return task, both


def test_who_still_owes_gets_the_later_hour_though_another_has_handed_in(
    ward: Ward, browser: Browser
) -> None:
    task, both = shared_task(ward, browser)
    send_report(browser.as_(ward.economy_head), contribution_of(task, ward.economy))
    amend(ward, browser, task, **both)
    with clock.at(AT_NOON):
        assert not is_late(contribution_of(task, ward.culture))


def test_nobody_is_late_for_weeks_in_which_the_task_was_dropped(ward: Ward) -> None:
    """Weekly, Fridays: dropped on Thursday 06/08, put back on Monday 31/08."""
    until = date(2026, 8, 14)
    task = make_task(make_plan(), regular(Rhythm.WEEKLY), lead=ward.culture, until=until)
    before = contribution_of(task, ward.culture)
    drop_task(task, grounds=Grounds(DROPPED_BY), actor=ward.office)
    cancel_open(task, reason=DROPPED_BY, actor=ward.office)
    db.session.commit()
    today = date(2026, 8, 31)
    with clock.at(datetime(2026, 8, 31, 2, tzinfo=UTC)):
        restore_dropped(task, today=today, until=date(2026, 9, 11), actor=ward.office)
        owed = [c for c in contributions_of_task(task.id) if c.status in UNIT_OWES_STATUSES]
        late = {c.occurrence.due_on for c in owed if is_late(c)}
    # What was late before it was dropped is late again.
    assert before in owed
    assert max(late) < TODAY
    assert {c.occurrence.due_on for c in owed} >= {date(2026, 9, 4), date(2026, 9, 11)}


def test_the_later_hour_counts_on_the_last_day_of_an_extension_too(
    ward: Ward, browser: Browser
) -> None:
    """Extended to the 25th before 10:00; one has handed in when the plan comes to say 17:00."""
    task, both = shared_task(ward, browser)
    extend_due_day(task.occurrences[0], date(2026, 8, 25))
    db.session.commit()
    send_report(browser.as_(ward.economy_head), contribution_of(task, ward.economy))
    amend(ward, browser, task, due_time="17:00", **both)
    owed = contribution_of(task, ward.culture)
    assert owed.judged_due_on == date(2026, 8, 25)
    with clock.at(datetime(2026, 8, 25, 5, tzinfo=UTC)):
        assert not is_late(owed)
