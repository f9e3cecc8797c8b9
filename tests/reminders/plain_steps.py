"""The steps to tell, the rules asked of each piece of work by itself, as its rows are read."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from tracker.core.calendar_vn import WorkingCalendar
from tracker.core.db import db
from tracker.plans.rules import PlanState
from tracker.progress.models import Contribution
from tracker.reminders import queries
from tracker.reminders.circle import Circle, whose_is
from tracker.reminders.rules import Escalation, Steps, Told, escalations, steps_to_tell
from tracker.reminders.step_words import dated_step_words, step_words
from tracker.units.rules import owes_work

# Person, work, version of its due day, step, why, what it is called.
Said = tuple[int, int, int, str, str, str]


def plain_steps(today: date, steps: Steps, calendar: WorkingCalendar) -> list[Said]:
    found: list[Said] = []
    for item in db.session.scalars(select(Contribution).order_by(Contribution.id)):
        task, unit = item.occurrence.task, item.unit
        if task.plan.state is PlanState.ISSUED and unit.is_active and owes_work(unit.kind):
            found += _of_one(item, today, steps, calendar)
    return sorted(found)


def _of_one(item: Contribution, today: date, steps: Steps, calendar: WorkingCalendar) -> list[Said]:
    told, circle = queries.told_of([item.id]), Circle.around([item])
    version, task = item.occurrence.due_version, item.occurrence.task
    to_tell: list[tuple[int, str]] = []
    for user_id in circle.unit_recipients(item):
        to_tell += (
            (user_id, step)
            for step in steps_to_tell(
                item.facts,
                today,
                steps=steps,
                calendar=calendar,
                told=told.get((item.id, user_id), ()),
                due_version=version,
                times_returned=item.times_returned,
            )
        )
    urgings = queries.times_urged([item.id]).get(item.id, 0)
    for level in escalations(item.facts, today, steps=steps, calendar=calendar, urgings=urgings):
        for user_id in circle.escalation_recipients(whose_is(item), level):
            if Told(level.value, version) not in told.get((item.id, user_id), ()):
                to_tell.append((user_id, level.value))
    title = f"{task.label} {task.content}"
    return [
        (user_id, item.id, version, str(step), _reason(item, step, today, calendar), title)
        for user_id, step in to_tell
    ]


def _reason(item: Contribution, step: str, today: date, calendar: WorkingCalendar) -> str:
    occurrence, words = item.occurrence, step_words(step)
    if occurrence.due_on:
        words = dated_step_words(step, occurrence.due_on, today, calendar)
    if step in set(Escalation) and occurrence.due_on:
        late = calendar.working_days_between(occurrence.due_on, today)
        words = f"{words}: quá hạn {late} ngày làm việc"
    day = occurrence.due_on or occurrence.period_end
    return f"{words}; {'hạn' if occurrence.due_on else 'hết kỳ'} {day:%d/%m/%Y}" if day else words
