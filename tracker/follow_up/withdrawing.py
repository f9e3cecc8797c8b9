"""Taking back an urging letter that should not have gone out; its number stays taken."""

from __future__ import annotations

from tracker.accounts.models import User
from tracker.audit.rules import AuditAction
from tracker.audit.service import record
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import ConflictError, RuleError
from tracker.follow_up.models import UrgingLetter
from tracker.progress.guards import lock
from tracker.reminders.by_hand import URGED, WITHDRAWN
from tracker.reminders.telling import take_back, tell

CHANGED_MEANWHILE = (
    "Công văn này vừa có thay đổi. Hãy xem lại trả lời của đơn vị rồi thu hồi lần nữa nếu vẫn cần."
)


def withdraw(letter: UrgingLetter, reason: str, *, version: int, actor: User) -> None:
    """The letter asks for nothing any more and urges nobody; the same words twice are once.

    The unit's people learn it at the bell and from the next daily mail. Number, words, rows and
    answers stay, shown as withdrawn.
    """
    lock(letter)
    if letter.is_withdrawn and letter.withdrawal_reason == reason.strip():
        return
    if letter.version != version:
        raise ConflictError(CHANGED_MEANWHILE)
    if not reason.strip():
        raise RuleError("Hãy ghi lý do thu hồi.", field="reason")
    letter.withdrawn_by, letter.withdrawn_at = actor, clock.now()
    letter.withdrawal_reason = reason.strip()
    db.session.flush()
    take_back(f"{URGED}{letter.id}")
    told = f"Thu hồi công văn {letter.reference}: {letter.withdrawal_reason}"
    reasons = {item.contribution: told for item in letter.items}
    tell(reasons, step=f"{WITHDRAWN}{letter.id}", mail_now=False)
    record(
        AuditAction.URGING_WITHDRAWN,
        letter,
        name=f"{letter.reference}: {letter.unit.name}",
        actor=actor,
        changes={"reason": (None, letter.withdrawal_reason)},
    )
