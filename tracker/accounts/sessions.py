"""Where a person is signed in: beginning, ending, and accounts that nobody uses any more."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from tracker.accounts.models import SignIn, User
from tracker.accounts.queries import accounts_cared_for_at, moments_in_journal, open_sign_ins
from tracker.accounts.rules import Role, device_words, had_a_break
from tracker.audit.rules import AuditAction
from tracker.audit.service import Actor, record
from tracker.core import clock
from tracker.core.db import db


def begin_sign_in(user: User, *, agent: str, remote_address: str | None) -> SignIn:
    """Open a sign-in; its key goes into the browser's signed cookie."""
    begun = SignIn(
        user=user,
        key=secrets.token_urlsafe(16),
        started_at=clock.now(),
        remote_address=remote_address,
        device=device_words(agent),
    )
    db.session.add(begun)
    db.session.flush()
    return begun


def end_sign_in(sign_in: SignIn, *, actor: Actor) -> None:
    """End one sign-in: the browser that holds it must sign in again."""
    if sign_in.ended_at is not None:
        return
    sign_in.ended_at = clock.now()
    user = sign_in.user
    changes = {"device": (sign_in.device, None)}
    record(AuditAction.SIGN_IN_ENDED, user, name=user.username, actor=actor, changes=changes)


def close_sign_in(key: str | None) -> None:
    """Close the sign-in of whoever signs out: the journal notes that by itself."""
    if key:
        db.session.execute(update(SignIn).where(SignIn.key == key).values(ended_at=clock.now()))


def close_sign_ins(user: User, *, kept_key: str | None = None) -> None:
    """Close every sign-in of a person but one, as a new password does.

    Whatever else opens by the account without asking who is there ends with them.
    """
    user.session_key = secrets.token_urlsafe(16)
    db.session.flush()
    statement = update(SignIn).where(SignIn.user_id == user.id, SignIn.ended_at.is_(None))
    if kept_key:
        statement = statement.where(SignIn.key != kept_key)
    db.session.execute(statement.values(ended_at=clock.now()))


def end_other_sign_ins(user: User, *, kept_key: str | None, actor: Actor) -> int:
    """End all sign-ins of a person but one; how many there were."""
    others = [item for item in open_sign_ins(user) if item.key != kept_key]
    for item in others:
        end_sign_in(item, actor=actor)
    close_sign_ins(user, kept_key=kept_key)
    return len(others)


def forget_old_sign_ins(*, days: int) -> int:
    """Take away what began so long ago that no browser can hold it any more; how many.

    Who signed in when stands in the journal; where and with what device serves ending it only.
    """
    statement = delete(SignIn).where(SignIn.started_at < clock.now() - timedelta(days=days))
    return db.session.execute(statement).rowcount  # type: ignore[attr-defined, no-any-return]


def disable_unused_accounts(*, days: int) -> list[User]:
    """Disable accounts whose person has not signed in for so many days; 0 disables none.

    An administrator who has just made, enabled or changed an account gives its person the time
    anew; so does a machine that was off, or whose clock leaps: nobody could have signed in. The
    last administrator stays: somebody must be able to enable the others.
    """
    now = clock.now()
    limit = now - timedelta(days=days)
    if not days or had_a_break(moments_in_journal(limit, now), since=limit, now=now):
        return []
    people = db.session.scalars(select(User).where(User.is_enabled).order_by(User.id)).all()
    since = _in_use_since(people)
    unused = [user for user in people if user.id in since and since[user.id] < limit]
    kept = _administrator_needed(people, unused, since)
    disabled = [user for user in unused if user is not kept]
    for user in disabled:
        user.is_enabled = False
        close_sign_ins(user)
        changes = {"is_enabled": (True, False)}
        action = AuditAction.USER_CHANGED
        record(action, user, name=user.username, actor=None, changes=changes)
    db.session.flush()
    return disabled


def _in_use_since(people: Sequence[User]) -> dict[int, datetime]:
    """When each account was last signed in with or looked after; nothing where nobody knows."""
    since = accounts_cared_for_at()
    for user in people:
        if user.last_signed_in_at is not None:
            since[user.id] = max(user.last_signed_in_at, since.get(user.id, user.last_signed_in_at))
    return since


def _administrator_needed(
    people: Sequence[User], unused: Sequence[User], since: dict[int, datetime]
) -> User | None:
    """The administrator who was there last, when all of them are unused."""
    administrators = [user for user in people if user.role is Role.ADMINISTRATOR]
    if not administrators or any(user not in unused for user in administrators):
        return None
    return max(administrators, key=lambda user: since[user.id])
