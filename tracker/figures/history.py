"""How work counts in a window: its history in, a row of figures out. Pure."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from typing import Any

from tracker.core.clock import in_vietnam
from tracker.figures.rules import FigureRow, Whose
from tracker.figures.windows import MOMENT, Window
from tracker.plans.rules import PlanState
from tracker.progress.history import History, facts_at
from tracker.progress.rules import (
    ContributionFacts,
    ContributionStatus,
    days_late,
    timing_class,
)
from tracker.tasks.rules import OccurrenceKind, TaskRole

# Whose it is comes first; the rest says how it counts.
_COUNTED = [item.name for item in fields(FigureRow)]
_counted_of = attrgetter(*_COUNTED[_COUNTED.index("due_on") :])


def row_in(history: History, window: Window, now: datetime) -> FigureRow | None:
    """How the work counts in the window; None when the window has nothing to do with it.

    Counted is what was owed at some moment of the window: all that was still open when it began
    and all that came in it, whenever due. What was done before belongs to an earlier window.
    """
    moment = window.as_of(now)
    facts = facts_at(history, moment)
    if history.created_at > moment or facts.status is ContributionStatus.CANCELLED:
        return None
    if history.kind is OccurrenceKind.CHECK_IN:
        return _check_in_row(history, facts, window, moment)
    before = window.starts_at - MOMENT
    # A merger of units may make an heir owe again what it had done its share of.
    is_done = facts.status is ContributionStatus.ACCEPTED
    was_done = is_done and history.status_at(before) is ContributionStatus.ACCEPTED
    if was_done or _is_to_come(history, facts, moment):
        return None
    if is_done:
        return _judged_row(history, facts, window, moment)
    match history.plan_state_at(moment):
        case PlanState.ISSUED:
            return _judged_row(history, facts, window, moment)
        case PlanState.CLOSED if history.plan_state_at(before) is not PlanState.CLOSED:
            return _row(history, facts, has_ended=True)
    return None


def row_of(row: FigureRow, whose: Whose) -> FigureRow:
    """The row as that of this piece of work; written out, for there are very many."""
    return FigureRow(
        whose.contribution_id,
        whose.unit_id,
        whose.plan_id,
        whose.section_id,
        whose.officer_id,
        *_counted_of(row),
    )


def _judged_row(
    history: History, facts: ContributionFacts, window: Window, moment: datetime
) -> FigureRow:
    today, original = in_vietnam(moment).date(), facts.by_original_day
    named_day = facts.original_due_on or facts.due_on
    current, late = timing_class(facts, today), days_late(facts, today)
    is_other = original is not facts
    returned = (
        1
        for change in history.changes
        if change.is_return and window.starts_at <= change.at <= moment
    )
    return _row(
        history,
        facts,
        current=current,
        original=timing_class(original, today) if is_other else current,
        days_late=late,
        days_late_by_original=days_late(original, today) if is_other else late,
        is_carried_over=named_day is not None and named_day < window.year_starts_on,
        times_returned=sum(returned),
        times_extended=sum(1 for at in history.extended_at if window.starts_at <= at <= moment),
    )


def _row(history: History, facts: ContributionFacts, **counted: Any) -> FigureRow:
    return FigureRow(
        contribution_id=history.contribution_id,
        unit_id=history.unit_id,
        plan_id=history.plan_id,
        section_id=history.section_id,
        officer_id=history.officer_id,
        due_on=facts.due_on,
        is_shared=history.role is TaskRole.COOPERATING,
        **counted,
    )


def _check_in_row(
    history: History, facts: ContributionFacts, window: Window, moment: datetime
) -> FigureRow | None:
    """A check-in counts in the window its period ends in, once the period has begun."""
    period = history.period
    if period is None or not window.first <= period.end <= window.last:
        return None
    if period.start > in_vietnam(moment).date():
        return None
    if not facts.was_updated and history.plan_state_at(moment) is not PlanState.ISSUED:
        return None
    return _row(history, facts, was_updated=facts.was_updated)


def _is_to_come(history: History, facts: ContributionFacts, moment: datetime) -> bool:
    """Instances are made ahead; a period still to begin is no work, unless somebody has begun.

    What falls due before its period ("trước ngày 25 tháng trước", or moved before days off) is
    work from its due day on: late on every other page, it is late here.
    """
    today = in_vietnam(moment).date()
    begins = history.period is not None and history.period.start > today
    is_due = facts.due_on is not None and facts.due_on <= today
    return begins and not is_due and facts.status is ContributionStatus.NOT_STARTED
