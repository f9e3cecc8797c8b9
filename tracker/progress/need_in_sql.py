"""The order of need as the database tells it: the same verdict as `rules.need`, for any number.

Counting and paging thousands of rows in Python would mean loading them all. What is said here
twice, `tests/progress/test_need_in_sql.py` holds together, case by case, on both engines.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    Time,
    and_,
    bindparam,
    case,
    literal,
    or_,
)

from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.progress.models import Contribution
from tracker.progress.moment import Moment
from tracker.progress.rules import (
    AWAITING_ANSWER,
    OPEN_STATUSES,
    SOON_DAYS,
    UNIT_OWES_STATUSES,
    ContributionStatus,
    Need,
)
from tracker.tasks.models import Occurrence, Task
from tracker.tasks.rules import OccurrenceKind

RANKS: dict[Need, int] = {kind: rank for rank, kind in enumerate(Need)}
NEED_OF_RANK = {rank: kind for kind, rank in RANKS.items()}

TODAY, _LAST_SOON = bindparam("today", type_=Date()), bindparam("last_soon", type_=Date())
_MINUTE = bindparam("minute", type_=Time())


@cache
def need_rank() -> ColumnElement[int]:
    """Where the contribution stands in the unit's order of need, as a place in RANKS.

    Put together once, which takes longer than to ask: a statement with it is told the moment by
    `rank_parameters`.
    """
    is_past_due = or_(
        Contribution.due_on < TODAY,
        and_(Contribution.due_on == TODAY, Occurrence.due_time <= _MINUTE),
    )
    is_check_in = Occurrence.kind == OccurrenceKind.CHECK_IN
    is_settled = or_(Contribution.last_updated_at.is_not(None), Occurrence.period_start > TODAY)
    ranks = {kind: literal(rank) for kind, rank in RANKS.items()}
    return case(
        (Contribution.status == ContributionStatus.SUBMITTED, ranks[Need.WAITING_REVIEW]),
        (Contribution.status.not_in(UNIT_OWES_STATUSES), ranks[Need.DONE]),
        (is_past_due, ranks[Need.OVERDUE]),
        (Contribution.status == ContributionStatus.RETURNED, ranks[Need.RETURNED]),
        (and_(is_check_in, Occurrence.period_end < TODAY), ranks[Need.DONE]),
        (and_(is_check_in, is_settled), ranks[Need.LATER]),
        (is_check_in, ranks[Need.CHECK_IN]),
        (Contribution.due_on.between(TODAY, _LAST_SOON), ranks[Need.DUE_SOON]),
        else_=ranks[Need.LATER],
    )


def rank_parameters(moment: Moment) -> dict[str, Any]:
    """What a statement with `need_rank` is to be told."""
    last_soon = moment.today + timedelta(days=SOON_DAYS)
    return {"today": moment.today, "minute": moment.minute, "last_soon": last_soon}


def is_no_history(today: date | ColumnElement[date]) -> ColumnElement[bool]:
    """The same as `rules.is_history`, said the other way round."""
    return or_(
        Occurrence.kind != OccurrenceKind.CHECK_IN,
        Occurrence.period_end >= today,
        Contribution.status.in_(AWAITING_ANSWER),
    )


def owed_work(
    statement: Select[*tuple[Any, ...]], today: date | ColumnElement[date]
) -> Select[*tuple[Any, ...]]:
    """What units owe in running plans; what `rules.is_history` tells of is left out."""
    return (
        statement.select_from(Contribution)
        .join(Contribution.occurrence)
        .join(Occurrence.task)
        .join(Task.plan)
        .where(
            Contribution.status.in_(OPEN_STATUSES),
            Plan.state == PlanState.ISSUED,
            is_no_history(today),
        )
    )
