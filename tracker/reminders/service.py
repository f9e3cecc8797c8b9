"""Deciding reminders, sending mails, and one whole pass of both."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from textwrap import shorten

from flask import current_app
from sqlalchemy.exc import IntegrityError

from tracker.accounts.models import User
from tracker.accounts.queries import people_to_remind
from tracker.core import clock
from tracker.core.db import db, insert_missing, rehearse, write
from tracker.progress.models import Contribution
from tracker.progress.service import make_due_instances
from tracker.reminders import outbox, queries
from tracker.reminders.delivery import MailConnection, OutboundMail, Outcome, Verdict
from tracker.reminders.models import OutboxMessage, Reminder
from tracker.reminders.report import Decision, PassReport, PersonTold, Sending
from tracker.reminders.rules import Person, Steps, recipients, step_words, steps_to_tell
from tracker.settings.queries import ward_settings
from tracker.working_calendar.queries import ward_calendar

log = logging.getLogger(__name__)

ALREADY_TOLD = "Thư của ngày đã có: các việc này để sang thư ngày làm việc sau."
NO_ADDRESS = "Chưa có địa chỉ thư: chỉ ghi sổ."


@dataclass(frozen=True, slots=True)
class _Due:
    """A step that one person is to be told of."""

    contribution: Contribution
    step: str

    @property
    def reason(self) -> str:
        occurrence = self.contribution.occurrence
        day = occurrence.due_on or occurrence.period_end
        kind = "hạn" if occurrence.due_on else "hết kỳ"
        return f"{step_words(self.step)}; {kind} {day:%d/%m/%Y}" if day else step_words(self.step)

    @property
    def line(self) -> str:
        task = self.contribution.occurrence.task
        return shorten(f"{self.reason}: {task.label} {task.content}", 160, placeholder="…")


def decide_reminders(now: datetime) -> Decision:
    """Note in the ledger whom to tell what, and put one digest per person into the outbox.

    Within the caller's transaction: either both are kept or neither. Told are the unit's head and
    the officer named for the task; without a named officer the head alone; in a unit without a
    head everybody of it. Never told: disabled accounts, units outside the ward or dissolved ones,
    anyone about a plan that is not running. Who has no address is only noted, for the office to
    see. Whoever has the day's digest already gets what comes up later on the next working day.

    A second scheduler at the same moment adds nothing: the unique keys of digest and ledger let
    one of the two through.
    """
    today = clock.day_in_vietnam(now)
    if not ward_calendar().is_working_day(today):
        return Decision(today, is_working_day=False)
    outbox.free_stale_claims(now)
    due = _due_by_person(now)
    unsent: dict[int, list[OutboxMessage]] = defaultdict(list)
    for message in queries.unsent_before(today):
        unsent[message.recipient_id].append(message)
    # In one order in every scheduler, so that two of them never wait for each other.
    user_ids = sorted(due.keys() | unsent.keys())
    people = queries.users_by_id(user_ids)
    told = [_tell(people[id_], due.get(id_, []), unsent.get(id_, []), now=now) for id_ in user_ids]
    return Decision(today, is_working_day=True, people=[person for person in told if person])


def send_outbox(now: datetime) -> Sending:
    """Send every mail of the day that is ready. Each claim and each outcome commits by itself.

    So it must not run inside another transaction: no lock is held while the server is talked to.
    """
    server = current_app.config["TRACKER"].mail_server
    if server is None:
        return Sending(has_server=False)
    today = clock.day_in_vietnam(now)
    with write():
        outbox.free_stale_claims(now)
        ready = queries.ready_to_send(today, now)
    sending = Sending()
    with MailConnection(server, own_name=outbox.host_name()) as connection:
        for message_id in ready:
            with write():
                mail = outbox.claim(message_id, today=today)
            if mail is None:
                sending.dropped += 1
                continue
            outcome = connection.send(mail)
            with write():
                outbox.settle(mail, outcome)
            _count(sending, mail, outcome)
            if outcome.verdict is Verdict.UNREACHABLE:
                break
    return sending


def run_pass(moment: datetime, *, dry_run: bool) -> PassReport:
    """One whole pass as of the moment: make instances, decide, enqueue, send.

    A dry run goes the same way up to the sending and is undone, so it shows what a real pass at
    that moment would do.
    """
    with clock.at(moment):
        if dry_run:
            return _rehearsed_pass(moment)
        made = make_instances()
        with write():
            decision = decide_reminders(moment)
        sending = send_outbox(moment)
        return PassReport(moment, made, decision, _count_ready(moment), sending)


def make_instances() -> int:
    """Make the instances of the coming weeks in a transaction of its own.

    When another scheduler was making the same ones, they are there: the second try finds them.
    """
    for _attempt in range(2):
        try:
            with write():
                return make_due_instances(today=clock.today())
        except IntegrityError:
            log.info("another process was making the same instances")
    return 0


def _rehearsed_pass(moment: datetime) -> PassReport:
    with rehearse():
        made = make_due_instances(today=clock.today())
        decision = decide_reminders(moment)
        return PassReport(moment, made, decision, _count_ready(moment), sending=None)


def _count_ready(moment: datetime) -> int:
    return len(queries.ready_to_send(clock.day_in_vietnam(moment), moment))


def _due_by_person(now: datetime) -> dict[int, list[_Due]]:
    """The steps to tell now, by the person to tell."""
    today = clock.day_in_vietnam(now)
    settings = ward_settings()
    steps = Steps(settings.remind_days_before, settings.remind_every_days_late)
    calendar = ward_calendar()
    contributions = queries.may_have_steps(today, steps, calendar)
    told = queries.told_of([contribution.id for contribution in contributions])
    people = _people_of_units(contributions)
    due: dict[int, list[_Due]] = defaultdict(list)
    for contribution in contributions:
        officer_id = contribution.assignment.officer_id
        for user_id in recipients(people[contribution.unit_id], officer_id):
            new = steps_to_tell(
                contribution.facts,
                today,
                steps=steps,
                calendar=calendar,
                told=told.get((contribution.id, user_id), ()),
                due_version=contribution.occurrence.due_version,
                times_returned=contribution.times_returned,
            )
            due[user_id] += [_Due(contribution, step) for step in new]
    return {user_id: items for user_id, items in due.items() if items}


def _people_of_units(contributions: Sequence[Contribution]) -> dict[int, list[Person]]:
    unit_ids = {contribution.unit_id for contribution in contributions}
    return {
        unit_id: [Person(user.id, user.role) for user in people_to_remind(unit_id)]
        for unit_id in unit_ids
    }


def _tell(
    person: User, due: Sequence[_Due], unsent: Sequence[OutboxMessage], *, now: datetime
) -> PersonTold | None:
    """Put the day's digest for one person into the outbox, or say why there is none."""
    if not person.is_enabled or not person.email:
        return _note_only(person, due, unsent, now=now)
    reasons = [item.line for item in due]
    message = outbox.open_digest(person, now=now)
    if message is None:
        return _put_off(person, reasons)
    today = clock.day_in_vietnam(now)
    carried = outbox.fold(unsent, into=message, today=today)
    if carried:
        reasons.append(f"{carried} việc của thư trước chưa gửi được")
    _note(person, due, message, now=now)
    if not outbox.write_digest(message, today=today):
        db.session.delete(message)
        db.session.flush()
        return None
    return PersonTold(person.full_name, person.email, reasons, subject=message.subject)


def _put_off(person: User, reasons: Sequence[str]) -> PersonTold | None:
    if not reasons:
        return None
    return PersonTold(person.full_name, person.email, reasons, obstacle=ALREADY_TOLD)


def _note_only(
    person: User, due: Sequence[_Due], unsent: Sequence[OutboxMessage], *, now: datetime
) -> PersonTold | None:
    for message in unsent:
        outbox.give_up(message, outbox.CANNOT_REACH)
    if not due:
        return None
    _note(person, due, None, now=now)
    reasons = [item.line for item in due]
    return PersonTold(person.full_name, None, reasons, obstacle=NO_ADDRESS)


def _note(
    person: User, due: Sequence[_Due], message: OutboxMessage | None, *, now: datetime
) -> None:
    """Note the steps in the ledger; one that is there already stays as it was first told."""
    rows = [
        {
            "contribution_id": item.contribution.id,
            "step": item.step,
            "due_version": item.contribution.occurrence.due_version,
            "recipient_id": person.id,
            "decided_at": now,
            "reason": item.reason,
            "outbox_message_id": message.id if message else None,
        }
        for item in due
    ]
    insert_missing(Reminder, rows)


def _count(sending: Sending, mail: OutboundMail, outcome: Outcome) -> None:
    if outcome.verdict is Verdict.ACCEPTED:
        sending.sent += 1
        return
    if outcome.verdict is Verdict.REFUSED:
        sending.refused += 1
    else:
        sending.later += 1
    sending.problems.append(f"{mail.address}: {outcome.answer}")
    log.warning("mail %d was not taken: %s", mail.id, outcome.answer)
