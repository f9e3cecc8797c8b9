"""The mornings of Phường Mẫu: who was reminded of what, and what the mail server answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.accounts.models import User
from tracker.core import clock
from tracker.core.db import db
from tracker.reminders import notices, outbox, queries
from tracker.reminders.deciding import decide_within
from tracker.reminders.delivery import Outcome, Verdict

MORNINGS = 10
HOUR_OF_THE_DIGEST = 7 * 60 + 30
# One address that the mail server does not know, so that the office sees what that looks like.
UNKNOWN_EVERY = 23


def remind(people: Sequence[User], today: date) -> None:
    """Decide as the scheduler would at this moment, and note the answers of a sample server."""
    now = clock.now()
    decide_within(now)
    for message_id in queries.ready_to_send(today, now):
        mail = outbox.claim(message_id, today=today)
        if mail is not None:
            outbox.settle(mail, _answer(message_id))
    db.session.expire_all()
    for user in people:
        if (user.id + today.day) % 3 == 0:
            notices.mark_read(user)


def _answer(message_id: int) -> Outcome:
    if message_id % UNKNOWN_EVERY == 0:
        return Outcome(Verdict.REFUSED, "550 5.1.1 Recipient address rejected: User unknown")
    return Outcome(Verdict.ACCEPTED, f"250 2.0.0 Ok: queued as {0x4F2A10 + message_id:X}")
