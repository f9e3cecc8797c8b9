"""Which official document a file is, as far as its first page says so without doubt."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tracker.core.errors import RuleError
from tracker.evidence.files import media_type_of
from tracker.evidence.first_page import first_page_lines

if TYPE_CHECKING:
    from tracker.reading.first_page import NamedDocument

LARGEST_MEGABYTES = 8


def proposed(content: bytes, *, today: date) -> NamedDocument | None:
    """The document to propose; None for a file that is no readable document, or a doubtful one."""
    from tracker.reading.first_page import document_named

    try:
        media_type = media_type_of("tep", content, max_megabytes=LARGEST_MEGABYTES)
    except RuleError:
        return None
    return document_named(first_page_lines(content, media_type), today=today)
