"""Work as it stood at any moment, rebuilt from what happened. Pure: a history in, facts out.

The rules of timing judge the rebuilt facts just as they judge today's rows: a figure or a printed
sheet as of a day is what that day's page showed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from tracker.core.clock import in_vietnam
from tracker.plans.rules import PlanState
from tracker.progress.rules import (
    HANDED_IN_STATUSES,
    LATE_CLASSES,
    ContributionFacts,
    ContributionStatus,
    timing_class,
)
from tracker.tasks.rules import OccurrenceKind, Period, TaskRole

REPORTED = frozenset({ContributionStatus.IN_PROGRESS, ContributionStatus.SUBMITTED})


@dataclass(frozen=True, slots=True)
class StatusChange:
    """One row of a contribution's history."""

    at: datetime
    before: ContributionStatus
    after: ContributionStatus

    @property
    def is_report(self) -> bool:
        """The unit's own word; neither an answer nor a cancelled row that is owed again."""
        return self.after in REPORTED and self.before is not ContributionStatus.CANCELLED

    @property
    def is_return(self) -> bool:
        """The office's answer; a returned row that was cancelled and is owed again is no second."""
        cancelled = ContributionStatus.CANCELLED
        return self.after is ContributionStatus.RETURNED and self.before is not cancelled


@dataclass(frozen=True, slots=True)
class DueDay:
    """The day and hour that counted, and the day the document named, until a moment."""

    due_on: date | None
    original_due_on: date | None
    due_time: time | None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class PlanTurn:
    """A plan that came into another state."""

    at: datetime
    before: PlanState
    after: PlanState


@dataclass(frozen=True, slots=True)
class History:
    """All that happened to one contribution; everything in order of time.

    `due_days` ends with the present one; `extended_at` are the moments at which the unit's own
    requests for a later day were granted.
    """

    contribution_id: int
    unit_id: int
    plan_id: int
    section_id: int | None
    officer_id: int | None
    role: TaskRole
    kind: OccurrenceKind
    period: Period | None
    created_at: datetime
    plan_state: PlanState
    due_days: tuple[DueDay, ...]
    changes: tuple[StatusChange, ...] = ()
    plan_changes: tuple[PlanTurn, ...] = ()
    extended_at: tuple[datetime, ...] = ()

    def status_at(self, moment: datetime) -> ContributionStatus:
        """How far it had come."""
        status = ContributionStatus.NOT_STARTED
        for change in self.changes:
            if change.at > moment:
                break
            status = change.after
        return status

    def plan_state_at(self, moment: datetime) -> PlanState:
        """Whether the plan was in force."""
        return state_at(self.plan_changes, self.plan_state, moment)

    def due_at(self, moment: datetime) -> DueDay:
        """The due day that counted."""
        return next(d for d in self.due_days if d.until is None or d.until > moment)


def state_at(turns: Sequence[PlanTurn], present: PlanState, moment: datetime) -> PlanState:
    """The state a plan was in."""
    later = next((turn for turn in turns if turn.at > moment), None)
    return later.before if later else present


def end_at(turns: Sequence[PlanTurn], moment: datetime) -> datetime | None:
    """When a plan had come to its end that was over at the moment; None of any other."""
    latest = next((turn for turn in reversed(turns) if turn.at <= moment), None)
    return latest.at if latest and latest.after is PlanState.CLOSED else None


def facts_at(history: History, moment: datetime) -> ContributionFacts:
    """What the rules of timing would have been told at the moment."""
    status = ContributionStatus.NOT_STARTED
    submitted: datetime | None = None
    late_for: date | None = None
    was_updated = False
    for event in _events(history, moment):
        if isinstance(event, StatusChange):
            status = event.after
            was_updated = was_updated or event.is_report
            if event.is_report and event.after is ContributionStatus.SUBMITTED:
                submitted, late_for = event.at, None
        elif status in HANDED_IN_STATUSES:
            former, moved_at = event, event.until or moment
            facts = _facts(history, status, former, submitted, late_for)
            if timing_class(facts, in_vietnam(moved_at).date()) in LATE_CLASSES:
                late_for = facts.due_on
    due = history.due_at(moment)
    facts = _facts(history, status, due, submitted, late_for, was_updated=was_updated)
    return replace(facts, looked_at=in_vietnam(moment).time()) if due.due_time else facts


def _facts(
    history: History,
    status: ContributionStatus,
    due: DueDay,
    submitted: datetime | None,
    late_for: date | None,
    *,
    was_updated: bool = False,
) -> ContributionFacts:
    local = in_vietnam(submitted) if submitted else None
    judged = late_for if status in HANDED_IN_STATUSES else None
    return ContributionFacts(
        status=status,
        kind=history.kind,
        due_on=judged or due.due_on,
        original_due_on=due.original_due_on,
        submitted_on=local.date() if local else None,
        due_time=due.due_time,
        submitted_time=local.time() if local and due.due_time else None,
        was_updated=was_updated,
        period=history.period,
    )


def _events(history: History, moment: datetime) -> Iterator[StatusChange | DueDay]:
    """What happened up to the moment: changes of status, and extensions as the day they ended.

    An extension leaves the document's own day alone, any other move changes it (tasks/moving.py);
    one that is revoked moves the day back and changes no verdict on what was late before.
    """
    extensions = [
        former
        for former, following in zip(history.due_days, history.due_days[1:], strict=False)
        if former.original_due_on == following.original_due_on
        and _is_later(following.due_on, former.due_on)
    ]
    if not extensions:
        for change in history.changes:
            if change.at > moment:
                return
            yield change
        return
    events: list[tuple[datetime, int, StatusChange | DueDay]] = [
        (change.at, 0, change) for change in history.changes
    ]
    events += [(former.until, 1, former) for former in extensions if former.until is not None]
    for at, _order, event in sorted(events, key=lambda item: item[:2]):
        if at > moment:
            return
        yield event


def _is_later(day: date | None, former: date | None) -> bool:
    return day is not None and former is not None and day > former
