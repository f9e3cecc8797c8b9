"""A random course of work through the real verbs, and what a page shows at the end of each day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from sqlalchemy import update

from tests.factories import fixed, make_plan, make_task, regular
from tests.personas import Ward
from tests.progress.reports import reasons_for_silence
from tracker.audit.models import AuditEntry
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import TrackerError
from tracker.extensions import revoking
from tracker.extensions import service as extensions
from tracker.extensions.models import ExtensionRequest
from tracker.extensions.rules import ExtensionState
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.plans.service import change_state
from tracker.progress import service as progress
from tracker.progress.amending import follow_amendment
from tracker.progress.models import Contribution
from tracker.progress.rules import ContributionStatus, TimingClass, days_late, timing_class
from tracker.reading.result import DeadlineKind, DeadlineReading, Rhythm
from tracker.settings.service import change_setting
from tracker.tasks.moving import move_due_day
from tracker.tasks.rules import TaskRole

FIRST = date(2026, 7, 1)
UNTIL = date(2026, 8, 31)
# 9:00 and 17:00 in Vietnam: what is due at 16:30 is in time or late on the day itself.
BEFORE_THE_HOUR, AFTER_THE_HOUR = 2, 10
# 9:00, 16:00 and 17:00 in Vietnam.
HOURS = (2, 9, 10)
OWED = (
    "begin",
    "submit",
    "submit",
    "ask",
    "ask",
    "grant",
    "revoke",
    "move",
    "amend",
    "cancel",
)
POSSIBLE = {
    ContributionStatus.NOT_STARTED: OWED,
    ContributionStatus.IN_PROGRESS: OWED,
    ContributionStatus.RETURNED: OWED,
    ContributionStatus.SUBMITTED: ("accept", "give_back", "give_back", "move", "cancel"),
    ContributionStatus.ACCEPTED: ("close", "issue", "move"),
    ContributionStatus.CANCELLED: ("reopen",),
}


@dataclass(frozen=True)
class Seen:
    """What a page showed of one row at the end of a day."""

    status: ContributionStatus
    current: TimingClass | None
    original: TimingClass | None
    days_late: int
    was_updated: bool
    plan_state: PlanState


def end_of(day: date) -> datetime:
    """The last moment of the day in Vietnam."""
    return datetime(day.year, day.month, day.day, 16, 59, 59, 999999, tzinfo=UTC)


@dataclass
class Course:
    """Work, and what was seen of it day by day."""

    ward: Ward
    plan: Plan
    owed: list[Contribution] = field(default_factory=list)
    seen: dict[date, dict[int, Seen]] = field(default_factory=dict)
    key: int = 0

    def act(self, day: date, hour: int, chance: Random) -> None:
        """Something that the state of some row invites."""
        self.key += 1
        item = chance.choice(self.owed)
        action = chance.choice(POSSIBLE[item.status])
        if self.plan.state is PlanState.CLOSED:
            action = "issue"
        moment = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
        with clock.at(moment + timedelta(seconds=self.key)):
            try:
                self._act(action, item, day, chance.randrange(12))
            except TrackerError:
                return

    def _act(self, action: str, item: Contribution, day: date, shift: int) -> None:
        office = self.ward.office
        match action:
            case "begin" | "submit":
                self._report(item, is_last=action == "submit")
            case "accept":
                progress.accept(item, version=item.version, actor=office)
            case "give_back":
                progress.give_back(item, reason="Thiếu.", version=item.version, actor=office)
            case "cancel":
                progress.cancel(item, reason="Không còn mốc này.", actor=office)
            case "reopen":
                former = next(iter(item.updates), None)
                if former is not None:
                    status = former.status_before
                    progress.reopen(item, status, reason="Khôi phục.", actor=office)
            case "close":
                change_state(self.plan, PlanState.CLOSED, actor=office)
            case "issue":
                change_state(self.plan, PlanState.ISSUED, actor=office)
            case _:
                self._move(action, item, day, shift)
        db.session.flush()

    def _report(self, item: Contribution, *, is_last: bool) -> None:
        status = ContributionStatus.SUBMITTED if is_last else ContributionStatus.IN_PROGRESS
        told = progress.Report(
            status,
            item.version,
            f"r{self.key}",
            note="Đã làm.",
            late_reason="Chờ số liệu.",
            late_is_objective=False,
            silence=reasons_for_silence(item),
        )
        progress.report(item, told, actor=self.ward.culture_head)

    def _move(self, action: str, item: Contribution, day: date, shift: int) -> None:
        """Another due day: asked for, taken back, by the calendar or by an amended plan."""
        office, occurrence = self.ward.office, item.occurrence
        match action:
            case "ask":
                self.ask(item, day, shift)
            case "grant":
                self._grant(day, shift)
            case "revoke":
                self._revoke(item, day)
            case "move" if occurrence.due_on is not None:
                due_on = occurrence.due_on + timedelta(days=shift - 6)
                hour, why = occurrence.due_time, "Lịch làm việc."
                move_due_day(occurrence, due_on, due_time=hour, reason=why, actor=office)
            case "amend" if occurrence.task.due_dates:
                named = date(2026, 7, 15) + timedelta(days=2 * shift)
                occurrence.task.due_dates = [named.isoformat()]
                follow_amendment(occurrence.task, today=day, until=UNTIL, actor=office)

    def ask(self, item: Contribution, day: date, shift: int) -> None:
        """The lead asks; until it is answered another unit may hand in late."""
        wanted = (item.occurrence.due_on or day) + timedelta(days=shift + 1)
        asked = extensions.Asked(wanted, "Chờ số liệu.", True, f"a{self.key}")
        extensions.ask(item, asked, actor=self.ward.culture_head)

    def _grant(self, day: date, shift: int) -> None:
        """What was asked some days ago."""
        waiting = db.session.query(ExtensionRequest).filter_by(state=ExtensionState.ASKED)
        asked = waiting.order_by(ExtensionRequest.id).first()
        if asked is None:
            return
        wanted = max(asked.wanted_due_on, day) + timedelta(days=shift)
        answer = extensions.Answer(wanted, None, True, asked.version, f"d{self.key}")
        extensions.decide(asked, answer, actor=self.ward.leader)

    def _revoke(self, item: Contribution, day: date) -> None:
        granted = (
            db.session.query(ExtensionRequest)
            .filter_by(contribution_id=item.id, state=ExtensionState.GRANTED)
            .order_by(ExtensionRequest.id.desc())
            .first()
        )
        if granted is None:
            return
        told = revoking.Revocation(
            revoking.offered_day(granted, today=day), "Cho nhầm.", granted.version
        )
        revoking.revoke(granted, told, actor=self.ward.leader)

    def look(self, day: date) -> None:
        """What the pages say at the end of the day."""
        with clock.at(end_of(day)):
            self.seen[day] = {item.id: self._seen(item, day) for item in self.owed}

    def _seen(self, item: Contribution, day: date) -> Seen:
        facts = item.facts
        return Seen(
            item.status,
            timing_class(facts, day),
            timing_class(facts.by_original_day, day),
            days_late(facts, day),
            facts.was_updated,
            self.plan.state,
        )


def live(ward: Ward, chance: Random, *, days: int, actions: int = 2) -> Course:
    """Days of work: dated, by periods, by the hour, and asked about each month."""
    change_setting("extension_notice_days", 0, actor=None)
    change_setting("extension_limit", 9, actor=None)
    with clock.at(datetime(2026, 6, 30, 20, tzinfo=UTC)):
        plan = make_plan(tracked_from=FIRST)
        make_task(plan, fixed(date(2026, 7, 15)), lead=ward.culture, cooperating=(ward.economy,))
        make_task(plan, regular(Rhythm.MONTHLY), lead=ward.culture, until=UNTIL)
        make_task(plan, by_the_hour(), lead=ward.culture, until=date(2026, 7, 20))
        make_task(plan, regular(), lead=ward.culture, until=UNTIL)
        ward.office.unit = None
    course = Course(ward, plan, list(db.session.query(Contribution).order_by(Contribution.id)))
    assert {item.role for item in course.owed} == set(TaskRole)
    with clock.at(datetime(2026, 6, 30, 21, tzinfo=UTC)):
        course.ask(course.owed[0], FIRST, shift=9)
    for number in range(days):
        day = FIRST + timedelta(days=number)
        hours = chance.choices((BEFORE_THE_HOUR, AFTER_THE_HOUR), k=chance.randrange(actions + 1))
        for hour in sorted(hours):
            course.act(day, hour, chance)
        course.look(day)
    return course


def begun_in_time(ward: Ward, chance: Random) -> Course:
    """The same before its first day.

    The ward was made on a later morning: to this course that would be another machine's clock.
    """
    course = live(ward, chance, days=0)
    db.session.execute(update(AuditEntry).values(at=datetime(2026, 6, 30, tzinfo=UTC)))
    db.session.commit()
    return course


def by_the_hour() -> DeadlineReading:
    """Each Thursday before 16:30."""
    return DeadlineReading(
        DeadlineKind.REGULAR, recurrence=(Rhythm.WEEKLY,), weekday=3, due_time=time(16, 30)
    )


def moments_of(
    course: Course,
    days: Iterable[int],
    chance: Random,
    also: Callable[[date], object] = lambda _day: None,
) -> Iterator[datetime]:
    """Go on for these days; after each step, committed, the moment at which to look, as the clock.

    Before it and after the hour of what is due by 16:30 something happens, and now and then what
    else the test does.
    """
    for number in days:
        day = FIRST + timedelta(days=number)
        for hour in HOURS:
            # In the last hour of the day often nothing is written: what was due by then is late.
            if hour != HOURS[-1] or chance.random() < 0.3:
                course.act(day, hour, chance)
            if chance.random() < 0.3:
                with clock.at(datetime(day.year, day.month, day.day, hour, 4, tzinfo=UTC)):
                    also(day)
            db.session.commit()
            moment = datetime(day.year, day.month, day.day, hour, 5, tzinfo=UTC)
            with clock.at(moment):
                yield moment
