"""Calls by name ("@name") in the digest: each once, as long as the person has not opened it.

At the bell they stand all the time; so whoever gets no mails is told of none here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, exists, select, update
from sqlalchemy.orm import contains_eager, joinedload

from tracker import policy
from tracker.accounts.models import User
from tracker.conversations.models import Mention, Remark
from tracker.core.db import db, insert_missing
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.reminders.models import CallReminder, OutboxMessage
from tracker.tasks.models import Task

# Longer ago it is history.
TOLD_FOR = timedelta(days=21)


@dataclass(frozen=True, slots=True)
class CallDue:
    """A call that one person is to be told of."""

    mention_id: int
    line: str


def calls_by_person(now: datetime) -> dict[int, list[CallDue]]:
    """What each person was called for, has not opened and was not told of."""
    told = exists().where(CallReminder.mention_id == Mention.id)
    statement = _unopened().where(~told, Remark.at >= now - TOLD_FOR)
    found: dict[int, list[CallDue]] = defaultdict(list)
    for mention in filter(_may_be_read, db.session.scalars(statement)):
        remark = mention.remark
        line = f"{remark.author.full_name} nhắc tên: {remark.task.content}"
        found[mention.user_id].append(CallDue(mention.id, line))
    return dict(found)


def note_calls(calls: Sequence[CallDue], *, into: OutboxMessage) -> None:
    """Note that the digest tells of these calls."""
    rows = [{"mention_id": item.mention_id, "outbox_message_id": into.id} for item in calls]
    insert_missing(CallReminder, rows)


def calls_of(message: OutboxMessage) -> Sequence[Mention]:
    """What the mail tells of and the person has not opened since."""
    statement = (
        _unopened()
        .join(CallReminder, CallReminder.mention_id == Mention.id)
        .where(CallReminder.outbox_message_id == message.id)
    )
    return [mention for mention in db.session.scalars(statement) if _may_be_read(mention)]


def carry_calls(earlier: OutboxMessage, *, into: OutboxMessage) -> None:
    """Let a later digest say what the earlier one could not."""
    db.session.execute(
        update(CallReminder)
        .where(CallReminder.outbox_message_id == earlier.id)
        .values(outbox_message_id=into.id)
    )


def _may_be_read(mention: Mention) -> bool:
    """Whether the person still takes part: no mail quotes to whoever works elsewhere by now."""
    return policy.may(mention.user, "conversation:see", mention.remark.task)


def _unopened() -> Select[Mention]:
    return (
        select(Mention)
        .join(Mention.remark)
        .join(Remark.task)
        .join(Task.plan)
        .join(User, User.id == Mention.user_id)
        .where(Mention.read_at.is_(None), User.is_enabled, Plan.state == PlanState.ISSUED)
        .options(
            joinedload(Mention.user),
            contains_eager(Mention.remark).options(
                joinedload(Remark.author),
                contains_eager(Remark.task).contains_eager(Task.plan),
            ),
        )
        .order_by(Mention.id)
    )
