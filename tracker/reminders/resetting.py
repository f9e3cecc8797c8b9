"""Asking for a link to choose a new password: it goes out through the outbox, and nowhere else.

The link is made when the mail is sent; what the outbox keeps of the mail does not hold it.
"""

from __future__ import annotations

import secrets

from sqlalchemy import update

from tracker.accounts.models import User
from tracker.accounts.queries import find_user
from tracker.audit.rules import AuditAction
from tracker.audit.service import record, record_installation
from tracker.core import clock
from tracker.core.db import db
from tracker.reminders import outbox
from tracker.reminders.models import OutboxMessage
from tracker.reminders.rules import MailKind, OutboxState

MOST_MAILS_A_DAY = 5
_DONE = (OutboxState.SENT, OutboxState.FAILED, OutboxState.GIVEN_UP)


def ask_for_reset(username: str) -> None:
    """Put the mail into the outbox if there is such an account with an address; says nothing."""
    user = find_user(username)
    if user is None or outbox.address_of(user) is None:
        record_installation(
            AuditAction.PASSWORD_RESET_ASKED, name="Không có tài khoản này hoặc chưa có địa chỉ"
        )
        return
    record(AuditAction.PASSWORD_RESET_ASKED, user, name=user.username, actor=None)
    if outbox.open_digest(user, now=clock.now(), kind=MailKind.PASSWORD_RESET) is None:
        _send_once_more(user)


def _send_once_more(user: User) -> None:
    """The day's mail again, as one of its own; not when it is still on its way, nor for ever."""
    key = f"{MailKind.PASSWORD_RESET.value}-{user.id}-{secrets.token_hex(6)}"
    statement = (
        update(OutboxMessage)
        .where(
            OutboxMessage.recipient_id == user.id,
            OutboxMessage.digest_on == clock.today(),
            OutboxMessage.kind == MailKind.PASSWORD_RESET,
            OutboxMessage.state.in_(_DONE),
            OutboxMessage.attempts < MOST_MAILS_A_DAY,
        )
        .values(
            state=OutboxState.WAITING,
            next_attempt_at=clock.now(),
            message_id=f"{key}@{outbox.host_name()}",
        )
    )
    db.session.execute(statement)
