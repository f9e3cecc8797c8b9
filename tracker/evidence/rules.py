"""What may serve as evidence, as it came in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class EvidenceKind(StrEnum):
    """What shows that the work was done."""

    FILE = "file"
    DOCUMENT = "document"
    LINK = "link"


class Sensitivity(StrEnum):
    """Whom a paper is for; chosen when it is sent, changed later by those who may."""

    PUBLIC = "public"
    INTERNAL = "internal"
    RESTRICTED = "restricted"


SENSITIVITY_WORDS = {
    Sensitivity.PUBLIC: "Công khai",
    Sensitivity.INTERNAL: "Nội bộ",
    Sensitivity.RESTRICTED: "Hạn chế",
}
SENSITIVITY_HELP = {
    Sensitivity.PUBLIC: "không có gì phải giữ",
    Sensitivity.INTERNAL: "người trong phường có liên quan đến việc này xem",
    Sensitivity.RESTRICTED: "chỉ đơn vị gửi, đơn vị chủ trì, Văn phòng và lãnh đạo xem",
}


class ScanState(StrEnum):
    """What the malware scanner said of a file."""

    NOT_ASKED = "not_asked"
    CLEAN = "clean"
    WAITING = "waiting"
    INFECTED = "infected"


class WhenScannerIsDown(StrEnum):
    """What becomes of a file while the scanner does not answer."""

    REFUSE = "refuse"
    KEEP = "keep"


def for_fewest(*levels: Sensitivity) -> Sensitivity:
    """The level among them that the fewest people may see."""
    return max(levels, key=list(Sensitivity).index)


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file as it came in."""

    name: str
    content: bytes
    sensitivity: Sensitivity = Sensitivity.INTERNAL


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """A document cited as evidence: số, ký hiệu, ngày, cơ quan ban hành, trích yếu."""

    number: str
    issued_on: date | None = None
    issuer: str | None = None
    summary: str | None = None
    sensitivity: Sensitivity = Sensitivity.INTERNAL
