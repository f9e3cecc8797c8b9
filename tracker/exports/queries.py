"""What a sheet with progress shows beside the rows, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select

from tracker.core.db import db
from tracker.evidence.rules import EvidenceKind, Sensitivity
from tracker.exports.progress_words import SAID_BY_UNIT, Papers, document_words
from tracker.progress.models import Contribution, Evidence, ProgressUpdate
from tracker.progress.rules import ContributionStatus
from tracker.tasks.models import Occurrence, Task
from tracker.units.models import Unit


def papers_of_plan(plan_id: int, *, until: datetime) -> Papers:
    """The last words and the documents of each contribution at the moment, by its number.

    Plain values, not objects: of all that was ever said only little is shown.
    """
    return Papers(notes=_last_notes(plan_id, until), documents=_documents(plan_id, until))


def merged_units_of_plan(plan_id: int) -> Sequence[Unit]:
    """The units that are no more and have done work of the plan that stays under their names."""
    statement = (
        select(Unit)
        .join(Contribution, Contribution.unit_id == Unit.id)
        .join(Contribution.occurrence)
        .join(Occurrence.task)
        .where(
            Task.plan_id == plan_id,
            Unit.merged_into_id.is_not(None),
            Contribution.status != ContributionStatus.CANCELLED,
        )
        .distinct()
    )
    return db.session.scalars(statement).all()


def _last_notes(plan_id: int, until: datetime) -> dict[int, str]:
    statement = (
        select(ProgressUpdate.contribution_id, ProgressUpdate.note)
        .join(ProgressUpdate.contribution)
        .join(Contribution.occurrence)
        .join(Occurrence.task)
        .where(
            Task.plan_id == plan_id,
            ProgressUpdate.at <= until,
            ProgressUpdate.note.is_not(None),
            ProgressUpdate.status_after.in_(SAID_BY_UNIT),
        )
        .order_by(ProgressUpdate.id)
    )
    return {contribution_id: note or "" for contribution_id, note in db.session.execute(statement)}


def _documents(plan_id: int, until: datetime) -> dict[int, list[str]]:
    statement = (
        select(Evidence.contribution_id, Evidence.document_number, Evidence.document_date)
        .join(Evidence.contribution)
        .join(Contribution.occurrence)
        .join(Occurrence.task)
        .where(
            Task.plan_id == plan_id,
            Evidence.kind == EvidenceKind.DOCUMENT,
            # What is printed goes from hand to hand.
            Evidence.sensitivity != Sensitivity.RESTRICTED,
            Evidence.added_at <= until,
            or_(Evidence.removed_at.is_(None), Evidence.removed_at > until),
        )
        .order_by(Evidence.id)
    )
    documents: dict[int, list[str]] = {}
    for contribution_id, number, issued_on in db.session.execute(statement):
        documents.setdefault(contribution_id, []).append(document_words(number or "", issued_on))
    return documents
