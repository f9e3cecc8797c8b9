"""Filters of the list of targets, kept in the address. Pure: rows and answers in, rows out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.core.numbers import whole_number
from tracker.core.text_vn import fold
from tracker.targets.rules import TargetState
from tracker.targets.standing import Standing


@dataclass(frozen=True, slots=True)
class TargetFilter:
    """What the reader wants to see; empty values let everything through."""

    words: str = ""
    plan_id: int | None = None
    unit_id: int | None = None
    state: TargetState | None = None

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> TargetFilter:
        """The filter an address asks for; what cannot be understood asks for nothing."""
        state = query.get("state", "")
        return cls(
            words=query.get("words", "").strip(),
            plan_id=whole_number(query.get("plan", "")),
            unit_id=whole_number(query.get("unit", "")),
            state=TargetState(state) if state in set(TargetState) else None,
        )

    @property
    def is_set(self) -> bool:
        """Whether anything is left out."""
        return bool(self.words or self.plan_id or self.unit_id or self.state)

    def lets_through(self, standing: Standing) -> bool:
        """Whether the target belongs on the page."""
        target = standing.target
        if self.words and fold(self.words) not in target.search_key:
            return False
        if self.plan_id is not None and target.plan_id != self.plan_id:
            return False
        if self.state is not None and standing.state is not self.state:
            return False
        named = {unit.id for unit in target.units}
        return self.unit_id is None or self.unit_id in named | target.owner_ids


def filtered(found: Sequence[Standing], chosen: TargetFilter) -> list[Standing]:
    """The targets let through, in their order."""
    return [standing for standing in found if chosen.lets_through(standing)]
