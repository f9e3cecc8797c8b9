"""How many submissions wait for an answer, told on every page of the office: kept up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select

from tracker.core.db import db
from tracker.plans.models import Plan
from tracker.progress.keeping_up import KeptUp
from tracker.progress.models import Contribution
from tracker.progress.queries import count_waiting_for_review, of_waiting


class _Waiting:
    """The submissions that nobody has answered, each with the unit that follows its plan up."""

    def __init__(self) -> None:
        self._units: dict[int, int | None] = {}
        self._numbers: Counter[int | None] = Counter()

    def put_all(
        self, places: Mapping[int, tuple[int | None]], among: Collection[int]
    ) -> Collection[int]:
        """Those among the numbers wait there now, or nowhere."""
        for piece in among:
            if piece in self._units:
                self._numbers[self._units.pop(piece)] -= 1
            if piece in places:
                (unit_id,) = places[piece]
                self._units[piece] = unit_id
                self._numbers[unit_id] += 1
        return ()

    def count(self, coordinated_by: int | None) -> int:
        """How many; of the plans the unit follows up."""
        return len(self._units) if coordinated_by is None else self._numbers[coordinated_by]


_KEPT = KeptUp("kept_submissions", _Waiting)


def count_waiting(*, coordinated_by: int | None) -> int:
    """As `queries.count_waiting_for_review` counts them."""
    return _KEPT.find(
        None,
        _judge,
        lambda waiting: waiting.count(coordinated_by),
        otherwise=lambda: count_waiting_for_review(coordinated_by=coordinated_by),
    )


def _judge(among: Collection[int] | None) -> dict[int, tuple[int | None]]:
    told = {"among": list(among or ())}
    found = db.session.execute(_statement(is_narrowed=among is not None), told)
    return {piece: (unit_id,) for piece, unit_id in found}


@cache
def _statement(*, is_narrowed: bool) -> Select[Any]:
    statement = of_waiting(select(Contribution.id, Plan.coordinator_unit_id))
    if is_narrowed:
        return statement.where(Contribution.id.in_(bindparam("among", expanding=True)))
    return statement
