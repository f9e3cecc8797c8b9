"""Tasks whose document names no time at all: one decision settles the many of a directive."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.accounts.models import User
from tracker.audit.rules import AuditAction
from tracker.audit.service import record
from tracker.core.errors import ConflictError
from tracker.imports.cells import CHOSEN_BY_HAND, Outcome
from tracker.imports.changes import note_change, states_of
from tracker.imports.guards import flush, require_reviewing
from tracker.imports.models import DraftRow, ImportDraft
from tracker.imports.rules import CellField, DraftRowKind
from tracker.imports.service import write_cell
from tracker.imports.values import deadline_to_json
from tracker.reading.result import DeadlineKind, DeadlineReading

CHANGED_SINCE = "Bản nháp vừa được sửa thêm: hãy xem lại rồi làm lần nữa."


def rows_without_deadline(draft: ImportDraft) -> Sequence[DraftRow]:
    """The tasks that print no time and that nobody has given one."""
    return [
        row
        for row in draft.rows
        if row.kind is DraftRowKind.TASK
        and not (row.deadline_text or "").strip()
        and (row.deadline_reading is None or row.deadline_reading.kind is None)
    ]


def make_regular(draft: ImportDraft, *, state_mark: str, actor: User) -> int:
    """Let them all be regular work: asked about monthly, never late. Gives how many.

    `state_mark` is that of the draft the person saw.
    """
    require_reviewing(draft)
    rows = rows_without_deadline(draft)
    if not rows:
        return 0
    if state_mark != draft.state_mark:
        raise ConflictError(CHANGED_SINCE)
    before = states_of(rows)
    regular = DeadlineReading(DeadlineKind.REGULAR, explanation=CHOSEN_BY_HAND)
    for row in rows:
        values = {"deadline_text": row.deadline_text, "deadline": deadline_to_json(regular)}
        write_cell(row, CellField.DEADLINE, Outcome(values))
    flush()
    what = f"coi {len(rows)} nhiệm vụ không ghi thời hạn là thường xuyên"
    changes: dict[str, tuple[object, object]] = {"Không ghi thời hạn": (None, what)}
    record(AuditAction.IMPORT_CHANGED, draft, name=draft.name, actor=actor, changes=changes)
    note_change(draft, before, states_of(rows), what=what, actor=actor)
    return len(rows)
