"""Finding letters, and what they last said about a piece of work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from tracker.core.db import db
from tracker.follow_up.models import UrgingItem, UrgingLetter
from tracker.units.queries import with_merged


def last_urgings(contribution_ids: Sequence[int]) -> Mapping[int, UrgingItem]:
    """The row about each contribution in the latest letter that was not withdrawn."""
    found = db.session.scalars(_last_urgings(), {"ids": contribution_ids})
    return {item.contribution_id: item for item in found}


@cache
def _last_urgings() -> Select[UrgingItem]:
    """Made once: to put it together takes as long as to send it."""
    return (
        select(UrgingItem)
        .join(UrgingItem.letter)
        .where(
            UrgingItem.contribution_id.in_(bindparam("ids", expanding=True)),
            UrgingLetter.withdrawn_at.is_(None),
        )
        .options(contains_eager(UrgingItem.letter))
        .order_by(UrgingItem.id)
    )


def urging_answers(ids: Sequence[int], moment: datetime) -> dict[int, UrgingItem]:
    """What each unit last answered to an urging letter."""
    statement = (
        select(UrgingItem)
        .where(
            UrgingItem.contribution_id.in_(ids),
            UrgingItem.answer.is_not(None),
            UrgingItem.answered_at <= moment,
        )
        .order_by(UrgingItem.answered_at, UrgingItem.id)
    )
    return {item.contribution_id: item for item in db.session.scalars(statement)}


def letter_answers() -> dict[int, bool]:
    """Whether the unit has answered the latest letter that was not withdrawn, by contribution."""
    statement = (
        select(UrgingItem.contribution_id, UrgingItem.answered_at)
        .join(UrgingItem.letter)
        .where(UrgingLetter.withdrawn_at.is_(None))
        .order_by(UrgingItem.id)
    )
    return {number: at is not None for number, at in db.session.execute(statement)}


def letters(*, sent_by_id: int | None = None) -> Select[UrgingLetter]:
    """Letters, the latest first; of all senders or one."""
    statement = (
        select(UrgingLetter)
        .options(
            joinedload(UrgingLetter.unit),
            joinedload(UrgingLetter.sent_by),
            joinedload(UrgingLetter.withdrawn_by),
            selectinload(UrgingLetter.items),
        )
        .order_by(UrgingLetter.issued_on.desc(), UrgingLetter.id.desc())
    )
    return (
        statement if sent_by_id is None else statement.where(UrgingLetter.sent_by_id == sent_by_id)
    )


def last_day_of_letters(*, sent_by_id: int | None = None) -> date | None:
    """The day of the latest letter that stands; None where none does."""
    standing = letters(sent_by_id=sent_by_id).where(UrgingLetter.withdrawn_at.is_(None))
    return db.session.scalar(standing.with_only_columns(UrgingLetter.issued_on).limit(1))


def letters_of_day(day: date, *, sent_by_id: int | None = None) -> Sequence[UrgingLetter]:
    """The letters of the day that stand."""
    of_day = letters(sent_by_id=sent_by_id).where(
        UrgingLetter.issued_on == day, UrgingLetter.withdrawn_at.is_(None)
    )
    return db.session.scalars(of_day).all()


def unanswered_letters(unit_id: int) -> Sequence[UrgingLetter]:
    """Letters to the unit with rows that wait for its word; those of all the years are not read."""
    statement = letters().where(
        UrgingLetter.unit_id.in_(with_merged(unit_id)),
        UrgingLetter.withdrawn_at.is_(None),
        UrgingLetter.items.any(UrgingItem.answered_at.is_(None)),
    )
    return db.session.scalars(statement).all()


def letters_of_request(request_key: str) -> Sequence[UrgingLetter]:
    """What the same form has made already."""
    statement = select(UrgingLetter).where(
        UrgingLetter.request_key.startswith(f"{request_key}:", autoescape=True)
    )
    return db.session.scalars(statement.order_by(UrgingLetter.number)).all()


def next_number(year: int, code: str) -> int:
    """The number after the last one of the year under that code."""
    statement = select(func.max(UrgingLetter.number)).where(
        UrgingLetter.year == year, UrgingLetter.code == code
    )
    return (db.session.scalar(statement) or 0) + 1


def taken_numbers(year: int, code: str, numbers: Sequence[int]) -> list[int]:
    """Which of the numbers letters bear already."""
    statement = select(UrgingLetter.number).where(
        UrgingLetter.year == year, UrgingLetter.code == code, UrgingLetter.number.in_(numbers)
    )
    return sorted(db.session.scalars(statement))
