"""Reading histories: a handful of statements, however many rows there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, or_, select
from sqlalchemy.orm import joinedload

from tracker.accounts.models import User
from tracker.audit.models import AuditEntry
from tracker.audit.rules import AuditAction
from tracker.core.db import db
from tracker.extensions.models import ExtensionRequest
from tracker.extensions.rules import ExtensionState
from tracker.figures.history import DueDay, History, PlanTurn, StatusChange, row_in
from tracker.figures.models import SealedFigures
from tracker.figures.rules import FigureRow
from tracker.figures.windows import Window
from tracker.plans.models import Plan, Section
from tracker.plans.rules import PlanState
from tracker.progress.models import Contribution, ProgressUpdate
from tracker.progress.rules import ContributionStatus
from tracker.tasks.models import Assignment, DueDayMove, Occurrence, Task
from tracker.tasks.rules import Period
from tracker.units.models import Unit

_BATCH = 500
_owed_since = func.coalesce(Contribution.created_at, Occurrence.created_at)


def rows_in(window: Window, now: datetime) -> list[FigureRow]:
    """Every row that counts in the window, as it stood at its end or stands now."""
    found = (row_in(item, window, now) for item in histories(window, now))
    return [row for row in found if row is not None]


def histories(window: Window, now: datetime) -> list[History]:
    """What happened to all work that the window may count; what was done before it is left out."""
    rows = db.session.execute(_owed(window, now)).all()
    changes = _changes(window, now)
    moves = _moves()
    plan_changes = _plan_changes()
    extended = _extended(window.as_of(now))
    return [
        _history(
            row,
            changes=tuple(changes.get(row.id, ())),
            moves=moves.get(row.occurrence_id, ()),
            plan_changes=tuple(plan_changes.get(row.plan_id, ())),
            extended_at=tuple(extended.get(row.id, ())),
        )
        for row in rows
    ]


def _owed(window: Window, now: datetime) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Contribution.id,
            Contribution.unit_id,
            Contribution.role,
            _owed_since.label("owed_since"),
            Contribution.occurrence_id,
            Assignment.officer_id,
            Occurrence.kind,
            Occurrence.period_start,
            Occurrence.period_end,
            Occurrence.due_on,
            Occurrence.original_due_on,
            Occurrence.due_time,
            Task.plan_id,
            Task.section_id,
            Plan.state,
        )
        .join(Assignment, Assignment.id == Contribution.assignment_id)
        .join(Occurrence, Occurrence.id == Contribution.occurrence_id)
        .join(Task, Task.id == Occurrence.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(_owed_since <= window.as_of(now), _may_count(window))
        .order_by(Task.plan_id, Task.position, Occurrence.due_on, Contribution.id)
    )


def _may_count(window: Window) -> ColumnElement[bool]:
    """What was accepted before the window began stays accepted: it cannot count in it.

    Check-ins count by the end of their period, whenever they were made.
    """
    return or_(
        Contribution.status != ContributionStatus.ACCEPTED,
        Contribution.accepted_at >= window.starts_at,
        Occurrence.period_end >= window.first,
    )


def _changes(window: Window, now: datetime) -> dict[int, list[StatusChange]]:
    statement = (
        select(
            ProgressUpdate.contribution_id,
            ProgressUpdate.at,
            ProgressUpdate.status_before,
            ProgressUpdate.status_after,
        )
        .join(Contribution, Contribution.id == ProgressUpdate.contribution_id)
        .join(Occurrence, Occurrence.id == Contribution.occurrence_id)
        .where(ProgressUpdate.at <= window.as_of(now), _may_count(window))
        .order_by(ProgressUpdate.at, ProgressUpdate.id)
    )
    found: dict[int, list[StatusChange]] = defaultdict(list)
    for contribution_id, at, before, after in db.session.execute(statement):
        found[contribution_id].append(StatusChange(at, before, after))
    return found


def _moves() -> dict[int, list[DueDay]]:
    found: dict[int, list[DueDay]] = defaultdict(list)
    for move in db.session.scalars(select(DueDayMove).order_by(DueDayMove.at, DueDayMove.id)):
        found[move.occurrence_id].append(
            DueDay(move.due_on, move.original_due_on, move.due_time, until=move.at)
        )
    return found


def _plan_changes() -> dict[int, list[PlanTurn]]:
    statement = (
        select(AuditEntry.subject_id, AuditEntry.at, AuditEntry.changes)
        .where(AuditEntry.action == AuditAction.PLAN_CHANGED)
        .order_by(AuditEntry.at, AuditEntry.id)
    )
    found: dict[int, list[PlanTurn]] = defaultdict(list)
    for plan_id, at, changes in db.session.execute(statement):
        if plan_id is not None and "state" in changes:
            before, after = changes["state"]
            found[plan_id].append(PlanTurn(at, PlanState(before), PlanState(after)))
    return found


def _extended(moment: datetime) -> dict[int, list[datetime]]:
    """When each request was granted that was not revoked by the moment."""
    statement = (
        select(ExtensionRequest.contribution_id, ExtensionRequest.ended_at)
        .where(
            or_(
                ExtensionRequest.state == ExtensionState.GRANTED,
                ExtensionRequest.revoked_at > moment,
            ),
        )
        .order_by(ExtensionRequest.ended_at)
    )
    found: dict[int, list[datetime]] = defaultdict(list)
    for contribution_id, at in db.session.execute(statement):
        if at is not None:
            found[contribution_id].append(at)
    return found


def _history(
    row: Row[Any],
    *,
    changes: tuple[StatusChange, ...],
    moves: Sequence[DueDay],
    plan_changes: tuple[PlanTurn, ...],
    extended_at: tuple[datetime, ...],
) -> History:
    has_period = row.period_start is not None and row.period_end is not None
    return History(
        contribution_id=row.id,
        unit_id=row.unit_id,
        plan_id=row.plan_id,
        section_id=row.section_id,
        officer_id=row.officer_id,
        role=row.role,
        kind=row.kind,
        period=Period(row.period_start, row.period_end) if has_period else None,
        created_at=row.owed_since,
        plan_state=row.state,
        due_days=(*moves, DueDay(row.due_on, row.original_due_on, row.due_time)),
        changes=changes,
        plan_changes=plan_changes,
        extended_at=extended_at,
    )


def contributions_by_id(ids: Sequence[int]) -> dict[int, Contribution]:
    """The contributions with everything a line about them shows."""
    found: dict[int, Contribution] = {}
    for start in range(0, len(ids), _BATCH):
        statement = (
            select(Contribution)
            .where(Contribution.id.in_(ids[start : start + _BATCH]))
            .options(
                joinedload(Contribution.unit),
                joinedload(Contribution.assignment).joinedload(Assignment.officer),
                joinedload(Contribution.occurrence)
                .joinedload(Occurrence.task)
                .joinedload(Task.plan),
            )
        )
        found.update({item.id: item for item in db.session.scalars(statement).unique()})
    return found


def unit_names() -> dict[int, str]:
    """Every unit's name in the printed order, former ones too."""
    rows = db.session.execute(select(Unit.id, Unit.name).order_by(Unit.position, Unit.id))
    return dict(rows.all())


def plan_names() -> dict[int, str]:
    """How each plan is named in a narrow place, the newest first."""
    statement = select(Plan.id, Plan.number, Plan.title).order_by(Plan.year.desc(), Plan.id.desc())
    return {
        plan_id: f"{number}: {title}" if number else title
        for plan_id, number, title in db.session.execute(statement)
    }


def section_names() -> dict[int, tuple[str, str]]:
    """Each heading's words, in the order of paper, and what stands above it, the plan first."""
    statement = (
        select(Section.id, Section.parent_id, Section.label, Section.title, Plan.number, Plan.title)
        .join(Plan, Plan.id == Section.plan_id)
        .order_by(Section.plan_id.desc(), Section.position)
    )
    found: dict[int, tuple[str, str]] = {}
    for section_id, parent_id, label, title, number, plan_title in db.session.execute(statement):
        above = found.get(parent_id or 0)
        wholes = f"{above[1]} › {above[0]}" if above else number or plan_title
        found[section_id] = (f"{label}. {title}".removeprefix(". "), wholes)
    return found


def officer_names() -> dict[int, str]:
    """Every person's name."""
    rows = db.session.execute(select(User.id, User.full_name).order_by(User.full_name, User.id))
    return dict(rows.all())


def plans_coordinated_by(unit_id: int) -> set[int]:
    """The plans that the unit follows up."""
    return set(db.session.scalars(select(Plan.id).where(Plan.coordinator_unit_id == unit_id)))


def sealed_for(window: Window) -> SealedFigures | None:
    """The window's figures as they were reported."""
    statement = (
        select(SealedFigures)
        .where(
            SealedFigures.first_day == window.first,
            SealedFigures.last_day == window.last,
        )
        .options(joinedload(SealedFigures.sealed_by))
    )
    return db.session.scalars(statement).first()


def last_sealed_before(moment: datetime) -> SealedFigures | None:
    """The report before: what changed is counted from its end."""
    statement = (
        select(SealedFigures)
        .where(SealedFigures.sealed_at < moment)
        .order_by(SealedFigures.last_day.desc(), SealedFigures.sealed_at.desc())
    )
    return db.session.scalars(statement.limit(1)).first()


def counted_ids(rows: Iterable[FigureRow]) -> list[int]:
    """The contributions of the rows, each once."""
    return list(dict.fromkeys(row.contribution_id for row in rows))
