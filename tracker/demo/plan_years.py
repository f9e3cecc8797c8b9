"""What the Office does to plans between imports: one task amended, the next year's draft begun."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select

from tracker.accounts.models import User
from tracker.core.calendar_vn import NATIONAL_CALENDAR
from tracker.core.db import db
from tracker.plan_life.amending import amend_task, present
from tracker.plan_life.copying import CopyOrder, copy_plan
from tracker.plan_life.rules import carried_words
from tracker.plans.amendments import Grounds
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.reading.result import DeadlineKind
from tracker.tasks.models import Task
from tracker.tasks.queries import tasks_of_plan

REASON = "Thống nhất với thời gian thành phố giao tại văn bản mới."
NUMBER = "214/UBND-VP"
AHEAD, LATER = timedelta(days=6), timedelta(days=9)
CLOSING = Grounds("Hết năm kế hoạch; việc chưa xong đã chuyển sang kế hoạch năm sau.")


def live(*, today: date, actor: User) -> None:
    """Amend this year's plan once and begin the next year's, at the clock's present moment."""
    statement = select(Plan).where(Plan.state == PlanState.ISSUED).order_by(Plan.year.desc())
    plan = db.session.scalars(statement.order_by(Plan.id)).first()
    if plan is not None:
        amend_one(plan, today=today, actor=actor)
        begin_next_year(plan, actor=actor)


def amend_one(plan: Plan, *, today: date, actor: User) -> None:
    """Put the day of a task that is not near yet a little later."""
    task = next((task for task in tasks_of_plan(plan.id) if _is_far(task, today)), None)
    if task is None:
        return
    now = present(task)
    day = NATIONAL_CALENDAR.same_or_next_working_day(now.deadline.dates[0] + LATER)
    deadline = replace(now.deadline, dates=(day,))
    amended = replace(now, deadline=deadline, deadline_text=f"Trước ngày {day:%d/%m/%Y}")
    grounds = Grounds(REASON, document_number=NUMBER, document_on=today)
    amend_task(task, amended, grounds, version=task.version, today=today, actor=actor)


def begin_next_year(plan: Plan, *, actor: User) -> Plan:
    """A draft of the same rows, a year on."""
    year = plan.year + 1
    order = CopyOrder(
        title=carried_words(plan.title, plan.year, year),
        year=year,
        number=None,
        issued_on=None,
        request_key="demo-next-year",
    )
    return copy_plan(plan, order, actor=actor)


def _is_far(task: Task, today: date) -> bool:
    """One day, still ahead when it is moved and after."""
    days = task.deadline.due_dates
    return task.deadline_kind is DeadlineKind.FIXED and len(days) == 1 and days[0] > today + AHEAD
