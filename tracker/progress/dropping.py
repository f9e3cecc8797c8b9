"""What becomes of the work of a task that an amendment drops, and of one put back into its plan."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from tracker.accounts.models import User
from tracker.core.db import db
from tracker.progress.amending import is_ahead, parts_of_over
from tracker.progress.instances import make_instances_of
from tracker.progress.models import Contribution
from tracker.progress.rules import OPEN_STATUSES, UNIT_OWES_STATUSES, ContributionStatus
from tracker.progress.service import cancel, reopen
from tracker.progress.settling import take_up_later_days
from tracker.tasks.amending import restore_task
from tracker.tasks.models import Occurrence, Task
from tracker.tasks.rules import OccurrenceKind

RESTORED = "Văn phòng khôi phục nhiệm vụ đã bỏ."
WHILE_DROPPED = "Nhiệm vụ đã bỏ khỏi kế hoạch trong kỳ này nên không theo dõi."
DROPPED_BY = "Bỏ theo bản sửa đổi"


def cancel_open(task: Task, *, reason: str, actor: User | None) -> int:
    """Cancel whatever is still open of a task; gives how many."""
    occurrences = select(Occurrence.id).where(Occurrence.task_id == task.id)
    statement = select(Contribution).where(
        Contribution.occurrence_id.in_(occurrences), Contribution.status.in_(OPEN_STATUSES)
    )
    found = db.session.scalars(statement.order_by(Contribution.id)).all()
    for contribution in found:
        cancel(contribution, reason=reason, actor=actor)
    return len(found)


def restore_dropped(task: Task, *, today: date, until: date, actor: User) -> int:
    """Put a dropped task back into the plan with what its dropping cancelled; gives how many.

    Nobody is late for periods that passed while nobody was asked for them.
    """
    dropped_on = task.dropped_on
    if dropped_on is None:
        return 0
    restore_task(task, actor=actor)
    statement = (
        select(Contribution)
        .join(Occurrence)
        .where(Occurrence.task_id == task.id, Contribution.status == ContributionStatus.CANCELLED)
    )
    restored = []
    for contribution in db.session.scalars(statement.order_by(Contribution.id)).all():
        last = contribution.updates[0] if contribution.updates else None
        if last is not None and (last.note or "").startswith(DROPPED_BY):
            reopen(contribution, last.status_before, reason=RESTORED, actor=actor)
            restored.append(contribution)
    take_up_later_days(dict.fromkeys(item.occurrence for item in restored), actor=actor)
    lapsed = [item for item in restored if _lapsed(item, dropped_on, today)]
    lapsed += parts_of_over(make_instances_of(task, until=until), today)
    for contribution in lapsed:
        cancel(contribution, reason=WHILE_DROPPED, actor=actor)
    return sum(item not in lapsed for item in restored)


def _lapsed(contribution: Contribution, since: date, today: date) -> bool:
    """Whether it is a period still owed that fell due between the two days."""
    occurrence = contribution.occurrence
    if occurrence.due_on is None or occurrence.kind is not OccurrenceKind.PERIOD:
        return False
    is_owed = contribution.status in UNIT_OWES_STATUSES
    return is_owed and since <= occurrence.due_on and not is_ahead(occurrence, today)
