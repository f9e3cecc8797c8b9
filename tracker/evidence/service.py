"""Taking evidence in: each file is judged by its content before any of them is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from tracker.accounts.models import User
from tracker.audit.rules import AuditAction
from tracker.audit.service import record
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import ConflictError
from tracker.core.storage import file_store
from tracker.evidence.files import media_type_of, refused
from tracker.evidence.kinds import NotEvidenceError
from tracker.evidence.models import EvidenceColumns
from tracker.evidence.names import stored_name
from tracker.evidence.quotas import refuse_over_quota
from tracker.evidence.rules import (
    SENSITIVITY_WORDS,
    EvidenceKind,
    OfficialDocument,
    ScanState,
    Sensitivity,
    UploadedFile,
    for_fewest,
)
from tracker.evidence.scanning import scanned
from tracker.settings.queries import ward_settings

Kept = TypeVar("Kept", bound=EvidenceColumns)


def judged(file: UploadedFile) -> tuple[str, ScanState]:
    """The file's media type, and what the scanner says; RuleError when it cannot be taken."""
    limit = ward_settings().evidence_max_megabytes
    media_type = media_type_of(file.name, file.content, max_megabytes=limit)
    try:
        return media_type, scanned(file.content)
    except NotEvidenceError as error:
        raise refused(file.name, str(error)) from error


def taken_in(
    model: type[Kept],
    files: Sequence[UploadedFile],
    document: OfficialDocument | None,
    *,
    actor: User,
) -> list[Kept]:
    """Rows of the model for the files and the document, not yet hung on anything.

    A bad file leaves nothing behind: RuleError says which one and why.
    """
    checked = [(file, *judged(file)) for file in files]
    refuse_over_quota(files, actor=actor)
    rows = [
        model(
            kind=EvidenceKind.FILE,
            file_name=stored_name(file.name, media_type),
            media_type=media_type,
            size=len(file.content),
            sha256=file_store().put(file.content),
            sensitivity=file.sensitivity,
            scan_state=scan_state,
        )
        for file, media_type, scan_state in checked
    ]
    if document is not None:
        rows.append(
            model(
                kind=EvidenceKind.DOCUMENT,
                document_number=document.number,
                document_date=document.issued_on,
                document_issuer=document.issuer,
                document_summary=document.summary,
                sensitivity=document.sensitivity,
                scan_state=ScanState.NOT_ASKED,
            )
        )
    for row in rows:
        row.added_by = actor
        row.added_at = clock.now()
    return rows


def classify(
    paper: EvidenceColumns,
    sensitivity: Sensitivity,
    *,
    seen: Sensitivity,
    plan_id: int,
    actor: User,
) -> None:
    """Change whom a paper is for; `seen` is what the page said when it was chosen.

    Nobody who may not see it may see a version before it; one that fewer may see stays so.
    """
    before = paper.sensitivity
    if before is sensitivity:
        return
    if before is not seen:
        raise ConflictError(
            f"Mức phổ biến vừa được đổi thành “{SENSITIVITY_WORDS[before]}”: "
            "hãy tải lại trang rồi chọn lại."
        )
    paper.sensitivity = sensitivity
    db.session.flush()
    record(
        AuditAction.EVIDENCE_CLASSIFIED,
        paper,
        name=paper.journal_name,
        actor=actor,
        plan_id=plan_id,
        changes={"sensitivity": (before, sensitivity)},
    )
    for older in paper.older_versions:
        narrowed = for_fewest(older.sensitivity, sensitivity)
        classify(older, narrowed, seen=older.sensitivity, plan_id=plan_id, actor=actor)
