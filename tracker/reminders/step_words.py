"""The steps of the ledger in words. Pure."""

from __future__ import annotations

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


def step_words(step: str) -> str:
    """The step as the office reads it in the ledger."""
    if step in set(Escalation):
        words = ESCALATION_WORDS[Escalation(step)]
        return words[:1].upper() + words[1:]
    name, _, number = step.partition(":")
    return {
        "before": f"Trước hạn {number} ngày làm việc",
        DUE: "Đến hạn",
        "late": f"Quá hạn {number} ngày làm việc",
        CHECK_IN: "Sắp hết kỳ, chưa cập nhật",
        CHECK_IN_AFTER: "Đã hết kỳ, chưa cập nhật",
        "returned": f"Trả lại lần {number}",
        "amended": "Sửa đổi nhiệm vụ",
        "difficulty_answered": "Trả lời khó khăn, vướng mắc",
        **EXTENSION_STEP_WORDS,
        **BY_HAND_WORDS,
    }[name]
