"""Telling people what somebody did by hand: a letter, a leader's directive, the answer to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select, update

from tracker.accounts.models import User
from tracker.core import clock
from tracker.core.db import db, insert_missing
from tracker.progress.models import Contribution
from tracker.reminders import outbox, queries
from tracker.reminders.choices import Delivery
from tracker.reminders.circle import Circle
from tracker.reminders.models import OutboxMessage, Reminder
from tracker.reminders.rules import MailKind, OutboxState


def tell(
    reasons: Mapping[Contribution, str],
    *,
    step: str,
    mail_now: bool,
    people_told: Sequence[User] = (),
) -> list[User]:
    """Note the step for the units' people, or those named, who see it at once; gives them.

    With `mail_now` a mail of its own goes out within minutes; otherwise the next daily one says it.
    """
    circle = Circle.around(list(reasons))
    told: dict[int, list[Contribution]] = defaultdict(list)
    for contribution in reasons:
        named = [person.id for person in people_told if person.is_enabled]
        for user_id in named if people_told else circle.unit_recipients(contribution):
            told[user_id].append(contribution)
    people, delivery = queries.users_by_id(list(told)), queries.delivery_of(list(told))
    for user_id in sorted(told):
        person = people[user_id]
        can_be_mailed = outbox.address_of(person) and delivery[user_id] is not Delivery.IN_APP
        message = _mail_of_its_own(person) if can_be_mailed and mail_now else None
        waits = bool(can_be_mailed and message is None)
        _note(told[user_id], reasons, step, person, message, clock.today() if waits else None)
        if message is not None:
            outbox.write_digest(message, today=clock.today())
    return [people[user_id] for user_id in sorted(told)]


def take_back(step: str) -> None:
    """What was told asks for nothing any more: read at the bell, and in no mail still to go out."""
    about = (Reminder.step == step,)
    unsent = select(OutboxMessage.id).where(
        OutboxMessage.state.in_((OutboxState.WAITING, OutboxState.FAILED))
    )
    db.session.execute(update(Reminder).where(*about).values(mail_on=None))
    db.session.execute(
        update(Reminder)
        .where(*about, Reminder.outbox_message_id.in_(unsent))
        .values(outbox_message_id=None)
    )
    db.session.execute(
        update(Reminder).where(*about, Reminder.read_at.is_(None)).values(read_at=clock.now())
    )


def _mail_of_its_own(person: User) -> OutboxMessage | None:
    """Today's urging mail to the person, new or not sent yet; None when it has gone out."""
    opened = outbox.open_digest(person, now=clock.now(), kind=MailKind.URGING)
    if opened is not None:
        return opened
    statement = select(OutboxMessage).where(
        OutboxMessage.recipient_id == person.id,
        OutboxMessage.digest_on == clock.today(),
        OutboxMessage.kind == MailKind.URGING,
        OutboxMessage.state == OutboxState.WAITING,
    )
    return db.session.scalars(statement).first()


def _note(
    contributions: list[Contribution],
    reasons: Mapping[Contribution, str],
    step: str,
    person: User,
    message: OutboxMessage | None,
    mail_on: date | None,
) -> None:
    rows = [
        {
            "contribution_id": contribution.id,
            "step": step,
            "due_version": contribution.occurrence.due_version,
            "recipient_id": person.id,
            "decided_at": clock.now(),
            "reason": reasons[contribution],
            "outbox_message_id": message.id if message else None,
            "mail_on": mail_on,
        }
        for contribution in contributions
    ]
    insert_missing(Reminder, rows)
