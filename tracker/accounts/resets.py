"""A new password by a link that was mailed: for half an hour, once, known here by its hash only."""

from __future__ import annotations

import hashlib
import secrets

from sqlalchemy import delete, select

from tracker.accounts import service
from tracker.accounts.models import PasswordReset, User
from tracker.accounts.rules import RESET_LASTS
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import RuleError

TOO_LATE = "Đường dẫn đã dùng hoặc đã hết hạn. Hãy yêu cầu đường dẫn mới."


def issue_reset(user: User) -> str:
    """The secret part of a new link; an earlier link is worth nothing from now on."""
    db.session.execute(delete(PasswordReset).where(PasswordReset.user_id == user.id))
    token = secrets.token_urlsafe(32)
    until = clock.now() + RESET_LASTS
    db.session.add(PasswordReset(user_id=user.id, token_hash=_hash(token), expires_at=until))
    db.session.flush()
    return token


def owner_of_reset(token: str) -> User | None:
    """Whose link it is, while it works."""
    statement = (
        select(User)
        .join(PasswordReset, PasswordReset.user_id == User.id)
        .where(
            PasswordReset.token_hash == _hash(token),
            PasswordReset.expires_at > clock.now(),
            User.is_enabled,
        )
    )
    return db.session.scalars(statement).first()


def use_reset(token: str, password: str) -> User:
    """Give the account the new password; of two tries at once one is first, the other too late."""
    user = owner_of_reset(token)
    taken = delete(PasswordReset).where(PasswordReset.token_hash == _hash(token))
    if user is None or db.session.scalar(taken.returning(PasswordReset.id)) is None:
        raise RuleError(TOO_LATE, field="token")
    service.set_password(user, password, actor=user)
    return user


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
