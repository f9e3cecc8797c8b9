"""What was told to whom: one's own notices, and the proof for a contribution."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import Select, and_, bindparam, exists, func, not_, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from tracker.accounts.models import User
from tracker.core.db import db
from tracker.extensions.models import ExtensionRequest
from tracker.extensions.rules import ExtensionState
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.progress.models import Contribution
from tracker.progress.rules import UNIT_OWES_STATUSES
from tracker.reminders.by_hand import BY_HAND, DIRECTED, NEWS
from tracker.reminders.models import NotificationChoice, OutboxMessage, Reminder
from tracker.reminders.rules import (
    AMENDED,
    DIFFICULTY_ANSWERED,
    EXTENSION,
    EXTENSION_ASKED,
    Escalation,
    OutboxState,
)
from tracker.tasks.models import Occurrence, Task


def notices_of(user_id: int, *, only_unread: bool) -> Select[Reminder]:
    """A person's notices, the latest first, with everything one line shows."""
    statement = (
        _with_work()
        .where(Reminder.recipient_id == user_id)
        .order_by(Reminder.decided_at.desc(), Reminder.id.desc())
    )
    return statement.where(*_UNREAD) if only_unread else statement


def count_unread(user_id: int) -> int:
    """How many pieces of work the person was told of and has not looked at; settled ones apart."""
    return db.session.scalar(_count_of_unread(), {"user_id": user_id}) or 0


@cache
def _count_of_unread() -> Select[int]:
    """Made once, like all that every page asks: to put it together takes as long as to send it."""
    return unread_work(select(func.count(Reminder.contribution_id.distinct())))


def unread_work(statement: Select[int]) -> Select[int]:
    """What the statement asks of the unread notices of the person `user_id`."""
    return (
        statement.join(Reminder.contribution)
        .join(Contribution.occurrence)
        .join(Occurrence.task)
        .join(Task.plan)
        .where(Reminder.recipient_id == bindparam("user_id"), *_UNREAD)
    )


def reminders_of_contribution(contribution_id: int) -> Sequence[Reminder]:
    """Who was told what of a contribution and by which mail, the latest first."""
    return _told(Reminder.contribution_id == contribution_id)


def last_contact(contribution_ids: Sequence[int]) -> dict[int, datetime]:
    """When the unit was last reminded of each contribution.

    Letters and directives apart, what only lets somebody know, and what the Office or a leader
    was told about the unit: it has heard nothing of that.
    """
    found = db.session.execute(_last_contact(), {"ids": contribution_ids})
    return {row[0]: row[1] for row in found}


@cache
def _last_contact() -> Select[int, datetime]:
    apart = or_(
        Reminder.step.in_([Escalation.OFFICE, Escalation.LEADER]),
        *(
            Reminder.step.startswith(prefix, autoescape=True)
            for prefix in (*BY_HAND, EXTENSION, AMENDED, DIFFICULTY_ANSWERED)
        ),
    )
    return (
        select(Reminder.contribution_id, func.max(Reminder.decided_at))
        .where(Reminder.contribution_id.in_(bindparam("ids", expanding=True)), ~apart)
        .group_by(Reminder.contribution_id)
    )


def count_failed_mails() -> int:
    """How many mails were refused for good and wait for the office."""
    return db.session.scalar(_count_of_failed_mails()) or 0


@cache
def _count_of_failed_mails() -> Select[int]:
    return select(func.count()).where(OutboxMessage.state == OutboxState.FAILED)


def choice_of(user: User) -> NotificationChoice | None:
    """How the person chose to be told, if they ever did."""
    return db.session.get(NotificationChoice, user.id)


# Neither read nor of no more use: handed in, put on another day, answered, a plan that has ended.
_UNREAD = (
    Reminder.read_at.is_(None),
    or_(
        not_(Reminder.step.startswith(EXTENSION_ASKED, autoescape=True)),
        exists().where(
            ExtensionRequest.contribution_id == Contribution.id,
            ExtensionRequest.state == ExtensionState.ASKED,
        ),
    ),
    or_(
        and_(
            Contribution.status.in_(UNIT_OWES_STATUSES),
            Reminder.due_version == Occurrence.due_version,
        ),
        *(
            Reminder.step.startswith(step, autoescape=True)
            for step in (DIRECTED, AMENDED, DIFFICULTY_ANSWERED, *NEWS)
        ),
    ),
    Plan.state == PlanState.ISSUED,
)


def _with_work() -> Select[Reminder]:
    return (
        select(Reminder)
        .join(Reminder.contribution)
        .join(Contribution.occurrence)
        .join(Occurrence.task)
        .join(Task.plan)
        .options(
            contains_eager(Reminder.contribution).options(
                contains_eager(Contribution.occurrence)
                .contains_eager(Occurrence.task)
                .contains_eager(Task.plan),
                joinedload(Contribution.unit),
            )
        )
    )


def _told(condition: object) -> Sequence[Reminder]:
    statement = (
        _with_work()
        .where(condition)  # type: ignore[arg-type]
        .options(
            joinedload(Reminder.recipient).joinedload(User.unit),
            joinedload(Reminder.outbox_message),
        )
        .order_by(Reminder.decided_at.desc(), Reminder.id.desc())
    )
    return db.session.scalars(statement).all()
