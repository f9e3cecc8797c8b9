"""Saying something about a task; reading where one was called."""

from __future__ import annotations

from sqlalchemy import update

from tracker.accounts.models import User
from tracker.audit.rules import AuditAction
from tracker.audit.service import record
from tracker.conversations.models import Mention, Remark
from tracker.conversations.queries import people_around, remark_with_key
from tracker.conversations.rules import Named, mentioned
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import RuleError
from tracker.tasks.models import Task


def say(task: Task, words: str, *, request_key: str, actor: User) -> Remark:
    """Add a remark and call whoever it names; the same form sent twice is one remark."""
    key = f"{task.id}:{actor.id}:{request_key}"
    present = remark_with_key(key)
    if present is not None:
        return present
    said = words.strip()
    if not said:
        raise RuleError("Hãy ghi nội dung trao đổi.", field="words")
    remark = Remark(task=task, author=actor, at=clock.now(), words=said, request_key=key)
    people = people_around(task)
    called = mentioned(said, [Named(user.id, user.username, user.full_name) for user in people])
    remark.mentions = [
        Mention(user=user) for user in people if user.id in called and user.id != actor.id
    ]
    db.session.add(remark)
    db.session.flush()
    record(
        AuditAction.REMARK_MADE,
        remark,
        name=f"{task.label} {task.content}"[:200],
        actor=actor,
        plan_id=task.plan_id,
        changes={"words": (None, said)},
    )
    return remark


def mark_read(user: User, *, task_id: int | None = None) -> None:
    """One's own calls count as read: those about one task, or all. No act of office, no entry."""
    statement = update(Mention).where(Mention.user_id == user.id, Mention.read_at.is_(None))
    if task_id is not None:
        remarks = db.select(Remark.id).where(Remark.task_id == task_id)
        statement = statement.where(Mention.remark_id.in_(remarks))
    db.session.execute(statement.values(read_at=clock.now()))
