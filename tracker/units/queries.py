"""Finding units and matching printed names to them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from tracker.core.db import db
from tracker.core.unchanged import kept_until_written
from tracker.reading.unit_initials import abbreviates
from tracker.reading.unit_keys import loose_unit_key, unit_key
from tracker.units.models import Unit, UnitAlias


def all_units(*, active_only: bool = True) -> Sequence[Unit]:
    """Units in their printed order, with their aliases and members."""
    statement = (
        select(Unit)
        .options(selectinload(Unit.aliases), selectinload(Unit.memberships))
        .order_by(Unit.position, Unit.id)
    )
    if active_only:
        statement = statement.where(Unit.is_active)
    return db.session.scalars(statement).all()


@kept_until_written
def with_merged(unit_id: int) -> Sequence[int]:
    """The unit and all that were merged into it, one after the other."""
    found, look_at = [unit_id], [unit_id]
    while look_at:
        statement = select(Unit.id).where(Unit.merged_into_id.in_(look_at), Unit.id.not_in(found))
        look_at = list(db.session.scalars(statement))
        found += look_at
    return found


class UnitDirectory:
    """The ward's unit names, looked up many times over one document."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.units = units
        self._exact: dict[str, Unit] = {}
        self._loose: dict[str, list[Unit]] = {}
        for unit in units:
            for name in [unit.name, *(alias.name for alias in unit.aliases)]:
                self._exact.setdefault(unit_key(name), unit)
                candidates = self._loose.setdefault(loose_unit_key(name), [])
                if unit not in candidates:
                    candidates.append(unit)

    def find(self, name: str) -> Unit | None:
        """The unit known under exactly this name or alias."""
        return self._exact.get(unit_key(name))

    def propose(self, name: str) -> Unit | None:
        """The one unit that the name probably means; None when none or several could be meant."""
        alike = self._loose.get(loose_unit_key(name), [])
        for candidates in (alike, self._known_in_short(name), self._known_by_initials(name)):
            if len(candidates) == 1:
                return candidates[0]
        return None

    def _known_in_short(self, name: str) -> list[Unit]:
        """The units whose short name it is, or whose name ends in it ("Văn hóa - Xã hội")."""
        key = unit_key(name)
        return [
            unit
            for unit in self.units
            if unit_key(unit.short_name or "") == key
            or (" " in key and unit_key(unit.name).endswith(f" {key}"))
        ]

    def _known_by_initials(self, name: str) -> list[Unit]:
        """The units of whose name, or of another spelling of it, these are the initials."""
        return [
            unit
            for unit in self.units
            if any(
                abbreviates(name, known)
                for known in [unit.name, *(alias.name for alias in unit.aliases)]
            )
        ]

    @property
    def names(self) -> list[str]:
        """Every name and alias, for the reader."""
        return [
            name for unit in self.units for name in [unit.name, *(a.name for a in unit.aliases)]
        ]


def unit_directory() -> UnitDirectory:
    """The directory of active units."""
    return UnitDirectory(all_units())


def unit_named(name: str) -> Unit | None:
    """The unit, active or not, that already bears the name or alias."""
    key = unit_key(name)
    alias = db.session.scalars(select(UnitAlias).where(UnitAlias.key == key)).first()
    if alias is not None:
        return alias.unit
    return next((unit for unit in all_units(active_only=False) if unit_key(unit.name) == key), None)
