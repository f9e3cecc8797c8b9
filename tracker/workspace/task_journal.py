"""The journal of one task: what was recorded of it, its instances and all that hangs on them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Select, select

from tracker.audit.models import AuditEntry
from tracker.audit.queries import entries_about_many
from tracker.conversations.models import Remark
from tracker.extensions.models import ExtensionRequest
from tracker.follow_up.models import Directive, UrgingItem, UrgingLetter
from tracker.progress.models import Contribution, Difficulty, Evidence
from tracker.tasks.models import Occurrence, Task

# The page shows the latest; the whole journal stands behind "Nhật ký".
MOST_SHOWN = 100


def journal_of(task: Task, contributions: Sequence[Contribution]) -> Sequence[AuditEntry]:
    """What was recorded of the task, the newest first."""
    occurrences = {item.occurrence_id for item in contributions}
    owed = {item.id for item in contributions}
    subjects: dict[str, Collection[int] | Select[int]] = {
        Task.__tablename__: {task.id},
        Occurrence.__tablename__: occurrences,
        Contribution.__tablename__: owed,
        Difficulty.__tablename__: {each.id for item in contributions for each in item.difficulties},
        Evidence.__tablename__: {each.id for item in contributions for each in item.evidence},
        ExtensionRequest.__tablename__: select(ExtensionRequest.id).where(
            ExtensionRequest.occurrence_id.in_(occurrences)
        ),
        Directive.__tablename__: select(Directive.id).where(Directive.task_id == task.id),
        Remark.__tablename__: select(Remark.id).where(Remark.task_id == task.id),
        UrgingLetter.__tablename__: select(UrgingItem.letter_id).where(
            UrgingItem.contribution_id.in_(owed)
        ),
    }
    return entries_about_many(subjects, most=MOST_SHOWN)
