"""The steps of the ledger in words. Pure."""

from __future__ import annotations

from datetime import date

from tracker.core.calendar_vn import WorkingCalendar
from tracker.reminders.by_hand import BY_HAND_WORDS
from tracker.reminders.rules import CHECK_IN, CHECK_IN_AFTER, DUE, Escalation

ESCALATION_WORDS: dict[Escalation, str] = {
    Escalation.HEAD: "báo trưởng đơn vị",
    Escalation.OFFICE: "báo Văn phòng",
    Escalation.LEADER: "báo lãnh đạo",
}
EXTENSION_STEP_WORDS: dict[str, str] = {
    "extension_asked": "Xin gia hạn",
    "extension_granted": "Đã gia hạn",
    "extension_refused": "Không gia hạn",
    "extension_revoked": "Thu hồi gia hạn",
}


_BEFORE, _LATE = "before", "late"
_TOWARDS_DUE_DAY = frozenset({_BEFORE, DUE, _LATE})


def dated_step_words(step: str, due_on: date, today: date, calendar: WorkingCalendar) -> str:
    """A step towards the due day by the day on which it is told.

    A plan entered late, a machine that was off or a due day that nobody works on let a step be
    told after its day: the ledger, a proof for years, must not say "7 ngày" where 4 were left.
    """
    if not _is_towards_due_day(step) or today == due_on:
        return step_words(step)
    if today < due_on:
        kept_on = calendar.same_or_next_working_day(due_on)
        return step_words(f"{_BEFORE}:{calendar.working_days_between(today, kept_on)}")
    return step_words(f"{_LATE}:{calendar.working_days_between(due_on, today)}")


def told_words(step: str, reason: str) -> str:
    """The step as its row of the ledger has it, without the day that it is about."""
    return reason.partition(";")[0] if _is_towards_due_day(step) else step_words(step)


def step_words(step: str) -> str:
    """The step as the office reads it in the ledger."""
    if step in set(Escalation):
        words = ESCALATION_WORDS[Escalation(step)]
        return words[:1].upper() + words[1:]
    name, _, number = step.partition(":")
    return {
        _BEFORE: f"Trước hạn {number} ngày làm việc",
        DUE: "Đến hạn",
        _LATE: f"Quá hạn {number} ngày làm việc",
        CHECK_IN: "Sắp hết kỳ, chưa cập nhật",
        CHECK_IN_AFTER: "Đã hết kỳ, chưa cập nhật",
        "returned": f"Trả lại lần {number}",
        "amended": "Sửa đổi nhiệm vụ",
        "difficulty_answered": "Trả lời khó khăn, vướng mắc",
        **EXTENSION_STEP_WORDS,
        **BY_HAND_WORDS,
    }[name]


def _is_towards_due_day(step: str) -> bool:
    return step.partition(":")[0] in _TOWARDS_DUE_DAY
