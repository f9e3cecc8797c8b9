"""Accepting at once all marked cells that were understood beyond doubt."""

from __future__ import annotations

from tracker.accounts.models import User
from tracker.audit.rules import AuditAction
from tracker.audit.service import record
from tracker.core.errors import ConflictError
from tracker.imports.changes import note_change, states_of
from tracker.imports.guards import flush, require_reviewing
from tracker.imports.models import ImportDraft
from tracker.imports.review import review_of
from tracker.units.queries import unit_directory

CHANGED_SINCE = "Bản nháp vừa được sửa thêm: hãy xem lại rồi làm lần nữa."


def accept_certain(draft: ImportDraft, *, state_mark: str, actor: User) -> int:
    """Confirm every cell with none but mild doubts; gives how many.

    `state_mark` is that of the draft the person saw: nobody accepts what another has just changed.
    """
    require_reviewing(draft)
    certain = review_of(draft, unit_directory()).certain
    count = sum(len(cells) for cells in certain.values())
    if count == 0:
        return 0
    if state_mark != draft.state_mark:
        raise ConflictError(CHANGED_SINCE)
    before = states_of(draft.rows)
    for row in draft.rows:
        cells = certain.get(row.id, [])
        if cells:
            row.confirmed = [*row.confirmed, *(cell.value for cell in cells)]
    flush()
    changes = {"Chấp nhận các ô chắc chắn": (None, f"{count} ô")}
    record(AuditAction.IMPORT_CHANGED, draft, name=draft.name, actor=actor, changes=dict(changes))
    what = f"chấp nhận {count} ô chắc chắn"
    note_change(draft, before, states_of(draft.rows), what=what, actor=actor)
    return count
