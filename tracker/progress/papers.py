"""The papers of a contribution: added, offered again, replaced by a newer version, taken back."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.accounts.models import User
from tracker.audit.rules import AuditAction
from tracker.audit.service import record
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import RuleError
from tracker.evidence.quotas import refuse_over_contribution
from tracker.evidence.rules import EvidenceKind, OfficialDocument, UploadedFile, for_fewest
from tracker.evidence.service import classify, taken_in
from tracker.progress.guards import lock
from tracker.progress.models import Contribution, Evidence
from tracker.progress.rules import UNIT_OWES_STATUSES
from tracker.progress.sent_before import reusable_evidence


def add(
    contribution: Contribution,
    files: Sequence[UploadedFile],
    document: OfficialDocument | None,
    *,
    reused: Sequence[int] = (),
    actor: User,
) -> None:
    """Hang papers on a contribution; a file of a name that is there replaces it.

    What is offered again must be a file that the unit itself has sent.
    """
    if files:
        kept = sum(item.size or 0 for item in contribution.evidence if item.may_be_opened)
        refuse_over_contribution(kept, files)
    for evidence in taken_in(Evidence, files, document, actor=actor):
        _hang(contribution, evidence, actor=actor)
    if reused:
        offered = {item.id for item in reusable_evidence(contribution.unit_id)}
        for number in reused:
            if number in offered:
                source = db.session.get_one(Evidence, number)
                _hang(contribution, _again(source, actor), actor=actor)


def remove_evidence(evidence: Evidence, *, actor: User) -> None:
    """Take a piece of evidence back while the unit still works; the file itself is kept."""
    contribution = evidence.contribution
    lock(contribution)
    if evidence.removed_at is not None:
        return
    if contribution.status not in UNIT_OWES_STATUSES:
        raise RuleError("Kết quả đã gửi: không gỡ minh chứng được nữa.")
    evidence.removed_at = clock.now()
    db.session.flush()
    record(
        AuditAction.EVIDENCE_REMOVED,
        evidence,
        name=evidence.journal_name,
        actor=actor,
        plan_id=contribution.occurrence.task.plan_id,
    )


def _hang(contribution: Contribution, evidence: Evidence, *, actor: User) -> None:
    older = _older_version(contribution, evidence)
    if older is not None:
        _show_both_to_fewest(older, evidence, actor=actor)
        if older.sha256 == evidence.sha256:
            return
    contribution.evidence.append(evidence)
    db.session.flush()
    if older is not None:
        older.removed_at, older.replaced_by_id = evidence.added_at, evidence.id
        db.session.flush()
    told = {"sha256": (older.sha256 if older else None, evidence.sha256)}
    record(
        AuditAction.EVIDENCE_ADDED,
        evidence,
        name=evidence.journal_name,
        actor=actor,
        plan_id=contribution.occurrence.task.plan_id,
        changes=dict(told) if evidence.sha256 else None,
    )


def _show_both_to_fewest(older: Evidence, newer: Evidence, *, actor: User) -> None:
    """Who sends a file again may have forgotten whom it is for, or learnt it: neither opens it."""
    newer.sensitivity = for_fewest(older.sensitivity, newer.sensitivity)
    classify(
        older,
        newer.sensitivity,
        seen=older.sensitivity,
        plan_id=older.contribution.occurrence.task.plan_id,
        actor=actor,
    )


def _older_version(contribution: Contribution, evidence: Evidence) -> Evidence | None:
    """The file of the same name that stands there now."""
    if evidence.kind is not EvidenceKind.FILE:
        return None
    name = (evidence.file_name or "").lower()
    same = (
        item for item in contribution.current_evidence if (item.file_name or "").lower() == name
    )
    return next(same, None)


def _again(source: Evidence, actor: User) -> Evidence:
    return Evidence(
        kind=source.kind,
        file_name=source.file_name,
        media_type=source.media_type,
        size=source.size,
        sha256=source.sha256,
        sensitivity=source.sensitivity,
        scan_state=source.scan_state,
        added_by=actor,
        added_at=clock.now(),
    )
