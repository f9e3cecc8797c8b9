"""The outbox: one digest per person per day, claimed by one sender, settled by its outcome.

Exactly one sender has a mail: it turns waiting into sending by an UPDATE that asks for waiting,
commits, and only then talks to the server. A claim whose sender died is given free again after ten
minutes and the mail goes out with the same Message-ID. So nothing is ever lost, and a mail arrives
twice only if the sender died between the server's acceptance and the commit that notes it; mail
programs recognise the twin by its Message-ID. The other choice, never to send again what may have
gone out, would lose reminders in silence, which harms more.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date, datetime
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import update

from tracker.accounts.models import User
from tracker.accounts.resets import issue_reset
from tracker.audit.rules import AuditAction
from tracker.audit.service import Actor, record
from tracker.core import clock
from tracker.core.db import db, insert_missing
from tracker.core.errors import ConflictError, RuleError
from tracker.reminders import mails, queries
from tracker.reminders.calls import calls_of, carry_calls
from tracker.reminders.delivery import OutboundMail, Outcome, Verdict
from tracker.reminders.figures import carry_figures, figures_of
from tracker.reminders.models import OutboxMessage, Reminder
from tracker.reminders.rules import (
    RESENDABLE,
    STALE_CLAIM,
    MailKind,
    OutboxState,
    retry_pause,
)
from tracker.reminders.steps_told import reminder_holds, still_holding, under_headings

NOTHING_LEFT = "Các việc trong thư đã xong hoặc không còn phải nhắc trước khi gửi."
CANNOT_REACH = "Người nhận không còn địa chỉ thư hoặc tài khoản đã khóa."
LINK_NOT_KEPT = "Đường dẫn đặt mật khẩu mới chỉ có trong thư, không lưu ở đây."
INTERRUPTED = "Lần gửi trước bị ngắt giữa chừng, sẽ gửi lại cùng mã thư."


def address_of(person: User) -> str | None:
    """Where mail to the person may go: only to an account in use."""
    return (person.email or None) if person.is_enabled else None


def open_digest(
    person: User, *, now: datetime, kind: MailKind = MailKind.DIGEST
) -> OutboxMessage | None:
    """An empty mail of the day for the person; None when the day's mail exists already."""
    today = clock.day_in_vietnam(now)
    key = f"{kind.value}-{today.isoformat()}-{person.id}-{secrets.token_hex(6)}"
    row = {
        "kind": kind,
        "recipient_id": person.id,
        "digest_on": today,
        "send_on": today,
        "address": person.email,
        "message_id": f"{key}@{host_name()}",
        "created_at": now,
        "next_attempt_at": now,
    }
    ids = insert_missing(OutboxMessage, [row])
    return db.session.get(OutboxMessage, ids.pop()) if ids else None


def write_digest(message: OutboxMessage, *, today: date) -> mails.Mail | None:
    """Write the mail from the steps that still hold; None when none is left to say.

    The subject and the plain words are kept. The laid-out page is not: it says the same once more
    at three times the length, and is written anew whenever the mail goes out.
    """
    headings = under_headings(message.id, today)
    asked, calls = figures_of(message, today), calls_of(message)
    if not headings and not asked and not calls:
        return None
    beside = mails.Beside(asked, calls)
    mail = mails.digest(message.recipient.full_name, headings, beside, today=today)
    message.subject, message.text = mail.subject, mail.text
    db.session.flush()
    return mail


def fold(earlier: Iterable[OutboxMessage], *, into: OutboxMessage, today: date) -> int:
    """Let the day's digest say what earlier ones could not, which are never sent any more.

    Gives the number of steps carried over; those that hold no longer stay where they are.
    """
    carried = 0
    for message in earlier:
        if not give_up(message, f"Đã gộp vào thư ngày {today:%d/%m/%Y}."):
            continue
        held = still_holding(message.id, today)
        for some in queries.portions(held):
            told = update(Reminder).where(Reminder.id.in_(some))
            db.session.execute(told.values(outbox_message_id=into.id))
        carried += len(held)
        carry_figures(message, into=into)
        carry_calls(message, into=into)
    db.session.flush()
    return carried


def carry_on(waiting: Iterable[Reminder], *, into: OutboxMessage, today: date) -> None:
    """Let the day's digest say steps that waited for it; what holds no longer waits no more."""
    for reminder in waiting:
        reminder.mail_on = None
        if reminder_holds(reminder, today):
            reminder.outbox_message_id = into.id
    db.session.flush()


def give_up(message: OutboxMessage, reason: str) -> bool:
    """Stop a waiting mail for good; False when it is not waiting any more."""
    return _change(message.id, OutboxState.WAITING, OutboxState.GIVEN_UP, server_answer=reason)


def free_stale_claims(now: datetime) -> int:
    """Let mails whose sender died be claimed again."""
    statement = (
        update(OutboxMessage)
        .where(
            OutboxMessage.state == OutboxState.SENDING,
            OutboxMessage.claimed_at < now - STALE_CLAIM,
        )
        .values(state=OutboxState.WAITING, next_attempt_at=now, server_answer=INTERRUPTED)
        .returning(OutboxMessage.id)
    )
    return len(db.session.scalars(statement).all())


def drop_old_links(today: date) -> None:
    """A link to choose a new password that could not be sent on its day is asked for anew."""
    db.session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.kind == MailKind.PASSWORD_RESET,
            OutboxMessage.state == OutboxState.WAITING,
            OutboxMessage.send_on < today,
        )
        .values(state=OutboxState.GIVEN_UP, server_answer="Không gửi được trong ngày yêu cầu.")
    )


def claim(message_id: int, *, today: date) -> OutboundMail | None:
    """Take a waiting mail for this sender, in its newest words; None when it must not go out.

    The words are written anew: whoever has handed in since is not reminded, and no mail calls
    late what is late no longer.
    """
    claimed = _change(
        message_id,
        OutboxState.WAITING,
        OutboxState.SENDING,
        claimed_at=clock.now(),
        attempts=OutboxMessage.attempts + 1,
    )
    if not claimed:
        return None
    message = db.session.get_one(OutboxMessage, message_id)
    person = message.recipient
    address = address_of(person)
    if address is None:
        _stop(message, CANNOT_REACH)
        return None
    mail = _newest_words(message, today)
    if mail is None:
        _stop(message, NOTHING_LEFT)
        return None
    message.address = address
    db.session.flush()
    return OutboundMail(
        id=message.id,
        attempt=message.attempts,
        name=person.full_name,
        address=message.address,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        message_id=message.message_id,
        written_at=clock.in_vietnam(clock.now()),
    )


def _newest_words(message: OutboxMessage, today: date) -> mails.Mail | None:
    """What the mail says now; of a link to choose a new password the outbox keeps nothing."""
    if message.kind is not MailKind.PASSWORD_RESET:
        return write_digest(message, today=today)
    mail = mails.password_reset(message.recipient, issue_reset(message.recipient))
    message.subject, message.text = mail.subject, LINK_NOT_KEPT
    return mail


def settle(mail: OutboundMail, outcome: Outcome) -> None:
    """Note what became of an attempt; ignored when the claim has passed to another sender."""
    now = clock.now()
    values: dict[str, object] = {"server_answer": outcome.answer}
    if outcome.verdict is Verdict.ACCEPTED:
        values |= {"state": OutboxState.SENT, "sent_at": now}
    elif outcome.verdict is Verdict.REFUSED:
        values |= {"state": OutboxState.FAILED}
    else:
        pause = retry_pause(mail.attempt)
        values |= {"state": OutboxState.WAITING, "next_attempt_at": now + pause}
    db.session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.id == mail.id,
            OutboxMessage.state == OutboxState.SENDING,
            OutboxMessage.attempts == mail.attempt,
        )
        .values(**values)
    )


def resend(message: OutboxMessage, *, actor: Actor) -> None:
    """Send a refused mail again, today, to the account's present address and in present words."""
    today = clock.today()
    if message.kind is MailKind.PASSWORD_RESET:
        raise RuleError("Thư đặt lại mật khẩu không gửi lại từ đây: người dùng yêu cầu thư mới.")
    if message.state not in RESENDABLE:
        raise ConflictError("Thư này không ở trạng thái gửi lỗi. Hãy tải lại trang.")
    person = message.recipient
    address = address_of(person)
    if address is None:
        raise RuleError(f"“{person.full_name}” chưa có địa chỉ thư hoặc tài khoản đã khóa.")
    if not write_digest(message, today=today):
        raise RuleError("Các việc trong thư đã xong hoặc không còn phải nhắc: không cần gửi lại.")
    before = message.address
    message.address, message.send_on = address, today
    message.state, message.next_attempt_at = OutboxState.WAITING, clock.now()
    db.session.flush()
    record(
        AuditAction.MAIL_RESENT,
        message,
        name=f"{person.full_name}: {message.subject}"[:200],
        actor=actor,
        changes={"address": (before, message.address)},
    )


def host_name() -> str:
    """The installation's own name towards mail servers."""
    return urlsplit(current_app.config["TRACKER"].base_url).hostname or "localhost"


def _stop(message: OutboxMessage, reason: str) -> None:
    message.state, message.server_answer = OutboxState.GIVEN_UP, reason
    db.session.flush()


def _change(message_id: int, before: OutboxState, after: OutboxState, **values: object) -> bool:
    """Bring a mail from one state to another, unless somebody else has done so."""
    statement = (
        update(OutboxMessage)
        .where(OutboxMessage.id == message_id, OutboxMessage.state == before)
        .values(state=after, **values)
        .returning(OutboxMessage.id)
    )
    return db.session.scalar(statement) is not None
