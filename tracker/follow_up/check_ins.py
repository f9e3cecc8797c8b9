"""Who has said how regular work goes in the running period, counted by unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func

from tracker.core.db import db
from tracker.core.unchanged import kept_until_written
from tracker.progress.models import Contribution
from tracker.progress.queries import running_check_ins, with_task
from tracker.tasks.models import Task
from tracker.units.models import Unit

# Of each unit at first; all of one unit when asked for.
FEW = 5


@dataclass(frozen=True, slots=True)
class UnitCheckIns:
    """One unit's regular work in the running period: said and not yet said.

    `listed` are the first of those not yet said.
    """

    unit_id: int
    unit_name: str
    updated: int
    missing: int
    listed: Sequence[Contribution]


def check_ins_by_unit(
    coordinated_by: int | None, today: date, *, whole: int | None = None
) -> list[UnitCheckIns]:
    """One line per unit, the unit with most to say first; of one unit everything, if asked for."""
    counts = _counts(coordinated_by, today)
    numbers = [
        number
        for unit_id, *_counts_of_unit in counts
        for number in _missing(coordinated_by, today, unit_id, None if unit_id == whole else FEW)
    ]
    loaded = _loaded(numbers)
    return [
        UnitCheckIns(
            unit_id,
            name,
            updated,
            missing,
            [item for item in loaded if item.unit_id == unit_id],
        )
        for unit_id, name, updated, missing in counts
    ]


@kept_until_written
def _counts(coordinated_by: int | None, today: date) -> tuple[tuple[int, str, int, int], ...]:
    said = func.sum(case((Contribution.last_updated_at.is_not(None), 1), else_=0))
    statement = (
        running_check_ins(today, coordinated_by=coordinated_by)
        .join(Contribution.unit)
        .with_only_columns(Contribution.unit_id, Unit.name, said, func.count() - said)
        .group_by(Contribution.unit_id, Unit.name)
        .order_by(None)
    )
    found = (tuple(row) for row in db.session.execute(statement))
    return tuple(sorted(found, key=lambda row: (-row[3], row[1])))


@kept_until_written
def _missing(
    coordinated_by: int | None, today: date, unit_id: int, most: int | None
) -> tuple[int, ...]:
    statement = running_check_ins(today, coordinated_by=coordinated_by).where(
        Contribution.unit_id == unit_id, Contribution.last_updated_at.is_(None)
    )
    return tuple(db.session.scalars(statement.with_only_columns(Contribution.id).limit(most)))


def _loaded(numbers: Sequence[int]) -> Sequence[Contribution]:
    if not numbers:
        return ()
    in_order = (Contribution.unit_id, Task.plan_id, Task.position, Contribution.id)
    statement = with_task().where(Contribution.id.in_(numbers)).order_by(*in_order)
    return db.session.scalars(statement).all()
