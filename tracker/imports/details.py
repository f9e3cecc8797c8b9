"""The document's own details: its title, number, day, year; deadlines hang on some of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tracker.accounts.models import User
from tracker.audit.rules import AuditAction, field_changes
from tracker.audit.service import record
from tracker.core.errors import ConflictError
from tracker.core.text_vn import one_line
from tracker.imports.cells import read_deadline_again
from tracker.imports.changes import note_change, states_of
from tracker.imports.guards import flush, require_reviewing
from tracker.imports.models import ImportDraft
from tracker.imports.rules import CellField, DraftRowKind
from tracker.imports.service import context_of, write_cell
from tracker.plans.rules import basis_lines
from tracker.units.models import Unit


@dataclass(frozen=True, slots=True)
class DocumentDetails:
    """What the office confirms of the document itself."""

    title: str | None
    number: str | None
    issued_on: date | None
    issuer: str | None
    signer: str | None
    year: int | None
    tracked_from: date | None
    coordinator_unit: Unit | None
    addressees: list[str] = field(default_factory=list)
    basis: list[dict[str, Any]] = field(default_factory=list)


def change_document(
    draft: ImportDraft, details: DocumentDetails, *, version: int, actor: User
) -> int:
    """Correct the document's details; gives how many deadlines were read anew for it.

    Deadlines hang on the year and the signing day; those a person has settled stay.
    """
    require_reviewing(draft)
    after, unit = _facts_after(details), details.coordinator_unit
    before: dict[str, Any] = {name: getattr(draft, name) for name in after}
    changes = field_changes(before, after)
    if not changes:
        return 0
    if draft.version != version:
        raise ConflictError(
            "Người khác vừa sửa thông tin văn bản. Nội dung bạn nhập vẫn còn: "
            "hãy so lại rồi bấm Lưu lần nữa."
        )
    told = field_changes(_as_told(before, draft.coordinator_unit), _as_told(after, unit))
    before_all = states_of(draft.rows, draft)
    for name, value in after.items():
        setattr(draft, name, value)
    reread = _read_deadlines_again(draft) if changes.keys() & {"year", "issued_on"} else 0
    flush()
    record(AuditAction.IMPORT_CHANGED, draft, name=draft.name, actor=actor, changes=told)
    after_all = states_of(draft.rows, draft)
    note_change(draft, before_all, after_all, what="sửa thông tin văn bản", actor=actor)
    return reread


def _read_deadlines_again(draft: ImportDraft) -> int:
    context = context_of(draft)
    count = 0
    for row in draft.rows:
        settled = CellField.DEADLINE.value in row.confirmed
        if row.kind is not DraftRowKind.TASK or settled or row.deadline_text is None:
            continue
        outcome = read_deadline_again(row, context)
        if outcome.values["deadline"] != row.deadline:
            write_cell(row, CellField.DEADLINE, outcome)
            row.confirmed = [name for name in row.confirmed if name != CellField.DEADLINE.value]
            count += 1
    return count


def _facts_after(details: DocumentDetails) -> dict[str, Any]:
    unit = details.coordinator_unit
    return {
        "title": one_line(details.title or "") or None,
        "number": one_line(details.number or "") or None,
        "issued_on": details.issued_on,
        "issuer": one_line(details.issuer or "") or None,
        "signer": one_line(details.signer or "") or None,
        "year": details.year,
        "tracked_from": details.tracked_from,
        "coordinator_unit_id": unit.id if unit is not None else None,
        "addressees": details.addressees,
        "basis": details.basis,
    }


def _as_told(facts: dict[str, Any], unit: Unit | None) -> dict[str, object]:
    """What the journal says of them: a unit by its name, other documents as they are typed."""
    told = {name: value for name, value in facts.items() if name != "coordinator_unit_id"}
    told["coordinator_unit"] = unit.name if unit is not None else None
    told["basis"] = basis_lines(facts["basis"])
    return told
