"""Taking documents in and correcting what was read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.exc import IntegrityError

from tracker.accounts.models import User
from tracker.audit.rules import AuditAction
from tracker.audit.service import record
from tracker.core import clock
from tracker.core.db import db, without_transaction
from tracker.core.errors import ConflictError, RuleError
from tracker.core.storage import file_store
from tracker.imports import queries
from tracker.imports.cells import (
    Context,
    Correction,
    Outcome,
    cell_words,
    mark_of,
    outcome_of,
)
from tracker.imports.changes import note_change, row_words, states_of
from tracker.imports.guards import flush, require_reviewing
from tracker.imports.models import DraftRow, ImportDraft, ImportReading
from tracker.imports.rules import (
    CELL_WORDS,
    CellField,
    DraftRowKind,
    DraftState,
    doubts_of,
    fields_of,
)
from tracker.imports.taking_in import (
    ReadAhead,
    UploadedDocument,
    empty_draft,
    fill_draft,
    pages_of,
    read_upload,
    refuse_malware,
    require_size,
)
from tracker.reading.readers.pdf_process import OnPage
from tracker.reading.result import ReadDocument
from tracker.settings.queries import ward_settings
from tracker.settings.rules import WardSettings
from tracker.units.queries import unit_directory

CHANGED_MEANWHILE = (
    "Người khác vừa sửa ô này thành “{there}”. Nội dung bạn nhập vẫn còn trong ô: "
    "bấm Lưu lần nữa để dùng, hoặc bấm Bỏ qua để giữ nội dung của người đó."
)


def read_ahead(upload: UploadedDocument, *, year: int | None = None) -> ReadAhead:
    """Read an upload and keep its file while nobody else has to wait; RuleError says why not.

    Nothing is kept of a document not understood, nothing read of one that the malware scanner does
    not call clean. A long PDF is only counted.
    """
    require_size(upload)
    settings, names = ward_settings(), unit_directory().names
    with without_transaction():
        refuse_malware(upload)
        pages = pages_of(upload)
        if pages > settings.reading_background_pages:
            found = ReadAhead(None, pages=min(pages, settings.reading_max_pages))
        else:
            found = ReadAhead(_read_with(upload, settings, names, year=year))
        file_store().put(upload.content)
    return found


def start_draft(
    upload: UploadedDocument,
    reading: ReadAhead,
    *,
    actor: User | None,
    year: int | None = None,
    request_key: str | None = None,
) -> ImportDraft:
    """Keep what was read as a draft; a document left to the background has its rows later.

    The same form sent twice gives the same draft.
    """
    known = queries.draft_of_request(request_key) if request_key else None
    if known is not None:
        return known
    draft = empty_draft(upload)
    if reading.document is not None:
        fill_draft(draft, reading.document)
    else:
        draft.state, draft.year = DraftState.READING, year
        draft.reading = ImportReading(total=reading.pages, seen_at=clock.now())
    draft.sha256 = file_store().put(upload.content)
    draft.request_key = request_key or None
    draft.uploaded_at = clock.now()
    draft.uploaded_by = actor
    draft.coordinator_unit_id = actor.unit_id if actor is not None else None
    try:
        with db.session.begin_nested():
            db.session.add(draft)
    except IntegrityError:
        # The other copy of the form came first, while this one was being read.
        known = queries.draft_of_request(request_key or "")
        if known is None:
            raise
        return known
    record(AuditAction.IMPORT_UPLOADED, draft, name=draft.file_name, actor=actor)
    return draft


def read_file(file_name: str, content: bytes, *, on_page: OnPage | None = None) -> ReadDocument:
    """What a file says, with the ward's units and settings; nothing is written."""
    try:
        return _read(UploadedDocument(file_name, content), on_page=on_page)
    finally:
        db.session.rollback()


def import_file(
    file_name: str,
    content: bytes,
    *,
    actor: User | None = None,
    document: ReadDocument | None = None,
) -> ImportDraft:
    """A file from the command line as a draft; `document` where it has been read already."""
    upload = UploadedDocument(file_name, content)
    return start_draft(upload, ReadAhead(document or _read(upload)), actor=actor)


def read_again(draft: ImportDraft) -> None:
    """Let a reading that stopped begin anew; nothing happens while it goes on."""
    reading = draft.reading
    if draft.state is not DraftState.READING or reading is None:
        return
    if not reading.has_stopped(clock.now()):
        return
    reading.offer_anew()
    flush()


def change_cell(
    row: DraftRow, cell: CellField, correction: Correction, *, seen: str, actor: User
) -> None:
    """Correct one cell. `seen` is the mark of what the person saw there (`cells.mark_of`).

    ConflictError when another has changed the cell since; the same form sent twice is harmless.
    """
    require_reviewing(row.draft)
    _require_cell(row, cell)
    outcome = outcome_of(row, cell, correction, context_of(row.draft))
    is_new = any(getattr(row, name) != value for name, value in outcome.values.items())
    if is_new and seen != mark_of(row, cell):
        raise ConflictError(CHANGED_MEANWHILE.format(there=cell_words(row, cell) or "(trống)"))
    if cell is CellField.CONTENT and not outcome.values["content"]:
        raise RuleError("Hãy nhập nội dung.", field="text")
    if cell is CellField.DEADLINE and not is_new and not cell_words(row, cell):
        raise RuleError("Hãy sửa lại chữ hoặc chọn loại thời hạn.", field="kind")
    before, state = cell_words(row, cell), states_of([row])
    write_cell(row, cell, outcome)
    flush()
    if is_new:
        _record_cell(row, cell, before=before, actor=actor)
    what = _what("sửa" if is_new else "xác nhận", row, cell)
    note_change(row.draft, state, states_of([row]), what=what, actor=actor)


def confirm_cell(row: DraftRow, cell: CellField, *, seen: str, actor: User) -> None:
    """Say that a doubtful cell was understood rightly."""
    require_reviewing(row.draft)
    _require_cell(row, cell)
    if cell in row.confirmed:
        return
    if seen != mark_of(row, cell):
        raise ConflictError(
            f"Người khác vừa sửa ô này thành “{cell_words(row, cell) or '(trống)'}”: "
            "hãy xem lại rồi xác nhận."
        )
    directory = unit_directory()
    doubts = doubts_of(row.facts, lambda name: directory.find(name) is not None)
    blocking = [doubt.message for doubt in doubts if doubt.field is cell and doubt.blocks]
    if blocking:
        raise RuleError(f"Ô này phải sửa, chưa thể xác nhận: {blocking[0]}", field="text")
    state = states_of([row])
    row.confirmed = [*row.confirmed, cell.value]
    flush()
    _record_cell(row, cell, before="(chưa chắc)", actor=actor)
    what = _what("xác nhận", row, cell)
    note_change(row.draft, state, states_of([row]), what=what, actor=actor)


def discard_draft(draft: ImportDraft, *, actor: User) -> None:
    """Put a draft aside; the file and what was read stay on record."""
    if draft.state is DraftState.DISCARDED:
        return
    if draft.state is DraftState.READING:
        draft.reading = None
    else:
        require_reviewing(draft)
    draft.state = DraftState.DISCARDED
    flush()
    record(AuditAction.IMPORT_DISCARDED, draft, name=draft.name, actor=actor)


def context_of(draft: ImportDraft) -> Context:
    """What the draft's words are understood with, as of now."""
    return Context(
        year=draft.year,
        plan_date=draft.issued_on,
        known_names=unit_directory().names,
        before_means_day_before=ward_settings().before_means_day_before,
    )


def write_cell(row: DraftRow, cell: CellField, outcome: Outcome) -> None:
    """Put the corrected values into the row; what they leave in doubt stays marked."""
    leaves_unread = row.kind is DraftRowKind.UNREAD and cell is CellField.KIND
    for name, value in outcome.values.items():
        setattr(row, name, value)
    keep = [] if leaves_unread else [f for f in row.findings if _cell_of(f) != cell.value]
    doubt = outcome.doubt
    if doubt is not None:
        keep.append({"field": doubt.field, "message": doubt.message})
    row.findings = keep
    settled = [name for name in row.confirmed if name != cell.value]
    row.confirmed = settled if doubt is not None else [*settled, cell.value]


def _read(
    upload: UploadedDocument, *, year: int | None = None, on_page: OnPage | None = None
) -> ReadDocument:
    refuse_malware(upload)
    return _read_with(upload, ward_settings(), unit_directory().names, year=year, on_page=on_page)


def _read_with(
    upload: UploadedDocument,
    settings: WardSettings,
    names: Sequence[str],
    *,
    year: int | None = None,
    on_page: OnPage | None = None,
) -> ReadDocument:
    return read_upload(
        upload,
        year=year,
        known_names=names,
        before_means_day_before=settings.before_means_day_before,
        max_pages=settings.reading_max_pages,
        on_page=on_page,
    )


def _require_cell(row: DraftRow, cell: CellField) -> None:
    if cell not in fields_of(row.kind):
        raise RuleError("Dòng này không có ô đó: hãy tải lại trang.")


def _cell_of(finding: dict[str, Any]) -> str:
    return finding["field"] or CellField.CONTENT.value


def _what(verb: str, row: DraftRow, cell: CellField) -> str:
    """What was done, as the undo button says it: "sửa thời hạn dòng 3.2"."""
    if cell is CellField.KIND:
        return f"{verb} loại của {row_words(row)}"
    return f"{verb} {CELL_WORDS[cell].lower()} {row_words(row)}"


def _record_cell(row: DraftRow, cell: CellField, *, before: str, actor: User) -> None:
    place = f"Dòng {row.position} · {CELL_WORDS[cell]}"
    changes = {place: (before, cell_words(row, cell))}
    draft = row.draft
    record(AuditAction.IMPORT_CHANGED, draft, name=draft.name, actor=actor, changes=changes)
