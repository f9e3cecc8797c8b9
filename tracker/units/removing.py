"""Taking back a unit or a spelling that was added by mistake, as long as nothing hangs on it."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Column, exists, select
from sqlalchemy.exc import IntegrityError

from tracker.audit.rules import AuditAction
from tracker.audit.service import Actor, record
from tracker.core.db import Model, db
from tracker.units.models import Unit, UnitAlias
from tracker.units.rules import USE_WORDS

# Rows that are parts of the unit itself go with it.
_PARTS = frozenset({"unit_alias.unit_id", "unit_membership.collective_id", "former_name.unit_id"})
JUST_TAKEN = "vừa được dùng"


def uses_of(unit: Unit) -> list[str]:
    """In words, what hangs on the unit: "đã được giao nhiệm vụ"."""
    found = [
        USE_WORDS[column.table.name]
        for column in referring_columns()
        if db.session.scalar(select(exists().where(column == unit.id)))
    ]
    return list(dict.fromkeys(found))


def referring_columns() -> Iterator[Column[int]]:
    """Every column of the database that names a unit, but those of the unit's own parts."""
    unit_id = Unit.__table__.c.id
    for table in Model.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column is unit_id and f"{table.name}.{key.parent.name}" not in _PARTS:
                yield key.parent


def remove_unit(unit: Unit, *, actor: Actor | None) -> list[str]:
    """Remove a unit that nothing hangs on; otherwise it stays and the reasons are given."""
    reasons = uses_of(unit)
    if reasons:
        return reasons
    try:
        with db.session.begin_nested():
            record(AuditAction.UNIT_REMOVED, unit, name=unit.name, actor=actor)
            db.session.delete(unit)
    except IntegrityError:
        # Somebody assigned it between the question and the answer.
        db.session.refresh(unit)
        return [JUST_TAKEN]
    return []


def remove_alias(unit: Unit, alias: UnitAlias, *, actor: Actor | None) -> None:
    """Let a spelling stand for the unit no more."""
    unit.aliases.remove(alias)
    db.session.flush()
    record(
        AuditAction.UNIT_CHANGED,
        unit,
        name=unit.name,
        actor=actor,
        changes={"alias": (alias.name, None)},
    )
