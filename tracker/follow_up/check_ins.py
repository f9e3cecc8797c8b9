"""Who has said how regular work goes in the running period. Pure: rows in, groups out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tracker.progress.models import Contribution
from tracker.units.models import Unit


@dataclass(slots=True)
class UnitCheckIns:
    """One unit's regular work in the running period: said and not yet said."""

    unit: Unit
    updated: int = 0
    missing: list[Contribution] = field(default_factory=list)


def check_ins_by_unit(contributions: Sequence[Contribution]) -> list[UnitCheckIns]:
    """One group per unit, the unit with most to say first."""
    groups: dict[int, UnitCheckIns] = {}
    for item in contributions:
        group = groups.setdefault(item.unit_id, UnitCheckIns(item.unit))
        if item.facts.was_updated:
            group.updated += 1
        else:
            group.missing.append(item)
    return sorted(groups.values(), key=lambda group: (-len(group.missing), group.unit.name))
