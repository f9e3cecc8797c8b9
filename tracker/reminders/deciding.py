"""Deciding whom to tell what: the ledger and the day's digests, a few people at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from textwrap import shorten

from tracker.accounts.models import User
from tracker.core import clock
from tracker.core.calendar_vn import WorkingCalendar
from tracker.core.db import db, insert_missing, read, write
from tracker.progress.models import Contribution
from tracker.progress.rules import ContributionFacts
from tracker.reminders import outbox, queries
from tracker.reminders.choices import Delivery, mail_day, weekly_day
from tracker.reminders.circle import Circle
from tracker.reminders.figures import FigureDue, figures_by_person, note_figures
from tracker.reminders.models import OutboxMessage, Reminder
from tracker.reminders.news import AnyNews, all_news, news_to_tell
from tracker.reminders.report import Decision, PersonTold
from tracker.reminders.rules import (
    Escalation,
    Steps,
    Told,
    escalations,
    step_words,
    steps_to_tell,
)
from tracker.settings.queries import ward_settings
from tracker.settings.rules import WardSettings
from tracker.working_calendar.queries import ward_calendar

ALREADY_TOLD = "Thư của ngày đã có: các việc này để sang thư ngày làm việc sau."
NO_ADDRESS = "Chưa có địa chỉ thư: chỉ ghi sổ."
NO_MAILS_WANTED = "Người nhận chọn chỉ xem trong phần mềm."
# Few enough that nobody who saves a page meanwhile waits for the lock.
PEOPLE_IN_ONE_TRANSACTION = 5

Transaction = Callable[[], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class _Due:
    """A step that one person is to be told of."""

    contribution_id: int
    due_version: int
    facts: ContributionFacts
    step: str
    reason: str
    title: str

    @property
    def line(self) -> str:
        return shorten(f"{self.reason}: {self.title}", 160, placeholder="…")


@dataclass(frozen=True, slots=True)
class _Telling:
    """One person at the moment of being told."""

    person: User
    delivery: Delivery
    now: datetime
    calendar: WorkingCalendar

    @property
    def today(self) -> date:
        return clock.day_in_vietnam(self.now)

    @property
    def can_be_mailed(self) -> bool:
        has_address = outbox.address_of(self.person) is not None
        return has_address and self.delivery is not Delivery.IN_APP

    @property
    def is_day_of_figures(self) -> bool:
        """Figures are never urgent: they wait for the weekly mail of whoever gets one."""
        weekly = self.delivery is Delivery.WEEKLY
        return not weekly or weekly_day(self.today, self.calendar) == self.today

    def mail_day_of(self, item: _Due) -> date | None:
        return mail_day(self.delivery, item.step, item.facts, self.today, self.calendar)


def decide_reminders(now: datetime) -> Decision:
    """Note in the ledger whom to tell what, and put one digest per person into the outbox.

    Each few people are a transaction of their own, in which the ledger's rows and the digest are
    kept together or not at all; so it must not run inside another one. Told are the unit's head
    and the officer named for the task; without a named officer the head alone; in a unit without a
    head everybody of it; of work long late the Office, the unit that follows up the plan, and the
    leader; of requests for a later due day those who answer them, of the answer those who asked.
    Never told: disabled accounts, units outside the ward or dissolved ones, anyone about a plan
    that is not running. Who has no address is only noted, for the office to see. Whoever has the
    day's digest already sees in the program what comes up later; the next working day's mail tells
    it.

    A second scheduler at the same moment adds nothing: the unique keys of digest and ledger let
    one of the two through.
    """
    return _decide(now, look=read, change=write)


def decide_within(now: datetime) -> Decision:
    """The same inside the caller's transaction: for rehearsals and for filling a demo."""
    return _decide(now, look=nullcontext, change=nullcontext)


def steps_of(settings: WardSettings) -> Steps:
    """The steps the ward has chosen."""
    return Steps(
        days_before=settings.remind_days_before,
        every_days_late=settings.remind_every_days_late,
        check_in_days_before=settings.remind_check_in_days_before,
        head_after=settings.escalate_to_head_after,
        office_after=settings.escalate_to_office_after,
        leader_after=settings.escalate_to_leader_after,
        leader_after_urgings=settings.escalate_to_leader_after_urgings,
    )


def _decide(now: datetime, *, look: Transaction, change: Transaction) -> Decision:
    today = clock.day_in_vietnam(now)
    with look():
        calendar = ward_calendar()
    if not calendar.is_working_day(today):
        return Decision(today, is_working_day=False)
    with change():
        outbox.free_stale_claims(now)
    with look():
        due, figures = _due_by_person(now, calendar), figures_by_person(today)
        waiting = queries.people_with_mail_waiting(today)
    told: list[PersonTold | None] = []
    # In one order in every scheduler, so that two of them never wait for each other.
    for user_ids in _portions(sorted(due.keys() | figures.keys() | waiting)):
        with change():
            told += _tell_people(user_ids, due, figures, now=now, calendar=calendar)
    return Decision(today, is_working_day=True, people=[person for person in told if person])


def _due_by_person(now: datetime, calendar: WorkingCalendar) -> dict[int, list[_Due]]:
    """The steps to tell now, by the person to tell."""
    today, steps = clock.day_in_vietnam(now), steps_of(ward_settings())
    contributions, news = queries.may_have_steps(today, steps, calendar), all_news(now)
    concerned = {item.id: item for item in (*contributions, *(item.contribution for item in news))}
    told, urgings = queries.told_of(list(concerned)), queries.times_urged(list(concerned))
    circle = Circle.around(list(concerned.values()))
    due: dict[int, list[_Due]] = defaultdict(list)
    for user_id, item in news_to_tell(news, circle, told):
        due[user_id].append(_due_news(item))
    for contribution in contributions:
        facts, version = contribution.facts, contribution.occurrence.due_version
        for user_id in circle.unit_recipients(contribution):
            for step in steps_to_tell(
                facts,
                today,
                steps=steps,
                calendar=calendar,
                told=told.get((contribution.id, user_id), ()),
                due_version=version,
                times_returned=contribution.times_returned,
            ):
                due[user_id].append(_due(contribution, step, today, calendar))
        for level in escalations(
            facts,
            today,
            steps=steps,
            calendar=calendar,
            urgings=urgings.get(contribution.id, 0),
        ):
            for user_id in circle.escalation_recipients(contribution, level):
                if Told(level.value, version) not in told.get((contribution.id, user_id), ()):
                    due[user_id].append(_due(contribution, level.value, today, calendar))
    return due


def _due(contribution: Contribution, step: str, today: date, calendar: WorkingCalendar) -> _Due:
    occurrence = contribution.occurrence
    task = occurrence.task
    return _Due(
        contribution_id=contribution.id,
        due_version=occurrence.due_version,
        facts=contribution.facts,
        step=step,
        reason=_reason(contribution, step, today, calendar),
        title=f"{task.label} {task.content}",
    )


def _due_news(news: AnyNews) -> _Due:
    occurrence = news.contribution.occurrence
    return _Due(
        contribution_id=news.contribution.id,
        due_version=occurrence.due_version,
        facts=news.contribution.facts,
        step=news.step,
        reason=news.reason,
        title=f"{occurrence.task.label} {occurrence.task.content}",
    )


def _reason(contribution: Contribution, step: str, today: date, calendar: WorkingCalendar) -> str:
    """Why somebody was told, as the ledger keeps it: "Đến hạn; hạn 27/08/2026"."""
    occurrence = contribution.occurrence
    words = step_words(step)
    if step in set(Escalation) and occurrence.due_on:
        late = calendar.working_days_between(occurrence.due_on, today)
        words = f"{words}: quá hạn {late} ngày làm việc"
    day = occurrence.due_on or occurrence.period_end
    kind = "hạn" if occurrence.due_on else "hết kỳ"
    return f"{words}; {kind} {day:%d/%m/%Y}" if day else words


def _tell_people(
    user_ids: Sequence[int],
    due: dict[int, list[_Due]],
    figures: dict[int, list[FigureDue]],
    *,
    now: datetime,
    calendar: WorkingCalendar,
) -> Iterator[PersonTold | None]:
    people, delivery = queries.users_by_id(user_ids), queries.delivery_of(user_ids)
    unsent: dict[int, list[OutboxMessage]] = defaultdict(list)
    for message in queries.unsent_before(clock.day_in_vietnam(now), user_ids):
        unsent[message.recipient_id].append(message)
    waiting: dict[int, list[Reminder]] = defaultdict(list)
    for reminder in queries.waiting_for_a_mail(user_ids):
        waiting[reminder.recipient_id].append(reminder)
    for user_id in user_ids:
        telling = _Telling(people[user_id], delivery[user_id], now, calendar)
        asked = figures.get(user_id, []) if telling.is_day_of_figures else []
        yield _tell(telling, due.get(user_id, []), unsent[user_id], waiting[user_id], asked)


def _tell(
    telling: _Telling,
    due: Sequence[_Due],
    unsent: Sequence[OutboxMessage],
    waiting: Sequence[Reminder],
    figures: Sequence[FigureDue],
) -> PersonTold | None:
    """Put the day's digest for one person into the outbox, or say why there is none."""
    if not telling.can_be_mailed:
        return _note_only(telling, due, unsent, waiting)
    person, today = telling.person, telling.today
    later = [item for item in due if telling.mail_day_of(item) != today]
    due = [item for item in due if item not in later]
    for item in later:
        _note(telling, [item], mail_on=telling.mail_day_of(item))
    spoken_of = {item.contribution_id for item in due}
    carried_on = [
        reminder
        for reminder in waiting
        if (reminder.mail_on or today) <= today or reminder.contribution_id in spoken_of
    ]
    if not due and not unsent and not carried_on and not figures:
        return _put_aside(telling, later)
    reasons = [*(item.line for item in due), *(item.line for item in figures)]
    message = outbox.open_digest(person, now=telling.now)
    if message is None:
        # Seen in the program at once, told by the mail of the next working day.
        _note(telling, due, mail_on=telling.calendar.add_working_days(today, 1))
        return PersonTold(person.full_name, person.email, reasons, obstacle=ALREADY_TOLD)
    carried = outbox.fold(unsent, into=message, today=today)
    if carried:
        reasons.append(f"{carried} việc của thư trước chưa gửi được")
    outbox.carry_on(carried_on, into=message, today=today)
    _note(telling, due, message=message)
    note_figures(figures, into=message, person_id=person.id, now=telling.now)
    if not outbox.write_digest(message, today=today):
        db.session.delete(message)
        db.session.flush()
        return None
    return PersonTold(person.full_name, person.email, reasons, subject=message.subject)


def _put_aside(telling: _Telling, later: Sequence[_Due]) -> PersonTold | None:
    """Only what waits for the weekly mail came up, or nothing."""
    if not later:
        return None
    day = telling.mail_day_of(later[0])
    return PersonTold(
        telling.person.full_name,
        telling.person.email,
        [item.line for item in later],
        obstacle=f"Chờ thư tuần ngày {day:%d/%m/%Y}.",
    )


def _note_only(
    telling: _Telling,
    due: Sequence[_Due],
    unsent: Sequence[OutboxMessage],
    waiting: Sequence[Reminder],
) -> PersonTold | None:
    """Notices in the program are all that this person gets."""
    wants_none = telling.delivery is Delivery.IN_APP
    for message in unsent:
        outbox.give_up(message, NO_MAILS_WANTED if wants_none else outbox.CANNOT_REACH)
    for reminder in waiting:
        reminder.mail_on = None
    if not due:
        return None
    _note(telling, due)
    obstacle = NO_MAILS_WANTED if wants_none else NO_ADDRESS
    reasons = [item.line for item in due]
    return PersonTold(telling.person.full_name, None, reasons, obstacle=obstacle)


def _note(
    telling: _Telling,
    due: Sequence[_Due],
    *,
    message: OutboxMessage | None = None,
    mail_on: date | None = None,
) -> None:
    """Note the steps in the ledger; one that is there already stays as it was first told."""
    rows = [
        {
            "contribution_id": item.contribution_id,
            "step": item.step,
            "due_version": item.due_version,
            "recipient_id": telling.person.id,
            "decided_at": telling.now,
            "reason": item.reason,
            "outbox_message_id": message.id if message else None,
            "mail_on": mail_on,
        }
        for item in due
    ]
    insert_missing(Reminder, rows)


def _portions(user_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(user_ids), PEOPLE_IN_ONE_TRANSACTION):
        yield user_ids[start : start + PEOPLE_IN_ONE_TRANSACTION]
