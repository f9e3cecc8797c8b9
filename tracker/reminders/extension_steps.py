"""News of extensions as steps of the ledger: what a step tells, and in which words."""

from __future__ import annotations

from tracker.core.numbers import whole_number
from tracker.extensions.models import ExtensionRequest
from tracker.extensions.rules import ExtensionState
from tracker.reminders.rules import EXTENSION
from tracker.reminders.step_words import step_words


def step_of(request: ExtensionRequest) -> str:
    """The step that tells how far the request has come ("extension_granted:12")."""
    return f"{EXTENSION}{request.state.value}:{request.id}"


def request_id_of(step: str) -> int | None:
    """The number of the request a step tells of; None for any other step."""
    return whole_number(step.rpartition(":")[2]) if step.startswith(EXTENSION) else None


def reason_of(request: ExtensionRequest) -> str:
    """Why somebody is told, as the ledger keeps it: "Xin gia hạn đến 10/09/2026"."""
    words = step_words(step_of(request))
    if request.state is ExtensionState.REVOKED:
        return f"{words}; hạn nay là {request.revoked_due_on:%d/%m/%Y}"
    day = request.granted_due_on or request.wanted_due_on
    return f"{words} đến {day:%d/%m/%Y}"


def note_of(request: ExtensionRequest, *, with_words: bool) -> str:
    """What a mail says of it; what the unit and those who decided wrote only to whom it concerns.

    "Đã gia hạn từ 20/08/2026 đến 10/09/2026. Ý kiến: Đồng ý."
    """
    sentence, heading, words = _parts_of(request)
    return f"{sentence}. {heading}: {words}" if with_words and words else f"{sentence}."


def _parts_of(request: ExtensionRequest) -> tuple[str, str, str | None]:
    due, wanted = f"{request.due_on:%d/%m/%Y}", f"{request.wanted_due_on:%d/%m/%Y}"
    if request.state is ExtensionState.GRANTED:
        sentence = f"Đã gia hạn từ {due} đến {request.granted_due_on:%d/%m/%Y}"
        return sentence, "Ý kiến", request.note
    if request.state is ExtensionState.REFUSED:
        return f"Không gia hạn đến {wanted}, hạn vẫn là {due}", "Lý do", request.note
    if request.state is ExtensionState.REVOKED:
        granted, now = f"{request.granted_due_on:%d/%m/%Y}", f"{request.revoked_due_on:%d/%m/%Y}"
        sentence = f"Thu hồi gia hạn đến {granted}, hạn nay là {now}"
        return sentence, "Lý do", request.revocation_reason
    return f"Xin gia hạn từ {due} đến {wanted}", "Lý do", request.reason
