"""One line about a whole task, drawn from everything its units owe for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic

from tracker.progress.parts import AnyPart, Part
from tracker.progress.plain_parts import PlainPart
from tracker.progress.rules import (
    STATUS_WORDS,
    ContributionStatus,
    Need,
    TimingClass,
    due_words,
    need,
    timing_class,
)
from tracker.tasks.rules import OccurrenceKind, TaskRole

_NEED_ORDER = {member: position for position, member in enumerate(Need)}


@dataclass(frozen=True)
class TaskSummary(Generic[AnyPart]):
    """The contribution that speaks for the task today, and how many are done.

    The lead's decides; where nobody in the ward leads, the cooperating units speak. `current` is
    None while nothing is owed yet: an event that has not happened, or a lead outside the ward.
    """

    current: AnyPart | None = None
    timing: TimingClass | None = None
    due_words: str = ""
    done: int = 0
    total: int = 0

    @property
    def status_words(self) -> str:
        """The state in words; empty while nothing is owed."""
        return STATUS_WORDS[self.current.status] if self.current else ""

    def original_timing(self, today: date) -> TimingClass | None:
        """The class by the day the document names, whatever extension was granted."""
        return timing_class(self.current.facts.by_original_day, today) if self.current else None


def summarise(contributions: Sequence[AnyPart], today: date) -> TaskSummary[AnyPart]:
    """Summarise one task's contributions as of a day."""
    counted = [c for c in contributions if c.status is not ContributionStatus.CANCELLED]
    owing = [c for c in counted if c.role is TaskRole.LEAD] or counted
    # A period still to begin says nothing of the task while an earlier one can.
    speaking = [c for c in owing if _has_begun(c, today)] or owing
    if not speaking:
        return TaskSummary()
    current = min(speaking, key=lambda c: _urgency(c, today))
    return TaskSummary(
        current=current,
        timing=timing_class(current.facts, today),
        due_words=due_words(current.facts, today),
        done=sum(1 for c in speaking if c.status is ContributionStatus.ACCEPTED),
        total=len(speaking),
    )


@dataclass(frozen=True, slots=True)
class CheckIns:
    """How many of the running period's check-ins were made: "đã cập nhật / chưa cập nhật"."""

    updated: int = 0
    missing: int = 0


def count_check_ins(contributions: Iterable[Part | PlainPart], today: date) -> CheckIns:
    """The check-ins whose period holds the day; they are a figure of their own, never late."""
    updated = [
        contribution.facts.was_updated
        for contribution in contributions
        if contribution.status is not ContributionStatus.CANCELLED
        and contribution.occurrence.kind is OccurrenceKind.CHECK_IN
        and (period := contribution.occurrence.period) is not None
        and period.start <= today <= period.end
    ]
    return CheckIns(updated=sum(updated), missing=len(updated) - sum(updated))


def _has_begun(contribution: Part | PlainPart, today: date) -> bool:
    """Whether it says something of the task: its period runs, or it fell due before that began."""
    period_start, due_on = contribution.occurrence.period_start, contribution.standing_due_on
    return period_start is None or period_start <= today or (due_on or date.max) <= today


def summaries_by_task(
    contributions: Iterable[AnyPart], today: date
) -> dict[int, TaskSummary[AnyPart]]:
    """The summary of every task that has contributions, by the task's number."""
    by_task: dict[int, list[AnyPart]] = {}
    for contribution in contributions:
        by_task.setdefault(contribution.occurrence.task_id, []).append(contribution)
    return {task_id: summarise(owed, today) for task_id, owed in by_task.items()}


def _urgency(contribution: Part | PlainPart, today: date) -> tuple[int, date, int]:
    """The most pressing first; among the done the latest, so that the last period speaks."""
    pressing = need(contribution.facts, today)
    due_on = contribution.standing_due_on or contribution.occurrence.period_end or date.max
    if pressing is Need.DONE:
        due_on = date.fromordinal(date.max.toordinal() - due_on.toordinal() + 1)
    return _NEED_ORDER[pressing], due_on, contribution.id
