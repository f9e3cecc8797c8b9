"""Under which heading of a digest a contribution stands. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from tracker.progress.rules import ContributionFacts, ContributionStatus
from tracker.reminders.by_hand import DIRECTED, REPLIED, URGED, WITHDRAWN, standing
from tracker.reminders.rules import (
    AMENDED,
    DIFFICULTY_ANSWERED,
    EXTENSION_ASKED,
    Escalation,
    is_extension_step,
)
from tracker.tasks.rules import OccurrenceKind


class DigestPart(StrEnum):
    """The parts of a digest, most urgent first. Escalated: other units' late work."""

    DIRECTED = "directed"
    URGED = "urged"
    MENTIONED = "mentioned"
    REPLIED = "replied"
    ESCALATED = "escalated"
    LATE = "late"
    RETURNED = "returned"
    DUE = "due"
    DIFFICULTY_ANSWERED = "difficulty_answered"
    WITHDRAWN = "withdrawn"
    EXTENSION_ASKED = "extension_asked"
    EXTENSION_ANSWERED = "extension_answered"
    AMENDED = "amended"
    CHECK_IN = "check_in"
    FIGURE = "figure"


DIGEST_PART_WORDS: dict[DigestPart, str] = {
    DigestPart.DIRECTED: "Lãnh đạo chỉ đạo",
    DigestPart.URGED: "Đôn đốc bằng công văn",
    DigestPart.MENTIONED: "Nhắc đến ông/bà trong trao đổi",
    DigestPart.REPLIED: "Đơn vị trả lời ý kiến chỉ đạo",
    DigestPart.ESCALATED: "Việc của đơn vị quá hạn kéo dài",
    DigestPart.LATE: "Quá hạn",
    DigestPart.RETURNED: "Bị trả lại",
    DigestPart.DUE: "Sắp đến hạn",
    DigestPart.DIFFICULTY_ANSWERED: "Trả lời khó khăn, vướng mắc",
    DigestPart.WITHDRAWN: "Thu hồi công văn đôn đốc",
    DigestPart.EXTENSION_ASKED: "Đơn vị xin gia hạn, chờ trả lời",
    DigestPart.EXTENSION_ANSWERED: "Trả lời về gia hạn",
    DigestPart.AMENDED: "Nhiệm vụ được sửa đổi",
    DigestPart.CHECK_IN: "Cần cập nhật tình hình",
    DigestPart.FIGURE: "Chỉ tiêu cần số liệu",
}


# Under these only where nothing else was told of the work.
_ALONE = {
    REPLIED: DigestPart.REPLIED,
    DIFFICULTY_ANSWERED: DigestPart.DIFFICULTY_ANSWERED,
    WITHDRAWN: DigestPart.WITHDRAWN,
    AMENDED: DigestPart.AMENDED,
}


def part_of(facts: ContributionFacts, today: date, steps_told: Iterable[str] = ()) -> DigestPart:
    """Under which heading of a digest the contribution stands, for someone told these steps."""
    told = standing(steps_told)
    if any(step.startswith(DIRECTED) for step in told):
        return DigestPart.DIRECTED
    if any(step.startswith(URGED) for step in told):
        return DigestPart.URGED
    if told and told <= {Escalation.OFFICE, Escalation.LEADER}:
        return DigestPart.ESCALATED
    for prefix, part in _ALONE.items():
        if told and all(step.startswith(prefix) for step in told):
            return part
    if told and all(is_extension_step(step) for step in told):
        asked = any(step.startswith(EXTENSION_ASKED) for step in told)
        return DigestPart.EXTENSION_ASKED if asked else DigestPart.EXTENSION_ANSWERED
    if facts.due_on is not None and facts.due_on < today:
        return DigestPart.LATE
    if facts.status is ContributionStatus.RETURNED:
        return DigestPart.RETURNED
    return DigestPart.CHECK_IN if facts.kind is OccurrenceKind.CHECK_IN else DigestPart.DUE
