"""Who has said how regular work goes in the running period, by unit: kept up with the journal."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Date, Select, bindparam, select

from tracker.core.db import db
from tracker.core.plain_rows import plain_rows
from tracker.core.unchanged import kept_until_written
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.progress.keeping_up import KeptUp
from tracker.progress.lines import instance_name
from tracker.progress.models import Contribution
from tracker.progress.rules import ContributionStatus
from tracker.tasks.models import Occurrence, Task
from tracker.tasks.rules import OccurrenceKind
from tracker.units.models import Unit

# Of each unit at first; all of one unit when asked for.
FEW = 5


class Place(NamedTuple):
    """Where the piece of work is found, and whether the unit has said how it goes."""

    unit_id: int
    unit_name: str
    plan_id: int
    position: int
    is_said: bool


@dataclass(frozen=True, slots=True)
class CheckInLine:
    """One that nothing has been said of yet; `details` are its plan and its period's name."""

    id: int
    words: str
    details: tuple[str, ...]
    period_end: date | None


@dataclass(frozen=True, slots=True)
class UnitCheckIns:
    """One unit's regular work in the running period: said and not yet said.

    `listed` are the first of those not yet said.
    """

    unit_id: int
    unit_name: str
    updated: int
    missing: int
    listed: Sequence[CheckInLine]


class _OfUnit(NamedTuple):
    """How many of a unit's pieces were said something of and how many not, the first of these."""

    unit_id: int
    unit_name: str
    said: int
    missing: int
    first_missing: list[int]


class _CheckIns:
    """Where all of it stands; what was not said yet lies in the order of paper."""

    def __init__(self) -> None:
        self._places: dict[int, Place] = {}
        self._names: dict[int, str] = {}
        self._said: Counter[int] = Counter()
        self._missing: defaultdict[int, list[tuple[int, int, int]]] = defaultdict(list)

    def put_all(self, places: Mapping[int, Place], among: Collection[int]) -> Collection[int]:
        """Those among the numbers stand there now, or nowhere."""
        for piece in among:
            former = self._places.pop(piece, None)
            if former is not None:
                self._take_away(piece, former)
            if piece in places:
                self._put(piece, places[piece])
        return ()

    def _put(self, piece: int, place: Place) -> None:
        self._places[piece] = place
        self._names[place.unit_id] = place.unit_name
        if place.is_said:
            self._said[place.unit_id] += 1
        else:
            insort(self._missing[place.unit_id], (place.plan_id, place.position, piece))

    def _take_away(self, piece: int, former: Place) -> None:
        if former.is_said:
            self._said[former.unit_id] -= 1
            return
        missing = self._missing[former.unit_id]
        del missing[bisect_left(missing, (former.plan_id, former.position, piece))]

    def by_unit(self, whole: int | None) -> list[_OfUnit]:
        """Each unit with regular work; all that is missing of the one named."""
        return [
            _OfUnit(unit_id, name, said, len(missing), [piece for *_, piece in missing[:most]])
            for unit_id, name in self._names.items()
            for said, missing in [(self._said[unit_id], self._missing[unit_id])]
            for most in [None if unit_id == whole else FEW]
            if said or missing
        ]


def check_ins_by_unit(
    coordinated_by: int | None, today: date, *, whole: int | None = None
) -> list[UnitCheckIns]:
    """One line per unit, the unit with most to say first; of one unit everything, if asked for."""
    found = _found(coordinated_by, today, whole)
    lines = _lines(tuple(piece for unit in found for piece in unit.first_missing))
    return [
        UnitCheckIns(
            unit.unit_id,
            unit.unit_name,
            unit.said,
            unit.missing,
            [lines[piece] for piece in unit.first_missing],
        )
        for unit in sorted(found, key=lambda unit: (-unit.missing, unit.unit_name))
    ]


_KEPT = KeptUp("kept_check_ins", _CheckIns)


def _found(coordinated_by: int | None, today: date, whole: int | None) -> list[_OfUnit]:
    def judge(among: Collection[int] | None) -> dict[int, Place]:
        return _judge(coordinated_by, today, among)

    def anew() -> list[_OfUnit]:
        check_ins, places = _CheckIns(), judge(None)
        check_ins.put_all(places, places)
        return check_ins.by_unit(whole)

    return _KEPT.find(
        coordinated_by, judge, lambda check_ins: check_ins.by_unit(whole), otherwise=anew
    )


def _judge(
    coordinated_by: int | None, today: date, among: Collection[int] | None
) -> dict[int, Place]:
    statement = _statement_of_places(
        is_coordinated=coordinated_by is not None, is_narrowed=among is not None
    )
    told = {"today": today, "coordinated_by": coordinated_by, "among": list(among or ())}
    # A name is held once, not with each piece.
    names: dict[str, str] = {}
    return {
        piece: Place(unit_id, names.setdefault(name, name), plan_id, position, is_said=bool(said))
        for piece, unit_id, name, plan_id, position, said in plain_rows(statement, told)
    }


@cache
def _statement_of_places(*, is_coordinated: bool, is_narrowed: bool) -> Select[*tuple[Any, ...]]:
    """Made once: to put it together takes as long as to send it."""
    today = bindparam("today", type_=Date())
    statement = (
        select(
            Contribution.id,
            Contribution.unit_id,
            Unit.name,
            Task.plan_id,
            Task.position,
            Contribution.last_updated_at.is_not(None),
        )
        .join(Contribution.occurrence)
        .join(Occurrence.task)
        .join(Task.plan)
        .join(Contribution.unit)
        .where(
            Occurrence.kind == OccurrenceKind.CHECK_IN,
            Occurrence.period_start <= today,
            Occurrence.period_end >= today,
            Contribution.status != ContributionStatus.CANCELLED,
            Task.dropped_on.is_(None),
            Plan.state == PlanState.ISSUED,
        )
    )
    if is_coordinated:
        statement = statement.where(Plan.coordinator_unit_id == bindparam("coordinated_by"))
    if is_narrowed:
        return statement.where(Contribution.id.in_(bindparam("among", expanding=True)))
    return statement


@kept_until_written
def _lines(pieces: tuple[int, ...]) -> dict[int, CheckInLine]:
    found = db.session.execute(_statement(), {"pieces": pieces}) if pieces else ()
    return {row.id: _line(row) for row in found}


def _line(row: Any) -> CheckInLine:
    return CheckInLine(
        row.id,
        f"{row.label} {row.content}".strip(),
        (row.number or row.title, instance_name(row)),
        row.period_end,
    )


@cache
def _statement() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Contribution.id,
            Occurrence.kind,
            Occurrence.key,
            Occurrence.due_on,
            Occurrence.period_start,
            Occurrence.period_end,
            Occurrence.event_title,
            Task.label,
            Task.content,
            Plan.number,
            Plan.title,
        )
        .join(Contribution.occurrence)
        .join(Occurrence.task)
        .join(Task.plan)
        .where(Contribution.id.in_(bindparam("pieces", expanding=True)))
    )
