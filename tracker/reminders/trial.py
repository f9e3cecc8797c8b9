"""A mail to oneself, to see whether the mail server takes mail at all."""

from __future__ import annotations

import secrets

from tracker.accounts.models import User
from tracker.audit.rules import AuditAction
from tracker.audit.service import record
from tracker.config import MailServer
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import RuleError
from tracker.reminders import mails, outbox
from tracker.reminders.delivery import MailConnection, OutboundMail, Outcome

NO_SERVER = (
    "Chưa đặt máy chủ thư. Người quản trị máy chủ cần đặt TRACKER_SMTP_URL rồi khởi động lại."
)
NO_ADDRESS = "Tài khoản của bạn chưa có địa chỉ thư. Hãy bổ sung tại trang Tài khoản rồi thử lại."


def send_test_mail(user: User, server: MailServer | None) -> Outcome:
    """Send it now and give the server's answer; the transaction is let go of before the talk.

    Otherwise nobody could save anything for as long as a slow server keeps us waiting.
    """
    if server is None:
        raise RuleError(NO_SERVER)
    address = outbox.address_of(user)
    if address is None:
        raise RuleError(NO_ADDRESS)
    mail = _written_to(user, address)
    db.session.rollback()
    with MailConnection(server, own_name=outbox.host_name()) as connection:
        outcome = connection.send(mail)
    record(
        AuditAction.MAIL_TESTED,
        user,
        name=address,
        actor=user,
        changes={"server_answer": (None, outcome.answer)},
    )
    return outcome


def _written_to(user: User, address: str) -> OutboundMail:
    words = mails.trial(user.full_name)
    return OutboundMail(
        id=0,
        attempt=1,
        name=user.full_name,
        address=address,
        subject=words.subject,
        text=words.text,
        html=words.html,
        message_id=f"test-{secrets.token_hex(8)}@{outbox.host_name()}",
        written_at=clock.in_vietnam(clock.now()),
    )
