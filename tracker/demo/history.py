"""The past of Phường Mẫu, day by day: what is still to happen, and when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from tracker.accounts.models import User
from tracker.core import clock
from tracker.core.calendar_vn import NATIONAL_CALENDAR
from tracker.core.db import db
from tracker.demo.acting import Actors, PlannedStep, perform
from tracker.demo.courses import STEPS, Anchor, Course, Step
from tracker.demo.people import REVIEWER
from tracker.demo.plan import SampleEvent, SampleTask, printed_day, working_day_from
from tracker.demo.plan_making import MadePlan
from tracker.progress.instances import make_due_instances
from tracker.progress.models import Contribution
from tracker.progress.service import open_event
from tracker.reading.result import DeadlineKind
from tracker.tasks.models import Task
from tracker.tasks.rules import OccurrenceKind
from tracker.tasks.service import Event

# Minutes of the day.
SCHEDULER_RUNS = 6 * 60
START_OF_WORK = 7 * 60 + 40
NOON = 11 * 60 + 30
LUNCH = 2 * 60
WORKING_MINUTES = 400
BETWEEN_STEPS = timedelta(minutes=25)
MONDAY = 0


@dataclass(slots=True)
class History:
    """What is still to happen before `today`, by day."""

    today: date
    people: Sequence[User]
    samples: dict[int, SampleTask] = field(default_factory=dict)
    event_courses: dict[int, Course] = field(default_factory=dict)
    agenda: dict[date, list[PlannedStep]] = field(default_factory=lambda: defaultdict(list))
    events: dict[date, list[tuple[int, SampleEvent]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    actors: Actors = field(init=False)
    last_seen: int = 0

    def __post_init__(self) -> None:
        self.actors = Actors(self.people)

    def follow(self, made: MadePlan) -> None:
        """Take a plan in: its instances and events come as the days go by."""
        self.samples |= made.samples
        for task_id, sample in made.samples.items():
            for event in sample.events:
                self.events[printed_day(self.today, -event.days_ago)].append((task_id, event))

    def live(self, day: date, *, make_instances: bool = False) -> None:
        """Go through one past working day; instances are made on Mondays, or when asked for."""
        if make_instances or day.weekday() == MONDAY:
            with clock.at(moment_of(day, SCHEDULER_RUNS)):
                make_due_instances(today=day)
        for task_id, event in self.events.pop(day, []):
            self._open(task_id, event, day)
        self._plan_new_contributions(day)
        for step in sorted(self.agenda.pop(day, []), key=lambda step: step.moment):
            with clock.at(step.moment):
                perform(step, self.actors)

    def _open(self, task_id: int, sample: SampleEvent, day: date) -> None:
        due_on = None
        if sample.due_after_days is not None:
            due_on = working_day_from(day + timedelta(days=sample.due_after_days))
        with clock.at(moment_of(day, START_OF_WORK)):
            occurrence = open_event(
                db.session.get_one(Task, task_id),
                Event(sample.title, happened_on=day, document=sample.document, due_on=due_on),
                actor=self.actors.named(REVIEWER),
                request_key=f"demo-{task_id}-{sample.days_ago}",
            )
        self.event_courses[occurrence.id] = sample.course

    def _plan_new_contributions(self, day: date) -> None:
        statement = select(Contribution).where(Contribution.id > self.last_seen)
        for contribution in db.session.scalars(statement.order_by(Contribution.id)):
            self.last_seen = contribution.id
            self._plan(contribution, day)

    def _plan(self, contribution: Contribution, first_day: date) -> None:
        """Put the steps of the contribution's course on the agenda, none before its birth."""
        earliest = moment_of(first_day, START_OF_WORK)
        for number, step in enumerate(STEPS[self._course_of(contribution)]):
            day = max(_day_of(step, contribution, self.today), first_day)
            if day >= self.today:
                return
            moment = max(moment_of(day, _minute(contribution.id, number)), earliest)
            self.agenda[day].append(PlannedStep(moment, contribution.id, number, step.action))
            earliest = moment + BETWEEN_STEPS

    def _course_of(self, contribution: Contribution) -> Course:
        """The course of the accountable unit, and from it that of the others."""
        occurrence = contribution.occurrence
        sample = self.samples[occurrence.task_id]
        course = self._course_of_lead(contribution)
        if occurrence.kind is OccurrenceKind.CHECK_IN or _is_accountable(contribution):
            return course
        if sample.others is not None:
            return sample.others
        if _last_day(contribution) < self.today:
            return Course.ON_TIME
        return Course.UNTOUCHED if course is Course.UNTOUCHED else Course.STARTED

    def _course_of_lead(self, contribution: Contribution) -> Course:
        occurrence, last_day = contribution.occurrence, _last_day(contribution)
        sample = self.samples[occurrence.task_id]
        if occurrence.kind is OccurrenceKind.EVENT:
            return self.event_courses[occurrence.id]
        if occurrence.task.deadline_kind is DeadlineKind.FIXED:
            return sample.courses[occurrence.task.deadline.due_dates.index(last_day)]
        past, running = sample.courses
        if last_day < self.today:
            return past
        has_begun = occurrence.period_start is not None and occurrence.period_start <= self.today
        return running if has_begun else Course.UNTOUCHED


def moment_of(day: date, minute: int) -> datetime:
    """The minute of the day on a clock in Vietnam."""
    return clock.from_vietnam(datetime.combine(day, time(minute // 60, minute % 60)))


def _minute(contribution_id: int, number: int) -> int:
    """A minute within working hours, spread so that reports do not come all at once."""
    minute = START_OF_WORK + (contribution_id * 37 + number * 53) % WORKING_MINUTES
    return minute + LUNCH if minute >= NOON else minute


def _day_of(step: Step, contribution: Contribution, today: date) -> date:
    anchor = _last_day(contribution) if step.anchor is Anchor.DUE else today
    return NATIONAL_CALENDAR.add_working_days(anchor, step.working_days)


def _last_day(contribution: Contribution) -> date:
    occurrence = contribution.occurrence
    last_day = occurrence.due_on or occurrence.period_end
    if last_day is None:
        raise ValueError("every instance has a due day or a period")
    return last_day


def _is_accountable(contribution: Contribution) -> bool:
    """Whether the unit is the first one behind the accountable assignment."""
    assignment = contribution.assignment
    return assignment.is_accountable and assignment.unit.members[0].id == contribution.unit_id
