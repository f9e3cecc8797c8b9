"""From an uploaded file to a draft: sizes, reading, rows in the order of the file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tracker.core.errors import RuleError
from tracker.imports.models import DraftRow, ImportDraft
from tracker.imports.rules import DraftRowKind
from tracker.imports.values import (
    anchor_order,
    anchor_to_json,
    deadline_to_json,
    findings_to_json,
    named_columns,
)
from tracker.progress.evidence_files import safe_name
from tracker.reading.document import read_document, read_pasted
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
    "csv": "text/csv",
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


def digest_of(upload: UploadedDocument) -> str:
    """The hash by which the same file is known again; the file store uses the same."""
    return hashlib.sha256(upload.content).hexdigest()


def read_upload(
    upload: UploadedDocument,
    *,
    year: int | None,
    known_names: Sequence[str],
    before_means_day_before: bool,
) -> ReadDocument:
    """What the document says; RuleError with one sentence when it cannot be used."""
    field = "pasted" if upload.is_pasted else "file"
    _require_size(upload, field)
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
        )
    except UnreadableDocumentError as error:
        raise RuleError(str(error), field=field) from error


def draft_from(document: ReadDocument, upload: UploadedDocument) -> ImportDraft:
    """A draft with a row for each row of the file, those not understood at their place."""
    name = safe_name(upload.name)
    draft = ImportDraft(
        file_name=name,
        media_type=_media_type(upload),
        size=len(upload.content),
        is_pasted=upload.is_pasted,
        title=document.title,
        number=document.number,
        issued_on=document.issued_on,
        issuer=document.issuer,
        signer=document.signer,
        year=document.year,
        columns=named_columns(document.columns),
        findings=findings_to_json(document.findings),
        rows_in_file=document.rows_in_file,
    )
    rows = _in_order([_row(row) for row in document.rows], [_unread(r) for r in document.unread])
    for position, row in enumerate(rows, start=1):
        row.position = position
    draft.rows = rows
    return draft


def _require_size(upload: UploadedDocument, field: str) -> None:
    if not upload.content.strip():
        what = "Chưa có nội dung dán" if upload.is_pasted else f"Tệp “{upload.name}” rỗng"
        raise RuleError(f"{what}: hãy chọn lại tệp hoặc dán nội dung bảng.", field=field)
    if len(upload.content) > LARGEST_MEGABYTES * 1024 * 1024:
        raise RuleError(
            f"Tệp “{upload.name}” lớn hơn {LARGEST_MEGABYTES} MB: "
            "hãy tách riêng phụ lục hoặc bỏ bớt ảnh rồi gửi lại.",
            field=field,
        )


def _media_type(upload: UploadedDocument) -> str:
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
