"""Whom a browser's cookie speaks of, and how far they came in signing in: every page asks.

It is read anew after whatever anybody wrote, in one statement of plain values. The person as an
object, which costs more, is made again only when one of those values is another.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, select
from sqlalchemy.orm import joinedload

from tracker.accounts.models import SignIn, User
from tracker.accounts.rules import SignInStanding
from tracker.core.db import db
from tracker.core.numbers import whole_number
from tracker.core.plain_rows import plain_rows
from tracker.core.unchanged import kept_rows, kept_until_written
from tracker.units.models import Unit


class SignedIn(NamedTuple):
    """The person, whose sign-in may have ended meanwhile."""

    person: User
    standing: SignInStanding


class _Values(NamedTuple):
    """All that the database holds of the person and their unit, and of the sign-in."""

    person: tuple[Any, ...]
    standing: SignInStanding


def signed_in(session_id: str, key: str | None) -> SignedIn | None:
    """Of a session cookie and the key of its sign-in; None once the password has changed."""
    user_id, _, session_key = session_id.partition(":")
    number = whole_number(user_id)
    values = None if number is None else _values(number, key or "")
    if number is None or values is None:
        return None
    for person in _person(number, values.person):
        if person.session_key == session_key:
            return SignedIn(person, values.standing)
    return None


@kept_until_written
def _values(number: int, key: str) -> _Values | None:
    found = plain_rows(_statement_of_values(), {"number": number, "key": key}).first()
    if found is None:
        return None
    *person, sign_in, second_step_at = found
    if sign_in is None:
        return _Values(tuple(person), SignInStanding.ENDED)
    is_through = second_step_at is not None
    standing = SignInStanding.SECOND_STEP if is_through else SignInStanding.OPEN
    return _Values(tuple(person), standing)


@cache
def _statement_of_values() -> Select[*tuple[Any, ...]]:
    """Made once, like all that every page asks: to put it together takes as long as to send it."""
    is_open = and_(
        SignIn.user_id == User.id, SignIn.key == bindparam("key"), SignIn.ended_at.is_(None)
    )
    columns = (*User.__table__.columns, *Unit.__table__.columns, SignIn.id, SignIn.second_step_at)
    return (
        select(*columns)
        .select_from(User)
        .outerjoin(User.unit)
        .outerjoin(SignIn, is_open)
        .where(User.id == bindparam("number"))
    )


@kept_rows
def _person(number: int, _values: tuple[Any, ...]) -> Sequence[User]:
    """With the unit, which every page names."""
    return db.session.scalars(_statement_of_person(), {"number": number}).all()


@cache
def _statement_of_person() -> Select[User]:
    return select(User).where(User.id == bindparam("number")).options(joinedload(User.unit))
