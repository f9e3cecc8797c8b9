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


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file as it came in."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """A document cited as evidence: số, ký hiệu, ngày, cơ quan ban hành, trích yếu."""

    number: str
    issued_on: date | None = None
    issuer: str | None = None
    summary: str | None = None
