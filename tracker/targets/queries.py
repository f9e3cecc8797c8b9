"""Finding targets and their figures. Whether they are met is derived, never stored."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.core.db import db
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.targets.models import Measurement, MeasurementEvidence, Target, TargetUnit
from tracker.targets.rules import AskedFigure
from tracker.targets.standing import Standing, standings
from tracker.tasks.rules import Period
from tracker.units.models import Unit, UnitMembership


@dataclass(frozen=True, slots=True)
class AskedTarget:
    """A target that waits for a figure, and for which one."""

    standing: Standing
    asked: AskedFigure


def targets_of_plan(plan_id: int, as_of: date | None = None) -> list[Standing]:
    """A plan's targets in printed order with their latest figures, as known on the day."""
    return standings(db.session.scalars(_of_plan(), {"plan_id": plan_id}), as_of)


@cache
def _of_plan() -> Select[Target]:
    """Made once: to put it together takes as long as to send it."""
    return _targets().where(Target.plan_id == bindparam("plan_id"))


def targets_of_plans(plan_ids: Collection[int], as_of: date | None = None) -> list[Standing]:
    """The targets of several plans, one plan after the other, with figures known on the day."""
    return standings(db.session.scalars(_targets().where(Target.plan_id.in_(plan_ids))), as_of)


def targets_needing_figure(unit_id: int | None, today: date) -> list[AskedTarget]:
    """What the unit has to measure now in running plans; whoever has no unit owes no figure."""
    if unit_id is None:
        return []
    asked = all_needing_figure(today)
    return [item for item in asked if unit_id in item.standing.target.owner_ids]


def all_needing_figure(today: date) -> list[AskedTarget]:
    """What has to be measured now in running plans, whoever owes it."""
    statement = _targets().join(Target.plan).where(Plan.state == PlanState.ISSUED)
    found = standings(db.session.scalars(statement).unique())
    asked = ((standing, standing.asked(today)) for standing in found)
    return [AskedTarget(standing, figure) for standing, figure in asked if figure is not None]


def measurement_of_period(target: Target, period: Period) -> Measurement | None:
    """The last row entered for the period, a withdrawal too."""
    statement = (
        select(Measurement)
        .where(
            Measurement.target_id == target.id,
            Measurement.period_start == period.start,
            Measurement.period_end == period.end,
        )
        .order_by(Measurement.revision.desc())
    )
    return db.session.scalars(statement.limit(1)).first()


def measurement_of_request(key: str | None) -> Measurement | None:
    """The measurement that the same form made before."""
    if not key:
        return None
    return db.session.scalars(select(Measurement).where(Measurement.request_key == key)).first()


def target_of_request(key: str | None) -> Target | None:
    """The target that the same form made before."""
    if not key:
        return None
    return db.session.scalars(select(Target).where(Target.request_key == key)).first()


def evidence_by_id(evidence_id: int) -> MeasurementEvidence | None:
    """One piece of evidence."""
    return db.session.get(MeasurementEvidence, evidence_id)


def next_position(plan_id: int) -> int:
    """Where a target added by hand comes: behind all others."""
    highest = db.session.scalar(select(func.max(Target.position)).where(Target.plan_id == plan_id))
    return (highest or 0) + 1


def _targets() -> Select[Target]:
    """Targets that hold, together with everything a line about them shows."""
    owning = selectinload(Target.owners).joinedload(TargetUnit.unit)
    return (
        select(Target)
        .where(Target.dropped_on.is_(None))
        .options(
            joinedload(Target.plan),
            owning.selectinload(Unit.memberships).joinedload(UnitMembership.member),
            selectinload(Target.measurements),
        )
        .order_by(Target.plan_id, Target.position, Target.id)
    )
