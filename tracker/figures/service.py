"""Sealing a window whose figures were reported, and sealing it again after a correction."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.accounts.models import User
from tracker.audit.rules import AuditAction
from tracker.audit.service import record
from tracker.core import clock
from tracker.core.db import db, insert_missing
from tracker.core.errors import ConflictError, RuleError
from tracker.figures.models import SealedFigures
from tracker.figures.queries import editions_of, rows_in
from tracker.figures.rules import Basis, FigureRow, Measure, figures_of
from tracker.figures.sealing import as_kept, counts_alike, from_kept
from tracker.figures.windows import Window

_TOLD = (Measure.TOTAL, Measure.DONE, Measure.OPEN_OVERDUE)


def seal(window: Window, *, request_key: str, actor: User) -> SealedFigures:
    """Keep the window's figures as they are reported; the same form sent twice seals once.

    Once sealed they stay: what is corrected afterwards is shown beside them.
    """
    if not window.has_ended(clock.now()):
        raise RuleError(f"Kỳ này đến hết ngày {window.last:%d/%m/%Y} mới chốt được số liệu.")
    rows = rows_in(window, clock.now())
    sealed, is_new = _keep(window, rows, edition=1, reason="", request_key=request_key, actor=actor)
    if is_new:
        figures = figures_of(rows, Basis.CURRENT)
        record(
            AuditAction.FIGURES_SEALED,
            sealed,
            name=f"{window.name} ({window.days_words})",
            actor=actor,
            changes={measure.value: (None, figures[measure]) for measure in _TOLD},
        )
        db.session.flush()
    return sealed


def seal_again(
    window: Window, *, reason: str, after_edition: int, request_key: str, actor: User
) -> SealedFigures:
    """Report corrected figures as another edition; the one before stays and can still be opened.

    `after_edition` is the one that the person saw; the same form sent twice seals once.
    """
    editions = editions_of(window)
    if not editions:
        raise RuleError("Kỳ này chưa chốt số liệu. Hãy chốt lần đầu trước.")
    repeated = next((item for item in editions if item.request_key == request_key), None)
    if repeated is not None:
        return repeated
    last = editions[-1]
    if last.edition != after_edition:
        raise _sealed_by_another(last)
    if not reason.strip():
        raise RuleError("Hãy ghi lý do chốt lại số liệu.", field="reason")
    former, rows = from_kept(last.rows), rows_in(window, clock.now())
    if counts_alike(former, rows):
        raise RuleError("Số liệu không khác lần chốt trước nên không cần chốt lại.")
    sealed, is_new = _keep(
        window,
        rows,
        edition=last.edition + 1,
        reason=reason.strip(),
        request_key=request_key,
        actor=actor,
    )
    if is_new:
        _record_again(sealed, former, rows, actor=actor)
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


def _keep(
    window: Window,
    rows: Sequence[FigureRow],
    *,
    edition: int,
    reason: str,
    request_key: str,
    actor: User,
) -> tuple[SealedFigures, bool]:
    """The edition, and whether it is new; of two persons at once only one seals it."""
    values = {
        "first_day": window.first,
        "last_day": window.last,
        "edition": edition,
        "reason": reason,
        "name": window.name,
        "sealed_at": clock.now(),
        "sealed_by_id": actor.id,
        "rows": as_kept(rows),
        "request_key": request_key,
    }
    added = insert_missing(SealedFigures, [values])
    editions = editions_of(window)
    if not editions:
        raise ConflictError("Có người đang chốt số liệu kỳ này. Hãy tải lại trang.")
    own = next((item for item in editions if item.request_key == request_key), None)
    if own is None:
        raise _sealed_by_another(editions[-1])
    return own, bool(added)


def _sealed_by_another(sealed: SealedFigures) -> ConflictError:
    name = sealed.sealed_by.full_name
    return ConflictError(f"{name} đã chốt số liệu kỳ này. Hãy tải lại trang để xem.")


def _record_again(
    sealed: SealedFigures,
    former: Sequence[FigureRow],
    rows: Sequence[FigureRow],
    *,
    actor: User,
) -> None:
    before, now = (figures_of(found, Basis.CURRENT) for found in (former, rows))
    numbers: dict[str, tuple[object, object]] = {
        measure.value: (before[measure], now[measure])
        for measure in _TOLD
        if before[measure] != now[measure]
    }
    record(
        AuditAction.FIGURES_SEALED_AGAIN,
        sealed,
        name=f"{sealed.name}, chốt lần {sealed.edition}",
        actor=actor,
        changes={
            "edition": (sealed.edition - 1, sealed.edition),
            "reason": (None, sealed.reason),
            **numbers,
        },
    )
    db.session.flush()
