"""Every correction of a draft, kept with what was there before, so that it can be taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.accounts.models import User
from tracker.audit.rules import AuditAction
from tracker.audit.service import record
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import ConflictError
from tracker.imports import queries
from tracker.imports.guards import flush, require_reviewing
from tracker.imports.made_units import Made, made_to_json, take_back_units
from tracker.imports.models import DraftRow, ImportChange, ImportDraft
from tracker.imports.rules import DraftRowKind
from tracker.imports.telling import NAMES, words_of

# {row's id or "draft": {attribute: JSON value}}; None for a row that did not exist.
States = dict[str, dict[str, Any] | None]

DRAFT = "draft"
DRAFT_ATTRIBUTES = (
    "title",
    "number",
    "issued_on",
    "issuer",
    "signer",
    "year",
    "tracked_from",
    "coordinator_unit_id",
    "addressees",
    "basis",
    "amends_plan_id",
)
ROW_ATTRIBUTES = (
    "kind",
    "label",
    "content",
    "lead_text",
    "cooperating_text",
    "deadline_text",
    "product",
    "lead",
    "cooperating",
    "deadline",
    "findings",
    "confirmed",
    "extra",
    "targets",
    "paired_task_id",
    "is_paired_by_hand",
)
_DATES = frozenset({"issued_on", "tracked_from"})
_OVERTAKEN = (
    "Chỗ này đã được sửa cách khác sau đó nên không hoàn tác được: hãy tải lại trang rồi sửa tay."
)


@dataclass(frozen=True, slots=True)
class Undone:
    """A correction taken back; `stays` says of each unit made with it why it is still there."""

    change: ImportChange
    stays: Sequence[str] = ()


def states_of(rows: Iterable[DraftRow], draft: ImportDraft | None = None) -> States:
    """What the rows (and the draft's own details) hold now."""
    states: States = {str(row.id): _state(row, ROW_ATTRIBUTES) for row in rows}
    if draft is not None:
        states[DRAFT] = _state(draft, DRAFT_ATTRIBUTES)
    return states


def note_change(
    draft: ImportDraft,
    before: States,
    after: States,
    *,
    what: str,
    actor: User | None,
    made: Sequence[Made] = (),
) -> None:
    """Keep a correction, flushed already, with the units `made` on the way; nothing is kept when
    nothing differs.
    """
    old, new = _differing(before, after)
    units = made_to_json(made)
    if not new and not units:
        return
    change = ImportChange(
        draft_id=draft.id,
        what=what,
        before=old,
        after=new,
        made=units or None,
        made_by=actor,
        made_at=clock.now(),
    )
    db.session.add(change)
    db.session.flush()


def undo_change(draft: ImportDraft, change_id: int, *, actor: User) -> Undone:
    """Take back the last correction; the same form sent twice takes back one.

    Units and spellings that came with it go too, but those in use by now.
    ConflictError when another correction came after it, or its place holds something else by now.
    """
    require_reviewing(draft, alone=True)
    change = db.session.get(ImportChange, change_id, populate_existing=True)
    if change is None or change.draft_id != draft.id:
        raise ConflictError("Không còn chỗ sửa này: hãy tải lại trang.")
    if change.undone_at is not None:
        return Undone(change)
    if queries.last_change(draft.id) is not change:
        raise ConflictError(
            "Bản nháp vừa được sửa thêm: hãy tải lại trang rồi hoàn tác từ chỗ sửa cuối cùng."
        )
    _require_untouched(draft, change.after)
    _bring_back(draft, change.before)
    change.undone_at, change.undone_by = clock.now(), actor
    flush()
    stays = take_back_units(change.made or (), actor=actor)
    told = {"Hoàn tác": (change.what, None), **_told(draft, change)}
    record(AuditAction.IMPORT_CHANGED, draft, name=draft.name, actor=actor, changes=told)
    return Undone(change, stays)


def row_words(row: DraftRow) -> str:
    """How a row is named in one line: "dòng 3.2"."""
    return f"dòng {row.short_name}"


def renumber(draft: ImportDraft) -> None:
    """Positions 1, 2, 3 … in the order the rows now have."""
    for position, row in enumerate(draft.rows, start=1):
        if row.position != position:
            row.position = position


def _state(thing: DraftRow | ImportDraft, attributes: Iterable[str]) -> dict[str, Any]:
    return {name: _plain(getattr(thing, name)) for name in attributes}


def _plain(value: Any) -> Any:
    if isinstance(value, DraftRowKind):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _differing(before: States, after: States) -> tuple[States, States]:
    old: States = {}
    new: States = {}
    for key, values in after.items():
        earlier = before.get(key)
        if earlier is None or values is None:
            old[key], new[key] = earlier, values
            continue
        names = [name for name in values if values[name] != earlier[name]]
        if names:
            old[key] = {name: earlier[name] for name in names}
            new[key] = {name: values[name] for name in names}
    return old, new


def _things(draft: ImportDraft) -> dict[str, DraftRow | ImportDraft]:
    return {DRAFT: draft, **{str(row.id): row for row in draft.rows}}


def _require_untouched(draft: ImportDraft, after: States) -> None:
    things = _things(draft)
    for key, values in after.items():
        thing = things.get(key)
        if thing is None or _state(thing, values or ()) != (values or {}):
            raise ConflictError(_OVERTAKEN)


def _bring_back(draft: ImportDraft, before: States) -> None:
    things = _things(draft)
    for key, values in before.items():
        thing = things[key]
        if values is None and isinstance(thing, DraftRow):
            draft.rows.remove(thing)
            continue
        for name, value in (values or {}).items():
            setattr(thing, name, _typed(name, value))
    flush()
    renumber(draft)


def _typed(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name == "kind":
        return DraftRowKind(value)
    return date.fromisoformat(value) if name in _DATES else value


def _told(draft: ImportDraft, change: ImportChange) -> dict[str, tuple[object, object]]:
    """For the journal: the words that came and went, of the rows that are still there."""
    things = _things(draft)
    told: dict[str, tuple[object, object]] = {}
    for key, values in change.before.items():
        thing = things.get(key)
        place = row_words(thing).capitalize() if isinstance(thing, DraftRow) else "Văn bản"
        after = change.after[key] or {}
        for name, value in (values or {}).items():
            if name in NAMES:
                pair = words_of(name, after[name]), words_of(name, value)
                told[f"{place} · {NAMES[name]}"] = pair
    return told
