"""Taking evidence in: each file is judged by its content before any of them is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from tracker.accounts.models import User
from tracker.core import clock
from tracker.core.storage import file_store
from tracker.evidence.files import media_type_of
from tracker.evidence.models import EvidenceColumns
from tracker.evidence.names import stored_name
from tracker.evidence.rules import EvidenceKind, OfficialDocument, UploadedFile
from tracker.settings.queries import ward_settings

Kept = TypeVar("Kept", bound=EvidenceColumns)


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
    limit = ward_settings().evidence_max_megabytes
    checked = [
        (file, media_type_of(file.name, file.content, max_megabytes=limit)) for file in files
    ]
    rows = [
        model(
            kind=EvidenceKind.FILE,
            file_name=stored_name(file.name, media_type),
            media_type=media_type,
            size=len(file.content),
            sha256=file_store().put(file.content),
        )
        for file, media_type in checked
    ]
    if document is not None:
        rows.append(
            model(
                kind=EvidenceKind.DOCUMENT,
                document_number=document.number,
                document_date=document.issued_on,
                document_issuer=document.issuer,
                document_summary=document.summary,
            )
        )
    for row in rows:
        row.added_by = actor
        row.added_at = clock.now()
    return rows
