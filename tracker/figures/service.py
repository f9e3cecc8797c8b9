"""Sealing a window whose figures were reported."""

from __future__ import annotations

from tracker.accounts.models import User
from tracker.audit.rules import AuditAction
from tracker.audit.service import record
from tracker.core import clock
from tracker.core.db import db, insert_missing
from tracker.core.errors import ConflictError, RuleError
from tracker.figures.models import SealedFigures
from tracker.figures.queries import rows_in, sealed_for
from tracker.figures.rules import Basis, Measure, figures_of
from tracker.figures.sealing import as_kept
from tracker.figures.windows import Window


def seal(window: Window, *, request_key: str, actor: User) -> SealedFigures:
    """Keep the window's figures as they are reported; the same form sent twice seals once.

    Once sealed they stay: what is corrected afterwards is shown beside them.
    """
    now = clock.now()
    if not window.has_ended(now):
        raise RuleError(f"Kỳ này đến hết ngày {window.last:%d/%m/%Y} mới chốt được số liệu.")
    rows = rows_in(window, now)
    values = {
        "first_day": window.first,
        "last_day": window.last,
        "name": window.name,
        "sealed_at": now,
        "sealed_by_id": actor.id,
        "rows": as_kept(rows),
        "request_key": request_key,
    }
    added = insert_missing(SealedFigures, [values])
    sealed = sealed_for(window)
    if sealed is None:
        raise ConflictError("Có người đang chốt số liệu kỳ này. Hãy tải lại trang.")
    if not added:
        if sealed.request_key == request_key:
            return sealed
        raise ConflictError(
            f"{sealed.sealed_by.full_name} đã chốt số liệu kỳ này. Hãy tải lại trang để xem."
        )
    figures = figures_of(rows, Basis.CURRENT)
    told = (Measure.TOTAL, Measure.DONE, Measure.OPEN_OVERDUE)
    record(
        AuditAction.FIGURES_SEALED,
        sealed,
        name=f"{window.name} ({window.days_words})",
        actor=actor,
        changes={measure.value: (None, figures[measure]) for measure in told},
    )
    db.session.flush()
    return sealed


def record_rating(window: Window, rows: int, *, actor: User) -> None:
    """The journal says who took figures about persons."""
    record(
        AuditAction.FIGURES_EXPORTED,
        actor,
        name=f"{window.name} ({window.days_words})",
        actor=actor,
        changes={"rows": (None, rows)},
    )
