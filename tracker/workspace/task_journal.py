"""The journal of one task: what was recorded of it, its instances and all that hangs on them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Select, select

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
    occurrences = {item.occurrence_id for item in contributions}
    subjects: dict[str, Collection[int]] = {
        Task.__tablename__: {task.id},
        Occurrence.__tablename__: occurrences,
        Contribution.__tablename__: {item.id for item in contributions},
        Difficulty.__tablename__: {each.id for item in contributions for each in item.difficulties},
        Evidence.__tablename__: {each.id for item in contributions for each in item.evidence},
        ExtensionRequest.__tablename__: _found(
            select(ExtensionRequest.id).where(ExtensionRequest.occurrence_id.in_(occurrences))
        ),
        Directive.__tablename__: _found(select(Directive.id).where(Directive.task_id == task.id)),
        Remark.__tablename__: _found(select(Remark.id).where(Remark.task_id == task.id)),
        UrgingLetter.__tablename__: _found(
            select(UrgingItem.letter_id).where(
                UrgingItem.contribution_id.in_([item.id for item in contributions])
            )
        ),
    }
    return entries_about_many(subjects, most=MOST_SHOWN)


def _found(statement: Select[int]) -> set[int]:
    return set(db.session.scalars(statement))
