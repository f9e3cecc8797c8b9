"""Finding requests for a later due day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from tracker.core.db import db
from tracker.core.plain_rows import plain_rows
from tracker.extensions.models import ExtensionRequest
from tracker.extensions.rules import ANSWERED_STATES, OPEN_STATES, ExtensionState
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.progress.models import Contribution
from tracker.progress.queries import followed_up_by
from tracker.progress.rules import UNIT_OWES_STATUSES, ContributionStatus
from tracker.progress.told import kept_until_told, work_goes_on
from tracker.tasks.models import Occurrence, Task

_NOT_OWED_STATUSES = frozenset(ContributionStatus) - UNIT_OWES_STATUSES


def requests_of_task(task_id: int) -> Sequence[ExtensionRequest]:
    """Every request for an instance of the task, in the order they were made."""
    return db.session.scalars(_of_task(), {"task_id": task_id}).all()


@cache
def _of_task() -> Select[ExtensionRequest]:
    """Made once: to put it together takes as long as to send it."""
    return (
        select(ExtensionRequest)
        .join(ExtensionRequest.occurrence)
        .where(Occurrence.task_id == bindparam("task_id"))
        .options(
            joinedload(ExtensionRequest.contribution).joinedload(Contribution.unit),
            joinedload(ExtensionRequest.prepared_by),
            joinedload(ExtensionRequest.sent_by),
            joinedload(ExtensionRequest.ended_by),
            joinedload(ExtensionRequest.revoked_by),
        )
        .order_by(ExtensionRequest.id)
    )


@dataclass(frozen=True, slots=True)
class ExtensionMark:
    """What a row shows of the latest request for its instance."""

    id: int
    state: ExtensionState
    contribution_id: int
    unit_id: int
    wanted_due_on: date
    granted_due_on: date | None
    note: str | None
    revocation_reason: str | None


@kept_until_told(work_goes_on, asked_when_all_is_told=True)
def latest_of_open_work() -> dict[int, ExtensionMark]:
    """The latest request for each instance that a lead still owes, by the instance's number."""
    found = plain_rows(_statement_of_latest())
    return {number: ExtensionMark(*mark) for number, *mark in found}


@cache
def _statement_of_latest() -> Select[Any]:
    """Made once: to put it together takes as long as to send it."""
    columns = (
        ExtensionRequest.id,
        ExtensionRequest.state,
        ExtensionRequest.contribution_id,
        Contribution.unit_id,
        ExtensionRequest.wanted_due_on,
        ExtensionRequest.granted_due_on,
        ExtensionRequest.note,
        ExtensionRequest.revocation_reason,
    )
    statement = _of_open_work(select(ExtensionRequest.occurrence_id, *columns))
    return statement.order_by(ExtensionRequest.id)


def waiting_for_decision(*, coordinated_by: int | None = None) -> Sequence[ExtensionRequest]:
    """What units have asked and nobody has decided, the nearest due day first.

    With a unit, only that of plans which the unit follows up. A request whose result has been
    handed in meanwhile asks for nothing any more.
    """
    statement = (
        _of_open_work(select(ExtensionRequest))
        .where(ExtensionRequest.state == ExtensionState.ASKED, followed_up_by(coordinated_by))
        .options(*_with_work(), joinedload(ExtensionRequest.sent_by))
        .order_by(Occurrence.due_on, ExtensionRequest.id)
    )
    return db.session.scalars(statement).all()


def count_waiting_for_decision(*, coordinated_by: int | None = None) -> int:
    """How many requests nobody has decided; with a unit, in the plans it follows up."""
    statement = _of_open_work(select(func.count(ExtensionRequest.id))).where(
        ExtensionRequest.state == ExtensionState.ASKED, followed_up_by(coordinated_by)
    )
    return db.session.scalar(statement) or 0


def open_request(occurrence_id: int) -> ExtensionRequest | None:
    """The request for the instance that is still to be sent or decided."""
    statement = select(ExtensionRequest).where(
        ExtensionRequest.occurrence_id == occurrence_id, ExtensionRequest.state.in_(OPEN_STATES)
    )
    return db.session.scalars(statement).first()


def times_granted(occurrence_id: int) -> int:
    """How often the instance's due day was put further."""
    statement = select(func.count(ExtensionRequest.id)).where(
        ExtensionRequest.occurrence_id == occurrence_id,
        ExtensionRequest.state == ExtensionState.GRANTED,
    )
    return db.session.scalar(statement) or 0


def other_granted_days(request: ExtensionRequest) -> Sequence[date]:
    """The days that other requests for the same instance were granted and still stand."""
    statement = select(ExtensionRequest.granted_due_on).where(
        ExtensionRequest.occurrence_id == request.occurrence_id,
        ExtensionRequest.id != request.id,
        ExtensionRequest.state == ExtensionState.GRANTED,
    )
    return [day for day in db.session.scalars(statement) if day is not None]


def granted_and_open(*, coordinated_by: int | None = None) -> Sequence[ExtensionRequest]:
    """What was granted for work that its lead still owes, the latest grant first."""
    statement = (
        _of_open_work(select(ExtensionRequest))
        .where(ExtensionRequest.state == ExtensionState.GRANTED, followed_up_by(coordinated_by))
        .options(*_with_work(), joinedload(ExtensionRequest.ended_by))
        .order_by(ExtensionRequest.ended_at.desc(), ExtensionRequest.id.desc())
    )
    return db.session.scalars(statement).all()


def answered_since(moment: datetime) -> Sequence[ExtensionRequest]:
    """What was granted, refused or revoked since then for work that its lead still owes."""
    answered_at = func.coalesce(ExtensionRequest.revoked_at, ExtensionRequest.ended_at)
    statement = (
        _of_open_work(select(ExtensionRequest))
        .where(ExtensionRequest.state.in_(ANSWERED_STATES), answered_at >= moment)
        .options(*_with_work())
        .order_by(ExtensionRequest.id)
    )
    return db.session.scalars(statement).all()


def contributions_of_occurrence(occurrence_id: int) -> Sequence[Contribution]:
    """What every unit owes for the instance, in one order."""
    statement = (
        select(Contribution)
        .where(Contribution.occurrence_id == occurrence_id)
        .options(selectinload(Contribution.unit))
        .order_by(Contribution.id)
    )
    return db.session.scalars(statement).all()


def _with_work() -> tuple[ORMOption, ...]:
    """Made when asked for: made at import, it would have every table's mapping worked out there."""
    return (
        contains_eager(ExtensionRequest.contribution).joinedload(Contribution.unit),
        contains_eager(ExtensionRequest.occurrence)
        .contains_eager(Occurrence.task)
        .contains_eager(Task.plan),
    )


def _of_open_work(statement: Select) -> Select:  # type: ignore[type-arg]
    return (
        statement.join(ExtensionRequest.contribution)
        .join(ExtensionRequest.occurrence)
        .join(Occurrence.task)
        .join(Task.plan)
        .where(
            # Not "in": SQLite would begin with all work of the status, of which there is far more.
            Contribution.status.not_in(_NOT_OWED_STATUSES),
            Plan.state == PlanState.ISSUED,
            Task.dropped_on.is_(None),
        )
    )
