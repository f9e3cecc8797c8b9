"""What units owe as it stood at an earlier moment, for sheets that are printed as of a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, select

from tracker.core.db import db
from tracker.progress.history import facts_at
from tracker.progress.models import Contribution, Difficulty, ProgressUpdate
from tracker.progress.parts import PastPart
from tracker.progress.past import histories_of
from tracker.progress.queries import contributions_of_plan
from tracker.progress.rules import ContributionStatus
from tracker.tasks.models import Occurrence, Task


def parts_of_plan_at(plan_id: int, moment: datetime) -> list[PastPart]:
    """What was owed for the plan's tasks at the moment, those dropped since then too."""
    living = {item.id: item for item in contributions_of_plan(plan_id, at=moment)}
    said = _Said.of_plan(plan_id, moment)
    return [
        PastPart(
            contribution=living[history.contribution_id],
            facts=facts_at(history, moment),
            standing_due_on=history.due_at(moment).due_on,
            difficulty=said.difficulty_of(history.contribution_id),
            return_reason=said.return_reasons.get(history.contribution_id),
        )
        for history in histories_of(Task.plan_id == plan_id, until=moment)
        if history.contribution_id in living
    ]


@dataclass(frozen=True, slots=True)
class _Said:
    """The words that stood then, by the contribution."""

    difficulties: dict[int, tuple[datetime, str | None]]
    closed_at: dict[int, datetime]
    return_reasons: dict[int, str | None]

    @classmethod
    def of_plan(cls, plan_id: int, moment: datetime) -> _Said:
        difficulties: dict[int, tuple[datetime, str | None]] = {}
        return_reasons: dict[int, str | None] = {}
        for update in _updates_with_words(plan_id, moment):
            number, at, after, note, difficulty = update
            if after is ContributionStatus.RETURNED:
                return_reasons[number] = note
            elif after is not ContributionStatus.ACCEPTED:
                difficulties[number] = (at, difficulty)
        closed = (
            select(Difficulty.contribution_id, Difficulty.closed_at)
            .join(Difficulty.contribution)
            .join(Contribution.occurrence)
            .join(Occurrence.task)
            .where(Task.plan_id == plan_id, Difficulty.closed_at <= moment)
            .order_by(Difficulty.closed_at)
        )
        closed_at = {number: at for number, at in db.session.execute(closed) if at is not None}
        return cls(difficulties, closed_at, return_reasons)

    def difficulty_of(self, contribution_id: int) -> str | None:
        """What was last told and not closed since."""
        told_at, words = self.difficulties.get(contribution_id, (None, None))
        closed_at = self.closed_at.get(contribution_id)
        is_closed = closed_at is not None and told_at is not None and closed_at > told_at
        return None if is_closed else words


def _updates_with_words(
    plan_id: int, moment: datetime
) -> Sequence[Row[int, datetime, ContributionStatus, str | None, str | None]]:
    """Reports and answers; neither a cancellation nor its being taken back says anything."""
    statement = (
        select(
            ProgressUpdate.contribution_id,
            ProgressUpdate.at,
            ProgressUpdate.status_after,
            ProgressUpdate.note,
            ProgressUpdate.difficulty,
        )
        .join(ProgressUpdate.contribution)
        .join(Contribution.occurrence)
        .join(Occurrence.task)
        .where(
            Task.plan_id == plan_id,
            ProgressUpdate.at <= moment,
            ProgressUpdate.status_before != ContributionStatus.CANCELLED,
            ProgressUpdate.status_after != ContributionStatus.CANCELLED,
        )
        .order_by(ProgressUpdate.at, ProgressUpdate.id)
    )
    return db.session.execute(statement).all()
