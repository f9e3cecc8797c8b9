"""The order of need as the database tells it: the same verdict as `rules.need`, for any number.

Counting and paging thousands of rows in Python would mean loading them all. What is said here
twice, `tests/progress/test_need_in_sql.py` holds together, case by case, on both engines.
"""

from __future__ import annotations

from datetime import date, time, timedelta

from sqlalchemy import ColumnElement, and_, case, literal, or_

from tracker.progress.models import Contribution
from tracker.progress.rules import (
    SOON_DAYS,
    UNIT_OWES_STATUSES,
    ContributionStatus,
    Need,
)
from tracker.tasks.models import Occurrence
from tracker.tasks.rules import OccurrenceKind

RANKS: dict[Need, int] = {kind: rank for rank, kind in enumerate(Need)}


def is_past_due(today: date, minute: time) -> ColumnElement[bool]:
    """Whether what the unit has not handed in is late; `minute` is the last one that has begun."""
    return or_(
        Contribution.due_on < today,
        and_(Contribution.due_on == today, Occurrence.due_time <= minute),
    )


def need_rank(today: date, minute: time) -> ColumnElement[int]:
    """Where the contribution stands in the unit's order of need, as a place in RANKS."""
    last_soon = today + timedelta(days=SOON_DAYS)
    is_check_in = Occurrence.kind == OccurrenceKind.CHECK_IN
    is_settled = or_(Contribution.last_updated_at.is_not(None), Occurrence.period_start > today)
    ranks = {kind: literal(rank) for kind, rank in RANKS.items()}
    return case(
        (Contribution.status == ContributionStatus.SUBMITTED, ranks[Need.WAITING_REVIEW]),
        (Contribution.status.not_in(UNIT_OWES_STATUSES), ranks[Need.DONE]),
        (is_past_due(today, minute), ranks[Need.OVERDUE]),
        (Contribution.status == ContributionStatus.RETURNED, ranks[Need.RETURNED]),
        (and_(is_check_in, Occurrence.period_end < today), ranks[Need.DONE]),
        (and_(is_check_in, is_settled), ranks[Need.LATER]),
        (is_check_in, ranks[Need.CHECK_IN]),
        (Contribution.due_on.between(today, last_soon), ranks[Need.DUE_SOON]),
        else_=ranks[Need.LATER],
    )
