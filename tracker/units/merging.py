"""A unit that ceases by being merged: its names lead to the heir from then on."""

from __future__ import annotations

from datetime import date

from tracker.core.db import db
from tracker.reading.unit_keys import unit_key
from tracker.units.models import Unit, UnitAlias


def end_as_merged(unit: Unit, heir: Unit, *, ended_on: date) -> None:
    """The unit is no more; documents that still name it mean the heir."""
    for alias in list(unit.aliases):
        unit.aliases.remove(alias)
        db.session.flush()
        _lead_to(heir, alias.name)
    _lead_to(heir, unit.name)
    unit.is_active, unit.merged_into, unit.ended_on = False, heir, ended_on
    db.session.flush()


def _lead_to(heir: Unit, name: str) -> None:
    key = unit_key(name)
    if key and key != unit_key(heir.name) and all(alias.key != key for alias in heir.aliases):
        heir.aliases.append(UnitAlias(name=name, key=key))
        db.session.flush()
