"""Adding and changing units."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm.attributes import flag_modified

from tracker.audit.rules import AuditAction, field_changes
from tracker.audit.service import Actor, record
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import ConflictError, RuleError
from tracker.core.text_vn import one_line
from tracker.reading.unit_keys import unit_key
from tracker.units.models import FormerName, Unit, UnitAlias, UnitMembership
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


@dataclass(frozen=True, slots=True)
class UnitDetails:
    """A unit as its form has it; a spelling or member left out is taken away."""

    name: str
    kind: UnitKind
    short_name: str | None = None
    aliases: Sequence[str] = ()
    members: Sequence[Unit] = ()
    is_active: bool = True
    # From which day the name is in use, where it is a new one; today when left out.
    named_since: date | None = None


def change_unit(unit: Unit, details: UnitDetails, *, version: int, actor: Actor | None) -> None:
    """Change a unit; after a rename the old name stays an alias, for plans of its time."""
    if unit.version != version:
        raise ConflictError(
            "Có người vừa sửa đơn vị này. Nội dung bạn nhập vẫn còn ở dưới: "
            "hãy mở lại trang ở thẻ khác để so, rồi lưu lại."
        )
    name = one_line(details.name)
    if not name:
        raise RuleError("Hãy nhập tên đơn vị.", field="name")
    before, aliases = _facts(unit), list(details.aliases)
    if unit_key(name) != unit_key(unit.name):
        _refuse_taken(name, by_other_than=unit)
        aliases.append(unit.name)
        _keep_former_name(unit, name, details.named_since or clock.today())
    if unit.merged_into is not None and details.is_active:
        raise RuleError(
            f"Đơn vị đã hợp nhất vào “{unit.merged_into.name}” nên không hoạt động lại được.",
            field="is_active",
        )
    unit.name, unit.short_name = name, details.short_name
    unit.kind, unit.is_active = details.kind, details.is_active
    _set_aliases(unit, aliases)
    set_members(unit, details.members)
    changes = field_changes(before, _facts(unit))
    if changes:
        # The version must rise although only spellings or members changed.
        flag_modified(unit, "name")
        db.session.flush()
        record(AuditAction.UNIT_CHANGED, unit, name=unit.name, actor=actor, changes=changes)


def add_alias(unit: Unit, name: str, *, actor: Actor | None) -> None:
    """Let another spelling stand for the unit; nothing happens when it already does."""
    name = one_line(name)
    taken_by = unit_named(name)
    if taken_by is unit or not unit_key(name):
        return
    if taken_by is not None:
        raise RuleError(f"“{name}” đã là tên của “{taken_by.name}”.", field="aliases")
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


def _keep_former_name(unit: Unit, name: str, since: date) -> None:
    """The present name belongs to the days before the new one; a report of those days shows it.

    A name that was borne for no whole day was a mistake and is no history.
    """
    if since > clock.today():
        raise RuleError(
            "Tên mới chỉ đổi khi đã có hiệu lực: ngày không được sau hôm nay.", field="named_since"
        )
    last_day = since - timedelta(days=1)
    last = max(unit.former_names, key=lambda former: former.last_day, default=None)
    if last is None or last.last_day < last_day:
        unit.former_names.append(FormerName(name=unit.name, last_day=last_day))
    elif last.last_day > last_day:
        first = last.last_day + timedelta(days=1)
        raise RuleError(
            f"Tên đang dùng có từ {first:%d/%m/%Y}: hãy nhập ngày từ ngày đó trở đi.",
            field="named_since",
        )
    elif unit_key(last.name) == unit_key(name):
        unit.former_names.remove(last)


def _refuse_taken(name: str, *, by_other_than: Unit | None = None, field: str = "name") -> None:
    taken_by = unit_named(name)
    if taken_by is not None and taken_by is not by_other_than:
        raise RuleError(f"“{name}” đã là tên của “{taken_by.name}”.", field=field)


def _set_aliases(unit: Unit, names: Sequence[str]) -> None:
    """Exactly these spellings, each once; the unit's own name is none of them."""
    wanted = {unit_key(name): one_line(name) for name in reversed(names)}
    wanted = {key: name for key, name in wanted.items() if key not in {"", unit_key(unit.name)}}
    for name in wanted.values():
        _refuse_taken(name, by_other_than=unit, field="aliases")
    kept = [alias for alias in unit.aliases if alias.key in wanted]
    for alias in kept:
        alias.name = wanted.pop(alias.key)
    new = [UnitAlias(name=name, key=key) for key, name in reversed(wanted.items())]
    unit.aliases = [*kept, *new]
    db.session.flush()


def _facts(unit: Unit) -> dict[str, object]:
    return {
        "name": unit.name,
        "short_name": unit.short_name,
        "kind": unit.kind,
        "is_active": unit.is_active,
        "aliases": _joined(alias.name for alias in unit.aliases),
        "members": _joined(membership.member.name for membership in unit.memberships),
    }


def _joined(names: Iterable[str]) -> str | None:
    return "; ".join(sorted(names)) or None
