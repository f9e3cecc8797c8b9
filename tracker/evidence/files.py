"""Which files may be evidence: decided by their content, never by their name."""

from __future__ import annotations

from tracker.core.errors import RuleError
from tracker.evidence.archives import ends_as_archive, is_archive, type_of_archive
from tracker.evidence.inspecting import refuse_harmful
from tracker.evidence.kinds import (
    BROKEN,
    ENDINGS,
    OLE_SIGNATURE,
    PDF,
    TWO_IN_ONE,
    UNKNOWN,
    NotEvidenceError,
)
from tracker.evidence.names import safe_name
from tracker.evidence.old_office import type_of_old_office

MEGABYTE = 1024 * 1024
_PDF_ENDS_WITHIN = 4096
# What a browser or a server would run if it took the file for a page or a script.
_PAGES_AND_SCRIPTS = (b"<script", b"<html", b"<svg", b"<?php", b"<!doctype", b"<iframe")
_LOOKED_AT = 4096


def media_type_of(file_name: str, content: bytes, *, max_megabytes: int) -> str:
    """The media type found in the content; RuleError says why a file cannot be evidence."""
    try:
        if not content:
            raise NotEvidenceError("rỗng: hãy chọn lại tệp")
        if len(content) > max_megabytes * MEGABYTE:
            raise NotEvidenceError(f"lớn hơn {max_megabytes} MB: hãy nén hoặc tách nhỏ rồi gửi lại")
        return _type_of(content)
    except NotEvidenceError as error:
        raise refused(file_name, str(error)) from error


def refused(file_name: str, why: str) -> RuleError:
    """The refusal of one file among several, at its field."""
    return RuleError(f"Tệp “{safe_name(file_name)}” {why}.", field="files")


def _type_of(content: bytes) -> str:
    if is_archive(content):
        return type_of_archive(content)
    if content.startswith(OLE_SIGNATURE):
        kind = type_of_old_office(content)
    else:
        kind = _plain_type(content)
    if ends_as_archive(content) or _is_page_or_script(content):
        raise NotEvidenceError(TWO_IN_ONE)
    refuse_harmful(content, kind)
    return kind


def _plain_type(content: bytes) -> str:
    if content.startswith(b"%PDF-"):
        if b"%%EOF" not in content.rstrip(b"\0\r\n\t ")[-_PDF_ENDS_WITHIN:]:
            raise NotEvidenceError(BROKEN)
        return PDF
    import filetype

    kind = filetype.guess(content)
    mime: str | None = kind.mime if kind is not None else None
    if mime is None or mime not in ENDINGS or mime == PDF:
        raise NotEvidenceError(UNKNOWN)
    return mime


def _is_page_or_script(content: bytes) -> bool:
    """Pictures with a page at their head or tail: only ever made to be taken for one."""
    if content.startswith((b"%PDF-", OLE_SIGNATURE)):
        return False
    ends = (content[:_LOOKED_AT] + content[-_LOOKED_AT:]).lower()
    return any(word in ends for word in _PAGES_AND_SCRIPTS) or b"%pdf-" in ends
