"""The journal of one task: what was recorded of it, its instances and all that hangs on them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Integer, Select, bindparam, select

from tracker.audit.models import AuditEntry
from tracker.audit.queries import entries_about_many
from tracker.conversations.models import Remark
from tracker.core.db import db
from tracker.extensions.models import ExtensionRequest
from tracker.follow_up.models import Directive, UrgingItem, UrgingLetter
from tracker.progress.models import Contribution, Difficulty, Evidence
from tracker.tasks.models import Occurrence, Task

# The page shows the latest; the whole journal stands behind "Nhật ký".
MOST_SHOWN = 100


def journal_of(task: Task, contributions: Sequence[Contribution]) -> Sequence[AuditEntry]:
    """What was recorded of the task, the newest first."""
    told = {
        "task_id": task.id,
        "tasks": [task.id],
        "occurrences": list({item.occurrence_id for item in contributions}),
        "owed": [item.id for item in contributions],
        "difficulties": [each.id for item in contributions for each in item.difficulties],
        "evidence": [each.id for item in contributions for each in item.evidence],
    }
    return db.session.scalars(_statement(), told).all()


@cache
def _statement() -> Select[AuditEntry]:
    """Made once: to put it together takes as long as to send it."""
    task_id = bindparam("task_id", type_=Integer())
    subjects: dict[str, BindParameter[Any] | Select[int]] = {
        Task.__tablename__: _numbers("tasks"),
        Occurrence.__tablename__: _numbers("occurrences"),
        Contribution.__tablename__: _numbers("owed"),
        Difficulty.__tablename__: _numbers("difficulties"),
        Evidence.__tablename__: _numbers("evidence"),
        ExtensionRequest.__tablename__: select(ExtensionRequest.id).where(
            ExtensionRequest.occurrence_id.in_(_numbers("occurrences"))
        ),
        Directive.__tablename__: select(Directive.id).where(Directive.task_id == task_id),
        Remark.__tablename__: select(Remark.id).where(Remark.task_id == task_id),
        UrgingLetter.__tablename__: select(UrgingItem.letter_id).where(
            UrgingItem.contribution_id.in_(_numbers("owed"))
        ),
    }
    return entries_about_many(subjects, most=MOST_SHOWN)


def _numbers(name: str) -> BindParameter[Any]:
    return bindparam(name, expanding=True)
