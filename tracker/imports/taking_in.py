"""From an uploaded file to a draft: sizes, reading, rows in the order of the file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tracker.core.errors import RuleError
from tracker.evidence.kinds import NotEvidenceError
from tracker.evidence.names import safe_name
from tracker.evidence.scanning import refuse_unscanned
from tracker.imports.models import DraftRow, ImportDraft
from tracker.imports.rules import DraftRowKind
from tracker.imports.targets import targets_as_read
from tracker.imports.values import (
    anchor_order,
    anchor_to_json,
    basis_to_json,
    deadline_to_json,
    findings_to_json,
    named_columns,
)
from tracker.reading.readers.pdf_process import MAX_PAGES, OnPage, is_pdf, take_pages
from tracker.reading.result import (
    Finding,
    ReadDocument,
    ReadRow,
    UnreadableDocumentError,
    UnreadRow,
)

LARGEST_MEGABYTES = 50
PASTED_NAME = "Nội dung dán"
_MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv",
    "html": "text/html",
    "htm": "text/html",
    "md": "text/markdown",
    "txt": "text/plain",
}
# What the upload form offers: the endings of the files that `reading` understands.
ACCEPTED_ENDINGS = ",".join(f".{ending}" for ending in _MEDIA_TYPES)
_AS_READ = (
    "label",
    "content",
    "lead_text",
    "cooperating_text",
    "deadline_text",
    "product",
)


@dataclass(frozen=True, slots=True)
class UploadedDocument:
    """A document as it came in; pasted words come as UTF-8."""

    name: str
    content: bytes
    is_pasted: bool = False

    @classmethod
    def from_pasted(cls, text: str) -> UploadedDocument:
        """Words pasted into the page."""
        return cls(PASTED_NAME, text.replace("\r\n", "\n").encode(), is_pasted=True)


@dataclass(frozen=True, slots=True)
class ReadAhead:
    """What was read of an upload before anything was written of it.

    A long PDF is only counted (`pages`): it is read in the background.
    """

    document: ReadDocument | None
    pages: int = 0


def digest_of(upload: UploadedDocument) -> str:
    """The hash by which the same file is known again; the file store uses the same."""
    return hashlib.sha256(upload.content).hexdigest()


def read_upload(
    upload: UploadedDocument,
    *,
    year: int | None,
    known_names: Sequence[str],
    before_means_day_before: bool,
    max_pages: int = MAX_PAGES,
    on_page: OnPage | None = None,
) -> ReadDocument:
    """What the document says; RuleError with one sentence when it cannot be used."""
    from tracker.reading.document import read_document, read_pasted

    field = require_size(upload)
    try:
        if upload.is_pasted:
            return read_pasted(
                upload.content.decode(),
                year=year,
                known_units=known_names,
                before_means_day_before=before_means_day_before,
            )
        return read_document(
            upload.content,
            upload.name,
            year=year,
            known_units=known_names,
            before_means_day_before=before_means_day_before,
            max_pages=max_pages,
            on_page=on_page,
        )
    except UnreadableDocumentError as error:
        raise RuleError(str(error), field=field) from error


def refuse_malware(upload: UploadedDocument) -> None:
    """RuleError where the scanner, if the installation has one, does not call the file clean."""
    if upload.is_pasted:
        return
    try:
        refuse_unscanned(upload.content)
    except NotEvidenceError as error:
        raise RuleError(f"Tệp “{safe_name(upload.name)}” {error}.", field="file") from error


def pages_of(upload: UploadedDocument) -> int:
    """How many pages a PDF has; 0 for whatever has none, or says so only when it is read."""
    if upload.is_pasted or not is_pdf(upload.content):
        return 0
    try:
        return take_pages(upload.content, max_pages=0)[1]
    except UnreadableDocumentError:
        return 0


def empty_draft(upload: UploadedDocument) -> ImportDraft:
    """A draft of a document not read yet."""
    return ImportDraft(
        file_name=safe_name(upload.name),
        media_type=_media_type(upload),
        size=len(upload.content),
        is_pasted=upload.is_pasted,
        rows_in_file=0,
    )


def fill_draft(draft: ImportDraft, document: ReadDocument) -> None:
    """A row for each row of the file, those not understood at their place."""
    draft.title = document.title
    draft.number = document.number
    draft.issued_on = document.issued_on
    draft.issuer = document.issuer
    draft.signer = document.signer
    draft.year = document.year
    draft.columns = named_columns(document.columns, document.column_meanings)
    draft.findings = findings_to_json(document.findings)
    draft.rows_in_file = document.rows_in_file
    draft.addressees = list(document.addressees)
    draft.basis = basis_to_json(document.basis)
    rows = _in_order([_row(row) for row in document.rows], [_unread(r) for r in document.unread])
    for position, row in enumerate(rows, start=1):
        row.position = position
    draft.rows = rows


def require_size(upload: UploadedDocument) -> str:
    """Refuse what is empty or too large; gives the field of the form that it came in."""
    field = "pasted" if upload.is_pasted else "file"
    if not upload.content.strip():
        what = "Chưa có nội dung dán" if upload.is_pasted else f"Tệp “{upload.name}” rỗng"
        raise RuleError(f"{what}: hãy chọn lại tệp hoặc dán nội dung bảng.", field=field)
    if len(upload.content) > LARGEST_MEGABYTES * 1024 * 1024:
        raise RuleError(
            f"Tệp “{upload.name}” lớn hơn {LARGEST_MEGABYTES} MB: "
            "hãy tách riêng phụ lục hoặc bỏ bớt ảnh rồi gửi lại.",
            field=field,
        )
    return field


def _media_type(upload: UploadedDocument) -> str:
    if not upload.is_pasted and is_pdf(upload.content):
        return _MEDIA_TYPES["pdf"]
    ending = "txt" if upload.is_pasted else upload.name.rpartition(".")[2].lower()
    return _MEDIA_TYPES.get(ending, "application/octet-stream")


def _row(row: ReadRow) -> DraftRow:
    printed: dict[str, Any] = {name: getattr(row, name) for name in _AS_READ}
    return DraftRow(
        kind=DraftRowKind(row.kind.value),
        lead=list(row.lead),
        cooperating=list(row.cooperating),
        deadline=deadline_to_json(row.deadline),
        extra=dict(row.extra),
        targets=targets_as_read(row),
        anchor=anchor_to_json(row.anchor),
        findings=findings_to_json(row.findings),
        as_read=printed | {"kind": row.kind.value},
        **printed,
    )


def _unread(row: UnreadRow) -> DraftRow:
    return DraftRow(
        kind=DraftRowKind.UNREAD,
        label="",
        content=row.text,
        anchor=anchor_to_json(row.anchor),
        findings=findings_to_json([Finding(None, row.reason)]),
        as_read={"content": row.text, "kind": DraftRowKind.UNREAD.value},
    )


def _in_order(rows: list[DraftRow], unread: list[DraftRow]) -> list[DraftRow]:
    """Each unread row before the first row that stands behind it in the file."""
    ordered = list(rows)
    for row in unread:
        key = anchor_order(row.anchor)
        at = next(
            (n for n, other in enumerate(ordered) if anchor_order(other.anchor) > key),
            len(ordered),
        )
        ordered.insert(at, row)
    return ordered
