"""Long PDFs are read after the upload's answer: the page shows how far the reading is.

The queue is the table `import_reading`, so a restart loses nothing and several web processes may
run beside one another: whoever reads claims the row by a conditional UPDATE, and every page read
renews the claim. The upload starts a thread in its own process at once; what is left unread (the
process ended) is taken up by the scheduler's next run, or by hand ("Đọc lại").
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import ColumnElement, or_, select, update

from tracker.core import clock
from tracker.core.db import db, write
from tracker.core.errors import RuleError
from tracker.core.storage import file_store
from tracker.imports.models import ImportDraft, ImportReading
from tracker.imports.rules import MOST_READING_ATTEMPTS, READING_STALE_MINUTES, DraftState
from tracker.imports.taking_in import UploadedDocument, fill_draft, read_upload
from tracker.reading.result import ReadDocument
from tracker.settings.queries import ward_settings
from tracker.units.queries import unit_directory

log = logging.getLogger(__name__)

SECONDS_BETWEEN_REPORTS = 1.0
GONE = "Không còn thấy tệp đã tải lên: hãy bỏ bản nháp này rồi tải lên lại."
FAILED = "Hệ thống gặp lỗi khi đọc tệp này: hãy bấm Đọc lại, hoặc dùng bản Word (.docx)."


class _TakenOverError(Exception):
    """Somebody else reads the document now, or nobody wants it any more."""


def start_reading(app: Flask, draft_id: int) -> None:
    """Read the draft's document in a thread; whatever becomes of it, the draft says so."""
    thread = threading.Thread(target=_read_in, args=(app, draft_id), daemon=True)
    thread.start()


def read_waiting_documents() -> int:
    """Read what nobody reads: for the scheduler; gives how many were taken up."""
    with write():
        ids = db.session.scalars(select(ImportReading.draft_id).where(*_unclaimed(clock.now())))
        waiting = list(ids)
    return sum(read_claimed(draft_id) for draft_id in waiting)


def read_claimed(draft_id: int) -> bool:
    """Read the draft's document unless another process does; False when it does."""
    claim = _claim(draft_id)
    if claim is None:
        return False
    try:
        document = _read(draft_id, claim)
    except _TakenOverError:
        return False
    except (RuleError, FileNotFoundError) as error:
        _finish(draft_id, claim, problem=error.message if isinstance(error, RuleError) else GONE)
    except Exception:
        log.exception("reading the document of draft %d failed", draft_id)
        _finish(draft_id, claim, problem=FAILED)
    else:
        _finish(draft_id, claim, document=document)
    return True


def _read_in(app: Flask, draft_id: int) -> None:
    with app.app_context():
        try:
            read_claimed(draft_id)
        except Exception:
            log.exception("reading the document of draft %d failed", draft_id)


def _unclaimed(now: datetime) -> tuple[ColumnElement[bool], ...]:
    stale = now - timedelta(minutes=READING_STALE_MINUTES)
    return (
        ImportReading.problem.is_(None),
        ImportReading.attempts < MOST_READING_ATTEMPTS,
        or_(ImportReading.claim.is_(None), ImportReading.seen_at < stale),
    )


def _claim(draft_id: int) -> str | None:
    """The right to read the document: of several that ask at once, one gets it."""
    claim, now = secrets.token_hex(8), clock.now()
    statement = (
        update(ImportReading)
        .where(ImportReading.draft_id == draft_id, *_unclaimed(now))
        .values(claim=claim, seen_at=now, done=0, attempts=ImportReading.attempts + 1)
        .returning(ImportReading.draft_id)
    )
    with write():
        claimed = db.session.scalar(statement)
    return claim if claimed is not None else None


def _read(draft_id: int, claim: str) -> ReadDocument:
    with write():
        draft = db.session.get_one(ImportDraft, draft_id)
        upload = UploadedDocument(draft.file_name, file_store().get(draft.sha256))
        year = draft.year
        names = unit_directory().names
        settings = ward_settings()
    reported = 0.0

    def report(done: int, total: int) -> None:
        nonlocal reported
        if time.monotonic() - reported < SECONDS_BETWEEN_REPORTS and done < total:
            return
        reported = time.monotonic()
        _renew(draft_id, claim, done, total)

    return read_upload(
        upload,
        year=year,
        known_names=names,
        before_means_day_before=settings.before_means_day_before,
        max_pages=settings.reading_max_pages,
        on_page=report,
    )


def _renew(draft_id: int, claim: str, done: int, total: int) -> None:
    statement = (
        update(ImportReading)
        .where(ImportReading.draft_id == draft_id, ImportReading.claim == claim)
        .values(done=done, total=total, seen_at=clock.now())
        .returning(ImportReading.draft_id)
    )
    with write():
        held = db.session.scalar(statement)
    if held is None:
        raise _TakenOverError


def _finish(
    draft_id: int, claim: str, *, document: ReadDocument | None = None, problem: str | None = None
) -> None:
    """The draft's rows, or why there are none; nothing when another reads it by now."""
    with write():
        reading = db.session.get(ImportReading, draft_id, with_for_update=True)
        if reading is None or reading.claim != claim:
            return
        draft = db.session.get_one(ImportDraft, draft_id, with_for_update=True)
        if document is None or draft.state is not DraftState.READING:
            reading.problem, reading.claim = problem, None
            return
        fill_draft(draft, document)
        draft.state = DraftState.REVIEWING
        db.session.delete(reading)
