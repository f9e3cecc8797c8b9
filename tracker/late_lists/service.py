"""Drawing the month's list up, weighing its rows, releasing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm.attributes import flag_modified

from tracker.accounts.models import User
from tracker.audit.rules import AuditAction
from tracker.audit.service import record
from tracker.core import clock
from tracker.core.db import db, insert_missing
from tracker.core.errors import ConflictError, RuleError
from tracker.figures.windows import Window
from tracker.late_lists import queries
from tracker.late_lists.models import LateList, LateRow
from tracker.late_lists.paper import surroundings
from tracker.late_lists.rules import Correction, Facts, as_kept, corrections, from_kept
from tracker.progress.guards import lock

LONGEST_WORDS = 1000
IS_SEALED = "Danh sách đã công bố: không sửa được nữa."
CHANGED_MEANWHILE = "Dòng này vừa có người sửa. Hãy xem lại rồi ghi lần nữa."
NOT_TICKED = "Đã ghi lý do bỏ mà chưa đánh dấu: hãy đánh dấu ô này, hoặc xóa lý do."


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the Office decides of one row."""

    added_words: str
    is_struck: bool
    struck_reason: str


def draw_up(window: Window, *, actor: User) -> LateList:
    """The month's draft; drawn up twice it stays the first."""
    now = clock.now()
    if not window.has_ended(now):
        raise RuleError(f"Tháng này đến hết ngày {window.last:%d/%m/%Y} mới lập được danh sách.")
    values = {
        "first_day": window.first,
        "last_day": window.last,
        "name": window.name,
        "drawn_up_by_id": actor.id,
        "drawn_up_at": now,
        "version": 1,
    }
    added = insert_missing(LateList, [values])
    late_list = queries.list_of(window)
    if late_list is None:
        raise ConflictError("Có người đang lập danh sách tháng này. Hãy tải lại trang.")
    if added:
        _take(late_list, queries.late_in(window, now))
        changes = {"rows": (None, len(late_list.rows))}
        _record(AuditAction.LATE_LIST_DRAWN_UP, late_list, actor, changes)
    return late_list


def differences(late_list: LateList) -> list[Correction]:
    """What would stand otherwise were the list drawn up now."""
    listed = {row.contribution_id: from_kept(row.facts) for row in late_list.rows}
    return corrections(listed, queries.late_in(queries.window_of(late_list), clock.now()))


def draw_up_anew(late_list: LateList, *, actor: User) -> None:
    """Take the rows as they stand now; what was decided of a row that stays is kept."""
    _lock_draft(late_list)
    before = len(late_list.rows)
    _take(late_list, queries.late_in(queries.window_of(late_list), clock.now()))
    late_list.drawn_up_at, late_list.drawn_up_by = clock.now(), actor
    changes = {"rows": (before, len(late_list.rows))}
    _record(AuditAction.LATE_LIST_DRAWN_UP, late_list, actor, changes)


def judge(row: LateRow, judgement: Judgement, *, version: int, actor: User) -> None:
    """Strike the row out with the reason, or put it back; add words of the Office's own."""
    _lock_draft(row.late_list)
    lock(row)
    if row.version != version:
        raise ConflictError(CHANGED_MEANWHILE)
    reason = judgement.struck_reason.strip()
    if judgement.is_struck and not reason:
        raise RuleError("Hãy ghi lý do bỏ khỏi danh sách.", field="struck_reason")
    if not judgement.is_struck and reason not in ("", row.struck_reason):
        raise RuleError(NOT_TICKED, field="is_struck")
    before = (row.added_words, row.struck_reason)
    row.added_words = judgement.added_words.strip() or None
    row.struck_reason = reason if judgement.is_struck else None
    row.judged_by = actor
    # The list is another one now: a leader who looks at the former is not to release it.
    flag_modified(row.late_list, "name")
    changes = {
        "note": (before[0], row.added_words),
        "struck_reason": (before[1], row.struck_reason),
    }
    changed = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    name = f"{row.late_list.name}: {row.facts['unit']}, {row.facts['task']}"[:200]
    db.session.flush()
    record(AuditAction.LATE_ROW_JUDGED, row, name=name, actor=actor, changes=changed)


def release(late_list: LateList, *, version: int, actor: User) -> None:
    """Let everybody see it; from then on nothing of it changes. A second time changes nothing.

    Refused when a figure has changed since it was drawn up: nobody is named by an old one.
    """
    lock(late_list)
    if late_list.is_released:
        return
    if late_list.version != version:
        raise ConflictError("Văn phòng vừa sửa danh sách. Hãy xem lại rồi công bố.")
    if differences(late_list):
        raise ConflictError("Số liệu đã thay đổi từ khi lập: Văn phòng cần tính lại danh sách.")
    late_list.released_by, late_list.released_at = actor, clock.now()
    late_list.printed = surroundings(actor)
    changes = {"rows": (None, len(late_list.standing)), "struck": (None, len(late_list.struck))}
    _record(AuditAction.LATE_LIST_RELEASED, late_list, actor, changes)


def _take(late_list: LateList, found: Mapping[int, Facts]) -> None:
    present = {row.contribution_id: row for row in late_list.rows}
    for number, row in present.items():
        if number not in found:
            late_list.rows.remove(row)
    for position, (number, facts) in enumerate(found.items(), start=1):
        row = present.get(number) or LateRow(contribution_id=number)
        if number not in present:
            late_list.rows.append(row)
        row.position, row.facts = position, as_kept(facts)
    db.session.flush()
    late_list.rows.sort(key=lambda row: row.position)


def _lock_draft(late_list: LateList) -> None:
    lock(late_list)
    if late_list.is_released:
        raise ConflictError(IS_SEALED)


def _record(
    action: AuditAction,
    late_list: LateList,
    actor: User,
    changes: Mapping[str, tuple[object, object]],
) -> None:
    db.session.flush()
    record(action, late_list, name=late_list.name, actor=actor, changes=changes)
