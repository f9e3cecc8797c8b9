"""What stops a correction: a draft that is no draft any more, a row changed in the meantime."""

from __future__ import annotations

from sqlalchemy.orm.exc import StaleDataError

from tracker.core.db import db
from tracker.core.errors import ConflictError, RuleError
from tracker.imports.models import ImportDraft
from tracker.imports.rules import DraftState


def require_reviewing(draft: ImportDraft, *, alone: bool = False) -> None:
    """Hold the draft as it is until this change is written; RuleError when it is no draft any more.

    The shared lock lets several people correct rows at once, but none while it is applied or,
    with `alone`, while rows are added or corrections taken back.
    """
    lock = True if alone else {"read": True}
    db.session.refresh(draft, ["state", "plan_id", "version"], with_for_update=lock)
    if alone:
        db.session.expire(draft, ["rows"])
    if draft.state is DraftState.READING:
        raise RuleError("Văn bản đang được đọc: hãy đợi đọc xong.")
    if draft.state is DraftState.APPLIED:
        raise RuleError("Bản nháp đã thành kế hoạch: hãy sửa trong kế hoạch.")
    if draft.state is DraftState.DISCARDED:
        raise RuleError("Bản nháp đã bỏ: hãy tải văn bản lên lại.")


def flush() -> None:
    """Write to the database; a row that another request changed in between is a conflict."""
    try:
        db.session.flush()
    except StaleDataError as error:
        raise ConflictError(
            "Người khác vừa sửa cùng dòng này: hãy tải lại trang để xem rồi làm lại."
        ) from error
