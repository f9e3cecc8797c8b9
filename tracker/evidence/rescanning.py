"""Files that were kept while the scanner was down are asked about when it is there again."""

from __future__ import annotations

from collections.abc import Sequence

from flask import current_app
from sqlalchemy import select

from tracker.audit.rules import AuditAction
from tracker.audit.service import record
from tracker.core.db import db, read, write
from tracker.core.storage import file_store
from tracker.evidence.models import EvidenceColumns, kinds_of_evidence
from tracker.evidence.rules import ScanState
from tracker.evidence.scanning import ScannerDownError, name_of_malware, scanner_answers

MOST_AT_ONCE = 200


def scan_waiting_files() -> int:
    """Ask about the files that wait, a lost one set aside; how many were answered for."""
    url: str | None = current_app.config["TRACKER"].clamav_url
    with read():
        waiting = _waiting()
    if url is None or not waiting or not scanner_answers(url):
        return 0
    answered = 0
    for digest in waiting:
        try:
            found = name_of_malware(url, file_store().get(digest))
        except FileNotFoundError:
            continue
        except ScannerDownError:
            # It may only have refused this one.
            if not scanner_answers(url):
                break
            continue
        with write():
            _note(digest, found)
        answered += 1
        if answered == MOST_AT_ONCE:
            break
    return answered


def _waiting() -> list[str]:
    digests: dict[str, None] = {}
    for model in kinds_of_evidence():
        statement = (
            select(model.sha256)
            .where(model.scan_state == ScanState.WAITING, model.sha256.is_not(None))
            .order_by(model.added_at, model.sha256)
        )
        digests |= {digest: None for digest in db.session.scalars(statement) if digest}
    return list(digests)


def _note(digest: str, found: str | None) -> None:
    for paper in _rows_of(digest):
        paper.scan_state = ScanState.INFECTED if found else ScanState.CLEAN
        db.session.flush()
        if found:
            told: dict[str, tuple[object, object]] = {"malware": (None, found)}
            action = AuditAction.EVIDENCE_INFECTED
            record(action, paper, name=paper.journal_name, actor=None, changes=told)


def _rows_of(digest: str) -> Sequence[EvidenceColumns]:
    return [
        paper
        for model in kinds_of_evidence()
        for paper in db.session.scalars(
            select(model).where(model.sha256 == digest, model.scan_state == ScanState.WAITING)
        )
    ]
