"""Adding and changing units."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from tracker.audit.rules import AuditAction, field_changes
from tracker.audit.service import Actor, record
from tracker.core.db import db
from tracker.core.errors import RuleError
from tracker.core.text_vn import one_line
from tracker.reading.unit_names import unit_key
from tracker.units.models import Unit, UnitAlias, UnitMembership
from tracker.units.queries import unit_named
from tracker.units.rules import UnitKind


def create_unit(
    name: str,
    kind: UnitKind = UnitKind.INTERNAL,
    *,
    actor: Actor | None,
    short_name: str | None = None,
    aliases: Sequence[str] = (),
    members: Sequence[Unit] = (),
) -> Unit:
    """Add a unit; RuleError when the name is empty or taken."""
    name = one_line(name)
    if not name:
        raise RuleError("Hãy nhập tên đơn vị.", field="name")
    _refuse_taken(name)
    last = db.session.scalar(select(func.max(Unit.position))) or 0
    unit = Unit(name=name, short_name=short_name, kind=kind, position=last + 1, is_active=True)
    db.session.add(unit)
    db.session.flush()
    for alias in aliases:
        add_alias(unit, alias, actor=None)
    set_members(unit, members)
    record(AuditAction.UNIT_CREATED, unit, name=unit.name, actor=actor)
    return unit


def change_unit(
    unit: Unit,
    *,
    actor: Actor | None,
    name: str,
    short_name: str | None,
    kind: UnitKind,
    is_active: bool,
) -> None:
    """Rename a unit or change its kind; the old name stays as an alias for plans of its time."""
    name = one_line(name)
    if not name:
        raise RuleError("Hãy nhập tên đơn vị.", field="name")
    before = _facts(unit)
    if unit_key(name) != unit_key(unit.name):
        taken_by = unit_named(name)
        if taken_by is not None and taken_by is not unit:
            raise RuleError(f"Tên này đã là của “{taken_by.name}”.", field="name")
        _keep_as_alias(unit, unit.name)
    unit.name, unit.short_name, unit.kind, unit.is_active = name, short_name, kind, is_active
    db.session.flush()
    changes = field_changes(before, _facts(unit))
    if changes:
        record(AuditAction.UNIT_CHANGED, unit, name=unit.name, actor=actor, changes=changes)


def add_alias(unit: Unit, name: str, *, actor: Actor | None) -> None:
    """Let another spelling stand for the unit; nothing happens when it already does."""
    name = one_line(name)
    taken_by = unit_named(name)
    if taken_by is unit:
        return
    if taken_by is not None:
        raise RuleError(f"“{name}” đã là tên của “{taken_by.name}”.", field="alias")
    unit.aliases.append(UnitAlias(name=name, key=unit_key(name)))
    db.session.flush()
    if actor is not None:
        record(
            AuditAction.UNIT_CHANGED,
            unit,
            name=unit.name,
            actor=actor,
            changes={"alias": (None, name)},
        )


def set_members(collective: Unit, members: Sequence[Unit]) -> None:
    """Say which units a collective stands for; only a collective has members."""
    if members and collective.kind is not UnitKind.COLLECTIVE:
        raise RuleError("Chỉ nhóm đơn vị mới có đơn vị thành viên.", field="members")
    if any(member.kind is UnitKind.COLLECTIVE for member in members):
        raise RuleError(
            "Thành viên của nhóm phải là đơn vị, không phải nhóm khác.", field="members"
        )
    wanted = {member.id for member in members}
    collective.memberships = [
        membership for membership in collective.memberships if membership.member_id in wanted
    ]
    present = {membership.member_id for membership in collective.memberships}
    collective.memberships += [
        UnitMembership(member=member) for member in members if member.id not in present
    ]
    db.session.flush()


def _refuse_taken(name: str) -> None:
    taken_by = unit_named(name)
    if taken_by is not None:
        raise RuleError(f"“{name}” đã là tên của “{taken_by.name}”.", field="name")


def _keep_as_alias(unit: Unit, name: str) -> None:
    if all(alias.key != unit_key(name) for alias in unit.aliases):
        unit.aliases.append(UnitAlias(name=name, key=unit_key(name)))


def _facts(unit: Unit) -> dict[str, object]:
    return {
        "name": unit.name,
        "short_name": unit.short_name,
        "kind": unit.kind,
        "is_active": unit.is_active,
    }
