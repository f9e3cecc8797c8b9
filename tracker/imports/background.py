"""Long PDFs are read after the upload's answer: the page shows how far the reading is.

The queue is the table `import_reading`, so a restart loses nothing and several web processes may
run beside one another: a document is read under a lease (`core/leases.py`), which the pages renew.
The upload starts a thread in its own process at once; what is left unread (the
process ended) is taken up by the scheduler's next run, or by hand ("Đọc lại").
"""

from __future__ import annotations

import logging
import threading
import time

from flask import Flask

from tracker.core import leases
from tracker.core.db import db, write
from tracker.core.errors import RuleError
from tracker.core.leases import Lease, TakenOverError
from tracker.core.storage import file_store
from tracker.imports.models import ImportDraft, ImportReading
from tracker.imports.rules import DraftState
from tracker.imports.taking_in import UploadedDocument, fill_draft, read_upload
from tracker.reading.result import ReadDocument
from tracker.settings.queries import ward_settings
from tracker.units.queries import unit_directory

log = logging.getLogger(__name__)

SECONDS_BETWEEN_REPORTS = 1.0
GONE = "Không còn thấy tệp đã tải lên: hãy bỏ bản nháp này rồi tải lên lại."
FAILED = "Hệ thống gặp lỗi khi đọc tệp này: hãy bấm Đọc lại, hoặc dùng bản Word (.docx)."


def start_reading(app: Flask, draft_id: int) -> threading.Thread:
    """Read the draft's document in a thread; whatever becomes of it, the draft says so."""
    thread = threading.Thread(target=_read_in, args=(app, draft_id), daemon=True)
    thread.start()
    return thread


def read_waiting_documents() -> int:
    """Read what nobody reads: for the scheduler; gives how many were taken up."""
    return sum(read_claimed(draft_id) for draft_id in leases.waiting(ImportReading))


def read_claimed(draft_id: int) -> bool:
    """Read the draft's document unless another process does; False when it does."""
    lease = leases.claim(ImportReading, draft_id)
    if lease is None:
        return False
    try:
        document = _read(draft_id, lease)
    except TakenOverError:
        return False
    except (RuleError, FileNotFoundError) as error:
        _finish(lease, problem=error.message if isinstance(error, RuleError) else GONE)
    except Exception:
        log.exception("reading the document of draft %d failed", draft_id)
        _finish(lease, problem=FAILED)
    else:
        _finish(lease, document=document)
    return True


def _read_in(app: Flask, draft_id: int) -> None:
    with app.app_context():
        try:
            read_claimed(draft_id)
        except Exception:
            log.exception("reading the document of draft %d failed", draft_id)


def _read(draft_id: int, lease: Lease) -> ReadDocument:
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
        lease.renew(done, total)

    return read_upload(
        upload,
        year=year,
        known_names=names,
        before_means_day_before=settings.before_means_day_before,
        max_pages=settings.reading_max_pages,
        on_page=report,
    )


def _finish(
    lease: Lease, *, document: ReadDocument | None = None, problem: str | None = None
) -> None:
    """The draft's rows, or why there are none; nothing when another reads it by now."""
    if document is None:
        lease.end(problem=problem)
        return
    with write():
        reading = db.session.get(ImportReading, lease.number, with_for_update=True)
        if reading is None or not lease.holds(reading):
            return
        draft = db.session.get_one(ImportDraft, lease.number, with_for_update=True)
        if draft.state is not DraftState.READING:
            reading.claim = None
            return
        fill_draft(draft, document)
        draft.state = DraftState.REVIEWING
        db.session.delete(reading)
