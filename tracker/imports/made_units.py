"""Units and spellings that came with a decision about a draft, and taking them back with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tracker.accounts.models import User
from tracker.core.db import db
from tracker.reading.unit_keys import unit_key
from tracker.units.models import Unit, UnitAlias
from tracker.units.removing import remove_alias, remove_unit

_FIRST_VERSION = 1


@dataclass(frozen=True, slots=True)
class Made:
    """What one decision added to the list of units: a unit, a spelling of it, or both."""

    unit_id: int
    is_new: bool
    alias: str | None = None

    def __bool__(self) -> bool:
        """Whether anything was added."""
        return self.is_new or self.alias is not None


def made_to_json(made: Sequence[Made]) -> list[dict[str, Any]]:
    """Plain values, without decisions that added nothing."""
    return [asdict(part) for part in made if part]


def take_back_units(values: Sequence[dict[str, Any]], *, actor: User) -> list[str]:
    """Remove what was added, the last first; gives a sentence for each unit that has to stay."""
    found = (_take_back(Made(**value), actor) for value in reversed(values))
    return [sentence for sentence in found if sentence]


def _take_back(made: Made, actor: User) -> str | None:
    unit = db.session.get(Unit, made.unit_id)
    if unit is None:
        return None
    alias = _alias(unit, made.alias)
    if not made.is_new:
        if alias is not None:
            remove_alias(unit, alias, actor=actor)
        return None
    name = unit.name
    reasons = _changes_since(unit, alias) or remove_unit(unit, actor=actor)
    if not reasons:
        return None
    return f"“{name}” vẫn còn trong danh sách đơn vị vì {', '.join(reasons)}."


def _alias(unit: Unit, name: str | None) -> UnitAlias | None:
    key = unit_key(name or "")
    return next((alias for alias in unit.aliases if alias.key == key), None)


def _changes_since(unit: Unit, own_alias: UnitAlias | None) -> list[str]:
    """What somebody has done with the unit since: other spellings lead to it, its form was saved.

    A spelling added later is another decision, which would lose its unit.
    """
    found = []
    if unit.version != _FIRST_VERSION:
        found.append("đã được sửa sau đó")
    elif any(alias is not own_alias for alias in unit.aliases):
        found.append("đã có tên gọi khác được thêm sau đó")
    return found
