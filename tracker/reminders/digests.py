"""One person's mail of the day: what is put into it, what waits, what is only noted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from textwrap import shorten
from typing import overload

from tracker.accounts.models import User
from tracker.core import clock
from tracker.core.calendar_vn import WorkingCalendar
from tracker.core.db import db, insert_missing
from tracker.progress.rules import ContributionFacts
from tracker.reminders import outbox, queries
from tracker.reminders.calls import CallDue, note_calls
from tracker.reminders.choices import Delivery, mail_day, weekly_day
from tracker.reminders.figures import FigureDue, note_figures
from tracker.reminders.models import OutboxMessage, Reminder
from tracker.reminders.report import PersonTold

ALREADY_TOLD = "Thư của ngày đã có: các việc này để sang thư ngày làm việc sau."
NO_ADDRESS = "Chưa có địa chỉ thư: chỉ ghi sổ."
NO_MAILS_WANTED = "Người nhận chọn chỉ xem trong phần mềm."


@dataclass(frozen=True, slots=True)
class Due:
    """A step that one person is to be told of."""

    contribution_id: int
    due_version: int
    facts: ContributionFacts
    step: str
    reason: str
    title: str

    @property
    def line(self) -> str:
        """What the report of the day says of it."""
        return shorten(f"{self.reason}: {self.title}", 160, placeholder="…")


class Lines(Sequence[str]):
    """What the report of the day says, put into words when somebody reads it: a clock's pass tells
    people of tens of thousands of late rows and prints nothing."""

    def __init__(self, of: Sequence[Due | str]) -> None:
        self.of = list(of)

    def __len__(self) -> int:
        return len(self.of)

    @overload
    def __getitem__(self, place: int) -> str: ...

    @overload
    def __getitem__(self, place: slice) -> list[str]: ...

    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [_words(item) for item in self.of[place]]
        return _words(self.of[place])


def _words(item: Due | str) -> str:
    return item if isinstance(item, str) else item.line


@dataclass(frozen=True, slots=True)
class BesideOne:
    """What one person is to be told beside units' work."""

    figures: Sequence[FigureDue]
    calls: Sequence[CallDue]

    @property
    def lines(self) -> list[str]:
        """What the report of the day says of it."""
        return [call.line for call in self.calls] + [figure.line for figure in self.figures]


@dataclass(frozen=True, slots=True)
class Beside:
    """What is to be told beside units' work, by person: figures asked for, calls by name."""

    figures: Mapping[int, Sequence[FigureDue]]
    calls: Mapping[int, Sequence[CallDue]]

    @property
    def people(self) -> set[int]:
        """Everybody whom any of it concerns."""
        return {*self.figures, *self.calls}

    def of(self, user_id: int, *, with_figures: bool) -> BesideOne:
        """What concerns one person."""
        figures = self.figures.get(user_id, []) if with_figures else []
        return BesideOne(figures, self.calls.get(user_id, []))


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

    def mail_day_of(self, item: Due) -> date | None:
        return mail_day(self.delivery, item.step, item.facts, self.today, self.calendar)


def tell_people(
    user_ids: Sequence[int],
    due: Mapping[int, Sequence[Due]],
    beside: Beside,
    *,
    now: datetime,
    calendar: WorkingCalendar,
) -> Iterator[PersonTold | None]:
    """Tell each of these people what is due, what earlier mails could not say, what waited."""
    people, delivery = queries.users_by_id(user_ids), queries.delivery_of(user_ids)
    unsent: dict[int, list[OutboxMessage]] = defaultdict(list)
    for message in queries.unsent_before(clock.day_in_vietnam(now), user_ids):
        unsent[message.recipient_id].append(message)
    waiting: dict[int, list[Reminder]] = defaultdict(list)
    for reminder in queries.waiting_for_a_mail(user_ids):
        waiting[reminder.recipient_id].append(reminder)
    for user_id in user_ids:
        telling = _Telling(people[user_id], delivery[user_id], now, calendar)
        own = beside.of(user_id, with_figures=telling.is_day_of_figures)
        yield _tell(telling, due.get(user_id, []), unsent[user_id], waiting[user_id], own)


def _tell(
    telling: _Telling,
    due: Sequence[Due],
    unsent: Sequence[OutboxMessage],
    waiting: Sequence[Reminder],
    beside: BesideOne,
) -> PersonTold | None:
    """Put the day's digest for one person into the outbox, or say why there is none."""
    if not telling.can_be_mailed:
        return _note_only(telling, due, unsent, waiting)
    person, today = telling.person, telling.today
    by_day: dict[date | None, list[Due]] = defaultdict(list)
    for item in due:
        by_day[telling.mail_day_of(item)].append(item)
    due = by_day.pop(today, [])
    for mail_on, items in by_day.items():
        _note(telling, items, mail_on=mail_on)
    later = [item for items in by_day.values() for item in items]
    spoken_of = {item.contribution_id for item in due}
    carried_on = [
        reminder
        for reminder in waiting
        if (reminder.mail_on or today) <= today or reminder.contribution_id in spoken_of
    ]
    if not due and not unsent and not carried_on and not beside.lines:
        return _put_aside(telling, later)
    reasons = Lines([*due, *beside.lines])
    message = outbox.open_digest(person, now=telling.now)
    if message is None:
        # Seen in the program at once, told by the mail of the next working day.
        _note(telling, due, mail_on=telling.calendar.add_working_days(today, 1))
        return PersonTold(person.full_name, person.email, reasons, obstacle=ALREADY_TOLD)
    carried = outbox.fold(unsent, into=message, today=today)
    if carried:
        reasons.of.append(f"{carried} việc của thư trước chưa gửi được")
    outbox.carry_on(carried_on, into=message, today=today)
    _note(telling, due, message=message)
    note_figures(beside.figures, into=message, person_id=person.id, now=telling.now)
    note_calls(beside.calls, into=message)
    if not outbox.write_digest(message, today=today):
        db.session.delete(message)
        db.session.flush()
        return None
    return PersonTold(person.full_name, person.email, reasons, subject=message.subject)


def _put_aside(telling: _Telling, later: Sequence[Due]) -> PersonTold | None:
    """Only what waits for the weekly mail came up, or nothing."""
    if not later:
        return None
    day = telling.mail_day_of(later[0])
    return PersonTold(
        telling.person.full_name,
        telling.person.email,
        Lines(later),
        obstacle=f"Chờ thư tuần ngày {day:%d/%m/%Y}.",
    )


def _note_only(
    telling: _Telling,
    due: Sequence[Due],
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
    reasons = Lines(due)
    return PersonTold(telling.person.full_name, None, reasons, obstacle=obstacle)


def _note(
    telling: _Telling,
    due: Sequence[Due],
    *,
    message: OutboxMessage | None = None,
    mail_on: date | None = None,
) -> None:
    """Note the steps in the ledger; one that is there already stays as it was first told."""
    rows = (
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
    )
    insert_missing(Reminder, rows)
