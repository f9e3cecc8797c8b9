"""The states of a plan."""

from __future__ import annotations

from enum import StrEnum

from tracker.reading.result import Rhythm
from tracker.settings.rules import DataWindow


class PlanState(StrEnum):
    """A draft is the office's own; an issued plan binds; a closed one is history."""

    DRAFT = "draft"
    ISSUED = "issued"
    CLOSED = "closed"


PLAN_STATE_WORDS: dict[PlanState, str] = {
    PlanState.DRAFT: "Dự thảo",
    PlanState.ISSUED: "Đang thực hiện",
    PlanState.CLOSED: "Đã kết thúc",
}


CHECK_IN_RHYTHM_WORDS: dict[Rhythm, str] = {
    Rhythm.WEEKLY: "Hằng tuần",
    Rhythm.MONTHLY: "Hằng tháng",
    Rhythm.QUARTERLY: "Hằng quý",
    Rhythm.HALF_YEARLY: "6 tháng một lần",
    Rhythm.YEARLY: "Hằng năm",
}
DATA_WINDOW_WORDS: dict[DataWindow, str] = {
    DataWindow.REPORT: "Từ ngày 15 đến ngày 14 (Nghị định 09/2019/NĐ-CP)",
    DataWindow.CALENDAR: "Theo lịch: trọn tháng, quý, năm",
}


def document_reference(number: str | None, issued_on_words: str | None) -> str:
    """How letters cite the plan: its number and day, with blanks where the copy has blanks."""
    return f"số {number or '……/KH-UBND'} ngày {issued_on_words or '……'}"
