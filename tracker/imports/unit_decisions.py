"""What the printed unit names stand for: the office decides each unknown name once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tracker.accounts.models import User
from tracker.audit.rules import AuditAction
from tracker.audit.service import record
from tracker.core.errors import ConflictError, RuleError
from tracker.core.text_vn import one_line
from tracker.imports.changes import note_change, states_of
from tracker.imports.guards import flush, require_reviewing
from tracker.imports.made_units import Made
from tracker.imports.models import ImportDraft
from tracker.imports.rules import UNIT_FIELDS, DraftRowKind
from tracker.reading.unit_keys import loose_unit_key, unit_key
from tracker.units.models import Unit
from tracker.units.queries import UnitDirectory, unit_directory, unit_named
from tracker.units.rules import UnitKind
from tracker.units.service import add_alias, create_unit


class UnitChoice(StrEnum):
    """What an unknown name may be; `SAME` is the unit decided for another name of the list."""

    ALIAS = "alias"
    SAME = "same"
    INTERNAL = "internal"
    LEADERSHIP = "leadership"
    EXTERNAL = "external"
    COLLECTIVE = "collective"


@dataclass(frozen=True, slots=True)
class UnitDecision:
    """What one printed name is; `new_name` is how the ward itself writes a new unit's name."""

    name: str
    choice: UnitChoice
    unit: Unit | None = None
    same_as: str | None = None
    new_name: str | None = None
    members: tuple[Unit, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the name probably is."""

    choice: UnitChoice
    unit: Unit | None = None
    same_as: str | None = None


def proposal_for(name: str, directory: UnitDirectory, *, earlier: Sequence[str]) -> Proposal:
    """A known unit of nearly the same name, else what kind of body the words speak of.

    `earlier` are the unknown names above it in the list: a second spelling is no second unit.
    """
    from tracker.reading.unit_hints import is_collective, is_leadership, is_outside_ward

    unit = directory.propose(name)
    if unit is not None:
        return Proposal(UnitChoice.ALIAS, unit=unit)
    key = loose_unit_key(name)
    same = next((other for other in earlier if loose_unit_key(other) == key), None)
    if same is not None:
        return Proposal(UnitChoice.SAME, same_as=same)
    if is_collective(name):
        return Proposal(UnitChoice.COLLECTIVE)
    if is_outside_ward(name):
        return Proposal(UnitChoice.EXTERNAL)
    return Proposal(UnitChoice.LEADERSHIP if is_leadership(name) else UnitChoice.INTERNAL)


def decide_units(
    draft: ImportDraft, decisions: Sequence[UnitDecision], *, actor: User
) -> list[Unit]:
    """Carry out the decisions; a name's error carries the name as its field.

    Aliases and new units come first, so that "the same as" finds its unit.
    """
    require_reviewing(draft)
    last = {UnitChoice.SAME: 1}
    ordered = sorted(decisions, key=lambda decision: last.get(decision.choice, 0))
    before = states_of(draft.rows)
    decided = [_decide_unit(draft, decision, actor=actor) for decision in ordered]
    _split_again(draft)
    flush()
    first = f"“{ordered[0].name}”" if len(ordered) == 1 else f"{len(ordered)} tên"
    note_change(
        draft,
        before,
        states_of(draft.rows),
        what=f"chọn đơn vị cho {first}",
        actor=actor,
        made=[made for _, made in decided if made is not None],
    )
    return [unit for unit, _ in decided]


def _decide_unit(
    draft: ImportDraft, decision: UnitDecision, *, actor: User
) -> tuple[Unit, Made | None]:
    """Make the printed name stand for a unit; nothing is made when it already does."""
    known = unit_named(decision.name)
    if known is not None and known.is_active:
        _refuse_another(decision, known)
        return known, None
    if known is not None:
        raise RuleError(
            f"“{known.name}” đã ngừng hoạt động: "
            "hãy mở lại đơn vị đó, hoặc sửa tên trong các dòng.",
            field=decision.name,
        )
    try:
        unit, is_new = _unit_for(decision, actor)
        add_alias(unit, decision.name, actor=actor)
    except RuleError as error:
        raise RuleError(error.message, field=decision.name) from error
    record(
        AuditAction.IMPORT_CHANGED,
        draft,
        name=draft.name,
        actor=actor,
        changes={f"Đơn vị “{decision.name}”": (None, unit.name)},
    )
    is_own_name = unit_key(decision.name) == unit_key(unit.name)
    return unit, Made(unit.id, is_new, alias=None if is_own_name else decision.name)


def _refuse_another(decision: UnitDecision, known: Unit) -> None:
    """Nobody's choice is put aside in silence: somebody was faster and chose another unit."""
    if decision.choice is UnitChoice.ALIAS:
        wanted = decision.unit
    elif decision.choice is UnitChoice.SAME:
        wanted = unit_named(decision.same_as or "")
    else:
        wanted = unit_named(one_line(decision.new_name or "") or decision.name)
    if wanted is not known:
        raise ConflictError(
            f"“{decision.name}” vừa được chọn là “{known.name}”: "
            "hãy chọn “Để sau” ở dòng này rồi lưu lại các dòng khác.",
            field=decision.name,
        )


def _unit_for(decision: UnitDecision, actor: User) -> tuple[Unit, bool]:
    """The unit that the name shall stand for, and whether it is a new one."""
    if decision.choice is UnitChoice.ALIAS:
        if decision.unit is None:
            raise RuleError("Hãy chọn tên này là cách viết khác của đơn vị nào.")
        return decision.unit, False
    if decision.choice is UnitChoice.SAME:
        unit = unit_named(decision.same_as or "")
        if unit is None:
            raise RuleError(f"Chưa biết “{decision.same_as}” là đơn vị nào: hãy chọn ở dòng đó.")
        return unit, False
    name = one_line(decision.new_name or "") or decision.name
    kind = UnitKind(decision.choice.value)
    if kind is UnitKind.COLLECTIVE and not decision.members:
        raise RuleError("Hãy chọn các đơn vị thuộc nhóm này.")
    existing = unit_named(name)
    if existing is not None and unit_key(name) != unit_key(decision.name):
        return existing, False
    members = decision.members if kind is UnitKind.COLLECTIVE else ()
    return create_unit(name, kind, actor=actor, members=members), True


def _split_again(draft: ImportDraft) -> None:
    """A name that holds a comma or "và" was cut while it was unknown; now its cells are whole.

    Only cells that nobody has settled, and only where every name is known afterwards. A cell that
    names who cooperates stays as it was read: taken as one list, its helpers would lead.
    """
    from tracker.reading.unit_names import split_units
    from tracker.reading.unit_roles import split_roles

    directory = unit_directory()
    for row in draft.rows:
        if split_roles(row.lead_text or "") is not None:
            continue
        for cell in UNIT_FIELDS:
            text = getattr(row, f"{cell.value}_text")
            names = getattr(row, cell.value)
            if row.kind is not DraftRowKind.TASK or cell.value in row.confirmed or not text:
                continue
            if all(directory.find(name) for name in names):
                continue
            split = split_units(text, directory.names).names
            if split and all(directory.find(name) for name in split):
                setattr(row, cell.value, list(split))
