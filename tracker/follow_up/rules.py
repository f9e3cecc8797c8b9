"""How far a leader's directive has come; when an answer to it, or to a letter, is late."""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class DirectiveState(StrEnum):
    """Waits for the unit; answered, waits for the leader; closed by the leader."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


DIRECTIVE_STATE_WORDS: dict[DirectiveState, str] = {
    DirectiveState.OPEN: "Chờ đơn vị trả lời",
    DirectiveState.ANSWERED: "Đã trả lời",
    DirectiveState.CLOSED: "Đã xong",
}


def is_answer_late(answer_by: date | None, today: date, *, is_awaited: bool) -> bool:
    """Whether the unit lets whoever asked wait beyond the day that was named."""
    return is_awaited and answer_by is not None and answer_by < today
