"""Builds Phường Mẫu: a ward with a past of three months, up to this very day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

import click
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from tracker.accounts.queries import all_users
from tracker.accounts.service import note_sign_in
from tracker.core import clock
from tracker.core.calendar_vn import NATIONAL_CALENDAR, ONE_DAY
from tracker.core.db import db, write
from tracker.demo import (
    directing,
    last_year,
    opening,
    plan_years,
    reminding,
    reported,
    this_year,
    urging,
    waiting_directive,
    waiting_import,
)
from tracker.demo.answering import answer_difficulties, put_officers_in_charge, talk
from tracker.demo.extending import ask_for_later_days
from tracker.demo.history import START_OF_WORK, History, moment_of
from tracker.demo.office_days import decide_office_days
from tracker.demo.people import OFFICE, REVIEWER, REVIEWER_OF_THE_OFFICE
from tracker.demo.plan import SampleRow, working_day_from, working_day_until
from tracker.demo.plan_making import MadePlan, make_plan, plan_details
from tracker.demo.targets import MeasuredTargets, set_targets
from tracker.demo.ward import make_ward
from tracker.plans.rules import PlanState
from tracker.plans.service import PlanDetails, change_state
from tracker.progress.instances import make_due_instances
from tracker.units.queries import unit_named

DAYS_OF_HISTORY = 92
# Minutes of the day.
ONE_HOUR = 60
ARRIVAL = START_OF_WORK - 20
END_OF_WORK = 16 * 60 + 50


def fill_demo(app: Flask) -> bool:
    """Build the ward in one transaction; False, and nothing touched, where accounts exist already.

    Every row comes from the verbs that the pages use, with the clock turned back, so that reports,
    answers and the journal carry their own moments.
    """
    with app.app_context(), write(), _nothing_let_go():
        if all_users():
            return False
        _fill(clock.today())
    return True


@contextmanager
def _nothing_let_go() -> Iterator[None]:
    """What the session has loaded it has at hand: day after day comes back to the same rows."""
    session, rows = db.session(), []

    def hold(_session: Session, row: object) -> None:
        rows.append(row)

    moments = ("loaded_as_persistent", "pending_to_persistent")
    for moment in moments:
        event.listen(session, moment, hold)
    try:
        yield
    finally:
        for moment in moments:
            event.remove(session, moment, hold)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days that matter; all are working days before the day the demo is made."""

    first: date
    old_plan: date
    old_plan_closed: date
    plan: date
    last: date

    @classmethod
    def until(cls, today: date) -> Calendar:
        """Last year's plan began in October; this year's is followed for three months."""
        old_plan = working_day_from(date(today.year - 1, 10, 6))
        plan = working_day_from(today - timedelta(days=DAYS_OF_HISTORY))
        last = working_day_until(today - ONE_DAY)
        return cls(
            first=min(old_plan, plan),
            old_plan=old_plan,
            old_plan_closed=min(working_day_until(date(today.year - 1, 12, 31)), last),
            plan=plan,
            last=last,
        )

    @property
    def working_days(self) -> list[date]:
        """Every working day from the first to the last."""
        span = (self.last - self.first).days + 1
        days = (self.first + timedelta(days=number) for number in range(span))
        return [day for day in days if NATIONAL_CALENDAR.is_working_day(day)]


def _fill(today: date) -> None:
    calendar = Calendar.until(today)
    with clock.at(moment_of(calendar.first, ARRIVAL - ONE_HOUR)):
        history = History(today, make_ward())
    old_plan: MadePlan | None = None
    targets: MeasuredTargets | None = None
    with click.progressbar(calendar.working_days, label="Dựng Phường Mẫu") as days:
        for day in days:
            if day in {calendar.first, calendar.last}:
                _sign_everyone_in(history, day)
            if day == calendar.old_plan:
                old_plan = _start_old_plan(history, day)
            if day == calendar.plan:
                targets = _start_plan(history, day)
            if day in calendar.working_days[-reminding.MORNINGS :]:
                with clock.at(moment_of(day, reminding.HOUR_OF_THE_DIGEST)):
                    reminding.remind(history.people, day)
            history.live(day, make_instances=day in {calendar.old_plan, calendar.plan})
            if targets is not None:
                with clock.at(moment_of(day, END_OF_WORK)):
                    targets.live(day)
            if day == calendar.old_plan_closed and old_plan is not None:
                _close(old_plan, history, day)
    with clock.at(moment_of(calendar.last, END_OF_WORK)):
        waiting_import.upload(today, actor=history.actors.named(REVIEWER))
        waiting_directive.upload(today, actor=history.actors.named(REVIEWER))
        decide_office_days(today=calendar.last, actor=history.actors.named(REVIEWER))
        decider = history.actors.named(REVIEWER_OF_THE_OFFICE)
        put_officers_in_charge(history.people)
        talk(history.people)
        answer_difficulties(actor=history.actors.named(REVIEWER))
        ask_for_later_days(history.people, today=calendar.last, decider=decider)
        urging.urge(history.people, today=calendar.last, office=history.actors.named(REVIEWER))
        office = history.actors.named(REVIEWER)
        directing.direct(history.people, today=calendar.last, leader=decider, office=office)
        plan_years.live(today=calendar.last, actor=history.actors.named(REVIEWER))
        reported.seal_last_month(calendar.last, actor=history.actors.named(REVIEWER))
        reported.report_last_month(calendar.last, actor=history.actors.named(REVIEWER))
        opening.open_files(office)
        reported.list_the_late(calendar.last, office=office, leader=decider)
    make_due_instances(today=today)
    reported.ask_for_long_file(this_year.NUMBER, actor=history.actors.named(REVIEWER))


def _start_old_plan(history: History, day: date) -> MadePlan:
    details = plan_details(
        last_year.TITLE, year=day.year, number=last_year.NUMBER, issued_on=day, tracked_from=day
    )
    return _start(history, day, details, last_year.ROWS)


def _start_plan(history: History, day: date) -> MeasuredTargets:
    """The plan was signed in January; what was due before it is followed here counts as past."""
    year = history.today.year
    details = plan_details(
        this_year.TITLE,
        year=year,
        number=this_year.NUMBER,
        issued_on=min(working_day_from(date(year, 1, 9)), day),
        tracked_from=day,
    )
    made = _start(history, day, details, this_year.ROWS)
    with clock.at(moment_of(day, START_OF_WORK)):
        targets = set_targets(made.plan, actor=history.actors.named(REVIEWER))
    return MeasuredTargets(targets, history.people, history.today, date(year, 1, 1))


def _start(
    history: History, day: date, details: PlanDetails, rows: Sequence[SampleRow]
) -> MadePlan:
    with clock.at(moment_of(day, START_OF_WORK)):
        made = make_plan(
            details,
            rows,
            today=history.today,
            coordinator=unit_named(OFFICE),
            actor=history.actors.named(REVIEWER),
        )
    history.follow(made)
    return made


def _close(made: MadePlan, history: History, day: date) -> None:
    with clock.at(moment_of(day, END_OF_WORK)):
        reviewer = history.actors.named(REVIEWER)
        change_state(made.plan, PlanState.CLOSED, actor=reviewer, grounds=plan_years.CLOSING)


def _sign_everyone_in(history: History, day: date) -> None:
    for number, user in enumerate(history.people):
        with clock.at(moment_of(day, ARRIVAL + number)):
            note_sign_in(user)
