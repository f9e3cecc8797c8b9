"""Finding drafts, and earlier uploads of the same file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from tracker.core.db import db
from tracker.imports.models import DraftRow, ImportChange, ImportDraft
from tracker.imports.rules import DraftState
from tracker.plans.models import Plan
from tracker.plans.queries import all_plans, plans_from_source
from tracker.plans.rules import PlanState

_NOT_YET_PLANS = (DraftState.READING, DraftState.REVIEWING)


@dataclass(frozen=True, slots=True)
class EarlierUploads:
    """What the same file has already become."""

    drafts: Sequence[ImportDraft]
    plans: Sequence[Plan]

    def __bool__(self) -> bool:
        """Whether there is anything to say about it."""
        return bool(self.drafts or self.plans)


def drafts_waiting() -> Sequence[ImportDraft]:
    """Drafts under review with their rows, the newest first."""
    return _drafts(DraftState.REVIEWING)


def drafts_being_read() -> Sequence[ImportDraft]:
    """Drafts whose document is still being read, the newest first."""
    return _drafts(DraftState.READING)


def drafts_applied() -> Sequence[ImportDraft]:
    """Drafts that have become plans, the newest first."""
    return _drafts(DraftState.APPLIED)


def draft_by_id(draft_id: int) -> ImportDraft | None:
    """A draft with its rows."""
    statement = (
        select(ImportDraft)
        .options(selectinload(ImportDraft.rows), joinedload(ImportDraft.uploaded_by))
        .where(ImportDraft.id == draft_id)
    )
    return db.session.scalars(statement).first()


def plans_that_may_be_amended() -> Sequence[Plan]:
    """Plans in force, the newest first."""
    return [plan for plan in all_plans(with_drafts=False) if plan.state is PlanState.ISSUED]


def row_of_draft(draft_id: int, row_id: int) -> DraftRow | None:
    """One row, if it belongs to the draft."""
    row = db.session.get(DraftRow, row_id)
    return row if row is not None and row.draft_id == draft_id else None


def last_change(draft_id: int) -> ImportChange | None:
    """The correction that can be taken back next."""
    statement = (
        select(ImportChange)
        .where(ImportChange.draft_id == draft_id, ImportChange.undone_at.is_(None))
        .order_by(ImportChange.id.desc())
    )
    return db.session.scalars(statement.limit(1)).first()


def draft_of_request(request_key: str) -> ImportDraft | None:
    """The draft that the same form has already made."""
    statement = select(ImportDraft).where(ImportDraft.request_key == request_key)
    return db.session.scalars(statement).first()


def earlier_uploads(sha256: str) -> EarlierUploads:
    """Drafts under review and plans that were made from the same file."""
    statement = (
        select(ImportDraft)
        .where(ImportDraft.sha256 == sha256, ImportDraft.state.in_(_NOT_YET_PLANS))
        .order_by(ImportDraft.id)
    )
    return EarlierUploads(db.session.scalars(statement).all(), plans_from_source(sha256))


def _drafts(state: DraftState) -> Sequence[ImportDraft]:
    statement = (
        select(ImportDraft)
        .options(selectinload(ImportDraft.rows), joinedload(ImportDraft.uploaded_by))
        .where(ImportDraft.state == state)
        .order_by(ImportDraft.id.desc())
    )
    return db.session.scalars(statement).all()
