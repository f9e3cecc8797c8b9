"""Turns of history that chance seldom brings: late before an extension, owed again, plan closed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from tests.counted_statements import counted_statements
from tests.extensions.requests import ask, decide, on, the_request
from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.imports.reviewing import words_of
from tests.personas import Browser, Ward
from tests.progress.reports import accept, send_report
from tracker.core import clock
from tracker.core.db import db
from tracker.figures.history import row_in
from tracker.figures.queries import rows_in
from tracker.figures.rules import FigureRow
from tracker.figures.windows import chosen_days
from tracker.follow_up.overview import overview
from tracker.plans.rules import PlanState
from tracker.plans.service import change_state
from tracker.progress.history import DueDay, History, StatusChange, facts_at
from tracker.progress.instances import make_contributions
from tracker.progress.rules import ContributionStatus, TimingClass
from tracker.reading.result import DeadlineKind, DeadlineReading, Rhythm
from tracker.settings.rules import DataWindow
from tracker.tasks.models import Assignment
from tracker.tasks.rules import OccurrenceKind, TaskRole

S = ContributionStatus
AUGUST = chosen_days(date(2026, 8, 1), date(2026, 8, 31), DataWindow.CALENDAR)
SEPTEMBER = chosen_days(date(2026, 9, 1), date(2026, 9, 30), DataWindow.CALENDAR)
LATER = datetime(2026, 12, 1, tzinfo=UTC)


def at(day: int, hour: int = 2) -> datetime:
    return datetime(2026, 8, day, hour, tzinfo=UTC)


def history(*changes: StatusChange, former: tuple[DueDay, ...] = ()) -> History:
    """Work due on 10 August, by the document and, after `former`, on the 20th."""
    present = date(2026, 8, 20) if former else date(2026, 8, 10)
    return History(
        contribution_id=1,
        unit_id=1,
        plan_id=1,
        section_id=None,
        officer_id=None,
        role=TaskRole.LEAD,
        kind=OccurrenceKind.DUE_DATE,
        period=None,
        created_at=datetime(2026, 7, 1, tzinfo=UTC),
        plan_state=PlanState.ISSUED,
        due_days=(*former, DueDay(present, date(2026, 8, 10), None)),
        changes=changes,
    )


def test_what_was_late_before_an_extension_stays_late_until_it_is_handed_in_anew() -> None:
    extended = (DueDay(date(2026, 8, 10), date(2026, 8, 10), None, until=at(13)),)
    late = [
        StatusChange(at(12), S.NOT_STARTED, S.SUBMITTED),
        StatusChange(at(14), S.SUBMITTED, S.RETURNED),
        StatusChange(at(15), S.RETURNED, S.SUBMITTED),
        StatusChange(at(16), S.SUBMITTED, S.ACCEPTED),
    ]
    assert facts_at(history(*late[:1], former=extended), at(18)).due_on == date(2026, 8, 10)
    row = row_in(history(*late, former=extended), AUGUST, LATER)
    assert row is not None
    assert (row.current, row.original) == (TimingClass.DONE_ON_TIME, TimingClass.DONE_LATE)
    assert row.times_returned == 1


def test_a_submission_that_is_owed_again_keeps_its_own_day() -> None:
    changes = (
        StatusChange(at(9), S.NOT_STARTED, S.SUBMITTED),
        StatusChange(at(11), S.SUBMITTED, S.CANCELLED),
        StatusChange(at(20), S.CANCELLED, S.SUBMITTED),
    )
    assert facts_at(history(*changes), at(21)).submitted_on == date(2026, 8, 9)
    assert row_in(history(*changes[:2]), AUGUST, LATER) is None


def test_a_returned_row_that_is_owed_again_was_returned_once() -> None:
    changes = (
        StatusChange(at(5), S.NOT_STARTED, S.SUBMITTED),
        StatusChange(at(6), S.SUBMITTED, S.RETURNED),
        StatusChange(at(7), S.RETURNED, S.CANCELLED),
        StatusChange(at(8), S.CANCELLED, S.RETURNED),
    )
    row = row_in(history(*changes), AUGUST, LATER)
    assert row is not None
    assert row.times_returned == 1


def test_what_was_due_in_an_earlier_year_and_is_open_is_carried_over() -> None:
    owed = history()
    january = chosen_days(date(2027, 1, 1), date(2027, 1, 31), DataWindow.REPORT)
    row = row_in(owed, january, datetime(2027, 3, 1, tzinfo=UTC))
    assert row is not None
    assert row.is_carried_over
    assert row.current is TimingClass.OPEN_OVERDUE
    same_year = row_in(owed, SEPTEMBER, LATER)
    assert same_year is not None
    assert not same_year.is_carried_over


def test_an_extension_granted_after_another_unit_was_late(ward: Ward, browser: Browser) -> None:
    """Through the pages: figures of the day between and of today are what those days showed."""
    task = make_task(
        make_plan(), fixed(date(2026, 8, 12)), lead=ward.culture, cooperating=(ward.economy,)
    )
    db.session.commit()
    leading = contribution_of(task, ward.culture)
    shared = contribution_of(task, ward.economy)
    with clock.at(on(date(2026, 8, 6))):
        assert ask(browser.as_(ward.culture_head), leading).status_code == 303
    with clock.at(on(date(2026, 8, 14))):
        send_report(browser.as_(ward.economy_head), shared)
        accept(browser.as_(ward.office), shared)
    with clock.at(on(date(2026, 8, 17))):
        assert decide(browser.as_(ward.leader), the_request()).status_code == 303
    assert classes(AUGUST) == {
        shared.id: (TimingClass.DONE_LATE, 2),
        leading.id: (TimingClass.OPEN_IN_TIME, 0),
    }
    before = chosen_days(date(2026, 8, 1), date(2026, 8, 16), DataWindow.CALENDAR)
    assert classes(before) == {
        shared.id: (TimingClass.DONE_LATE, 2),
        leading.id: (TimingClass.OPEN_OVERDUE, 4),
    }
    assert {row.contribution_id: row.times_extended for row in rows_in(AUGUST, LATER)} == {
        shared.id: 0,
        leading.id: 1,
    }


def test_what_a_closed_plan_left_is_told_once_and_then_no_more(ward: Ward) -> None:
    plan = make_plan()
    make_task(plan, fixed(date(2026, 8, 12)), lead=ward.culture)
    with clock.at(at(20)):
        change_state(plan, PlanState.CLOSED, actor=ward.office)
    before = chosen_days(date(2026, 8, 1), date(2026, 8, 19), DataWindow.CALENDAR)
    assert classes(before) == {1: (TimingClass.OPEN_OVERDUE, 7)}
    (left,) = rows_in(AUGUST, LATER)
    assert left.has_ended
    assert left.current is None
    assert rows_in(SEPTEMBER, LATER) == []


def test_a_unit_brought_in_later_owes_nothing_before(ward: Ward) -> None:
    task = make_task(make_plan(), fixed(date(2026, 9, 30)), lead=ward.culture)
    with clock.at(at(20)):
        joined = Assignment(
            task=task, unit=ward.economy, role=TaskRole.COOPERATING, printed_name="KT", position=2
        )
        db.session.add(joined)
        db.session.flush()
        make_contributions(task.occurrences[0], [joined])
    before = chosen_days(date(2026, 8, 1), date(2026, 8, 19), DataWindow.CALENDAR)
    assert [row.unit_id for row in rows_in(before, LATER)] == [ward.culture.id]
    assert len(rows_in(AUGUST, LATER)) == 2


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_number_of_statements_does_not_grow_with_the_rows(app: Flask, ward: Ward) -> None:
    assert app
    plan, counts = make_plan(), []
    for number in (1, 8):
        for _ in range(number):
            make_task(plan, fixed(date(2026, 8, 12)), lead=ward.culture)
        with counted_statements() as sent:
            rows_in(AUGUST, LATER)
        counts.append(len(sent))
    assert counts == [6, 6]


def classes(window: object) -> dict[int, tuple[TimingClass | None, int]]:
    """The class and the days late of each row, long after."""
    rows: list[FigureRow] = rows_in(window, LATER + timedelta(days=1))  # type: ignore[arg-type]
    return {row.contribution_id: (row.current, row.days_late) for row in rows}


def test_what_falls_due_before_its_period_is_late_in_the_figures_too(
    ward: Ward, browser: Browser
) -> None:
    """“Trước ngày 25 tháng trước”: on 26 August the report for September is overdue everywhere."""
    deadline = DeadlineReading(
        DeadlineKind.REGULAR, recurrence=(Rhythm.MONTHLY,), due_day=25, due_month_shift=-1
    )
    task = make_task(make_plan(issued_on=date(2026, 8, 1)), deadline, lead=ward.culture)
    db.session.commit()
    owed = contribution_of(task, ward.culture)
    assert owed.occurrence.due_on == date(2026, 8, 25)
    for day, classes in (
        (24, []),
        (25, [TimingClass.OPEN_IN_TIME]),
        (26, [TimingClass.OPEN_OVERDUE]),
    ):
        with clock.at(at(day)):
            assert [row.current for row in rows_in(AUGUST, clock.now())] == classes
    with clock.at(at(26)):
        assert 'id="group-overdue"' in browser.as_(ward.culture_head).get("/").text
        (culture,) = overview().units
        assert culture.overdue == 1


def test_what_falls_due_before_its_period_speaks_for_its_task(ward: Ward, browser: Browser) -> None:
    """September's is done; October's fell due on 25 September and is owed on the 26th."""
    deadline = DeadlineReading(
        DeadlineKind.REGULAR, recurrence=(Rhythm.MONTHLY,), due_day=25, due_month_shift=-1
    )
    task = make_task(make_plan(issued_on=date(2026, 8, 1)), deadline, lead=ward.culture)
    db.session.commit()
    with clock.at(at(20)):
        owed = contribution_of(task, ward.culture)
        send_report(browser.as_(ward.culture_head), owed)
        accept(browser.as_(ward.office), owed)
    with clock.at(datetime(2026, 9, 26, 2, tzinfo=UTC)):
        assert "Quá hạn 1 ngày" in words_of(browser.as_(ward.office).get(f"/plans/{task.plan_id}"))


def test_what_is_owed_again_counts_though_its_share_was_confirmed_before() -> None:
    """An heir had done its share; with the merged unit's part it owes the whole anew."""
    turns = [
        StatusChange(at(1), S.NOT_STARTED, S.SUBMITTED),
        StatusChange(at(2), S.SUBMITTED, S.ACCEPTED),
        StatusChange(at(5), S.ACCEPTED, S.CANCELLED),
        StatusChange(at(5), S.CANCELLED, S.NOT_STARTED),
    ]
    window = chosen_days(date(2026, 8, 4), date(2026, 8, 20), DataWindow.CALENDAR)
    row = row_in(history(*turns), window, LATER)
    assert row is not None
    assert row.current is TimingClass.OPEN_OVERDUE
    assert row_in(history(*turns[:2]), window, LATER) is None
