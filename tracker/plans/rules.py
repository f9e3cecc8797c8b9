"""The states of a plan."""

from __future__ import annotations

from enum import StrEnum


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


def document_reference(number: str | None, issued_on_words: str | None) -> str:
    """How letters cite the plan: its number and day, with blanks where the copy has blanks."""
    return f"số {number or '……/KH-UBND'} ngày {issued_on_words or '……'}"
