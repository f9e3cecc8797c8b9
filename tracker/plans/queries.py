"""Finding plans."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import joinedload

from tracker.core.db import db
from tracker.core.plain_rows import plain_rows
from tracker.core.unchanged import kept_until_written
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState, last_year_to_end


def all_plans(*, with_drafts: bool) -> Sequence[Plan]:
    """Plans, the newest first."""
    statement = (
        select(Plan)
        .options(joinedload(Plan.coordinator_unit))
        .order_by(Plan.year.desc(), Plan.id.desc())
    )
    if not with_drafts:
        statement = statement.where(Plan.state != PlanState.DRAFT)
    return db.session.scalars(statement).all()


def plans_left_open(today: date) -> Sequence[Plan]:
    """Plans in force although their year is over, the oldest first: somebody forgot to end them."""
    statement = (
        select(Plan)
        .where(Plan.state == PlanState.ISSUED, Plan.year <= last_year_to_end(today))
        .order_by(Plan.year, Plan.id)
    )
    return db.session.scalars(statement).all()


@kept_until_written
def coordinates_a_running_plan(unit_id: int) -> bool:
    """Whether the unit follows up a plan in force."""
    return plain_rows(_statement_of_running_plan(), {"unit_id": unit_id}).first() is not None


@cache
def _statement_of_running_plan() -> Select[int]:
    """Made once: every page of a head asks, and to put it together takes as long as to send it."""
    return (
        select(Plan.id)
        .where(Plan.coordinator_unit_id == bindparam("unit_id"), Plan.state == PlanState.ISSUED)
        .limit(1)
    )


def plans_from_source(sha256: str) -> Sequence[Plan]:
    """Plans that were made from the same file."""
    statement = select(Plan).where(Plan.source_sha256 == sha256).order_by(Plan.id)
    return db.session.scalars(statement).all()
