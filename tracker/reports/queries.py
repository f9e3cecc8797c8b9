"""What reports say beside the figures, as it was known at a moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from tracker.core.db import db
from tracker.figures.models import SealedFigures
from tracker.figures.queries import sealed_for
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.progress.models import Contribution, Difficulty
from tracker.progress.rules import ContributionStatus
from tracker.reports.models import Report
from tracker.reports.rules import ReportKind
from tracker.tasks.models import Occurrence, Task


def difficulties_known(first: datetime, moment: datetime) -> Sequence[Difficulty]:
    """Difficulties told by the moment that still stood at its start or later, the oldest first."""
    statement = (
        select(Difficulty)
        .join(Difficulty.contribution)
        .join(Contribution.occurrence)
        .join(Occurrence.task)
        .join(Task.plan)
        .where(
            Difficulty.raised_at <= moment,
            or_(Difficulty.closed_at.is_(None), Difficulty.closed_at >= first),
            Contribution.status != ContributionStatus.CANCELLED,
            Plan.state != PlanState.DRAFT,
        )
        .options(
            contains_eager(Difficulty.contribution).options(
                contains_eager(Contribution.occurrence)
                .contains_eager(Occurrence.task)
                .contains_eager(Task.plan),
                joinedload(Contribution.unit),
            )
        )
        .order_by(Difficulty.raised_at, Difficulty.id)
    )
    return db.session.scalars(statement).all()


def reports() -> Select[Report]:
    """Every report that was not put away, the latest first."""
    return (
        select(Report)
        .where(Report.put_away_at.is_(None))
        .options(joinedload(Report.changed_by))
        .order_by(Report.created_at.desc(), Report.id.desc())
    )


def report_of_request(key: str) -> Report | None:
    """The report that the same form made before."""
    return db.session.scalars(select(Report).where(Report.request_key == key)).first()


def last_report(kind: ReportKind) -> Report | None:
    """The report of the kind made before: who signs and receives is proposed from it."""
    statement = select(Report).where(Report.kind == kind).order_by(Report.id.desc())
    return db.session.scalars(statement.limit(1)).first()


def sealed_again_since(report: Report) -> SealedFigures | None:
    """The figures of the report's days where they were sealed again after it was made."""
    sealed = sealed_for(report.window)
    is_newer = sealed is not None and sealed.edition > max(report.taken.edition, 1)
    return sealed if is_newer else None
