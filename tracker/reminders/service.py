"""Sending mails, and one whole pass of reminding."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date, datetime

from flask import current_app
from sqlalchemy.exc import IntegrityError

from tracker.core import clock
from tracker.core.db import read, rehearse, write, write_and_give_way
from tracker.progress.instances import make_due_instances, tasks_to_look_after
from tracker.reminders import outbox, queries
from tracker.reminders.deciding import decide_reminders, decide_within
from tracker.reminders.delivery import MailConnection, OutboundMail, Outcome, Verdict
from tracker.reminders.report import PassReport, Sending

log = logging.getLogger(__name__)

# Few enough that nobody who saves a page meanwhile waits for the lock.
TASKS_IN_ONE_TRANSACTION = 20


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
        outbox.drop_old_links(today)
        ready = queries.ready_to_send(today, now)
    sending = Sending()
    with MailConnection(server, own_name=outbox.host_name()) as connection:
        for message_id in ready:
            # Several senders go through the same list: only a look, no lock, at what another has.
            with read():
                if not queries.is_waiting(message_id):
                    continue
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
        decision = decide_reminders(moment)
        sending = send_outbox(moment)
        return PassReport(moment, made, decision, _count_ready(moment), sending)


def make_instances() -> int:
    """Make the instances of the coming weeks, of a few tasks in each transaction.

    What is lacking is looked for without the lock: people save their pages meanwhile.
    """
    today = clock.today()
    with read():
        wanted = tasks_to_look_after(today=today)
    return sum(
        _make_instances_of(wanted[start : start + TASKS_IN_ONE_TRANSACTION], today)
        for start in range(0, len(wanted), TASKS_IN_ONE_TRANSACTION)
    )


def _make_instances_of(tasks: Sequence[int], today: date) -> int:
    """When another scheduler was making the same ones, the second try finds them."""
    for _attempt in range(2):
        try:
            with write_and_give_way():
                return make_due_instances(today=today, among=tasks)
        except IntegrityError:
            log.info("another process was making the same instances")
    return 0


def _rehearsed_pass(moment: datetime) -> PassReport:
    with rehearse():
        made = make_due_instances(today=clock.today())
        decision = decide_within(moment)
        return PassReport(moment, made, decision, _count_ready(moment), sending=None)


def _count_ready(moment: datetime) -> int:
    return len(queries.ready_to_send(clock.day_in_vietnam(moment), moment))


def _count(sending: Sending, mail: OutboundMail, outcome: Outcome) -> None:
    if outcome.verdict is Verdict.ACCEPTED:
        sending.sent += 1
        return
    if outcome.verdict is Verdict.REFUSED:
        sending.refused += 1
    else:
        sending.later += 1
    sending.problems.append(f"{mail.address}: {outcome.answer}")
    # The server's own words often repeat the address; they stand with the mail itself.
    log.warning("mail %d was not taken: %s", mail.id, outcome.verdict.value)
