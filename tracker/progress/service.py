"""What units and the office do to contributions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from sqlalchemy import Select, bindparam, select

from tracker.accounts.models import User
from tracker.audit.rules import AuditAction, field_changes
from tracker.audit.service import record
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import RuleError
from tracker.core.plain_rows import add_plain_rows, change_plainly, plain_rows
from tracker.evidence.rules import OfficialDocument, UploadedFile
from tracker.progress import causes, closing, difficulties, papers
from tracker.progress.causes import Ruling
from tracker.progress.guards import (
    advice_for_unit,
    lock,
    refuse_outdated,
    refuse_own_work,
    refuse_unreviewable,
)
from tracker.progress.instances import make_contributions
from tracker.progress.models import Contribution, ProgressUpdate, SilentUnit
from tracker.progress.rules import (
    OPEN_STATUSES,
    STATUS_WORDS,
    ContributionStatus,
    TimingClass,
    timing_class,
    unit_may_set,
)
from tracker.progress.settling import take_up_later_days
from tracker.tasks import service as tasks
from tracker.tasks.models import Occurrence, Task


@dataclass(frozen=True, slots=True)
class Report:
    """What a unit says of its contribution; `version` is the one its form was made from."""

    status: ContributionStatus
    version: int
    request_key: str | None = None
    note: str | None = None
    difficulty: str | None = None
    late_reason: str | None = None
    late_is_objective: bool | None = None
    files: tuple[UploadedFile, ...] = ()
    document: OfficialDocument | None = None
    reused_evidence: tuple[int, ...] = ()
    # Why each cooperating unit that has not answered stayed silent, by the unit.
    silence: Mapping[int, str] = field(default_factory=dict)


def open_event(task: Task, event: tasks.Event, *, actor: User, request_key: str) -> Occurrence:
    """Open an instance for an event, and what each unit owes for it."""
    lock(task)
    occurrence = tasks.open_occurrence(task, event, actor=actor, request_key=request_key)
    make_contributions(occurrence, task.assignments)
    return occurrence


def report(contribution: Contribution, report: Report, *, actor: User) -> None:
    """Take a unit's report: status, words, evidence. The same form sent twice is one report."""
    lock(contribution)
    # Each report makes another version: one made from this version was not taken yet.
    if contribution.version != report.version and _already_taken(contribution, report):
        return
    advice = advice_for_unit(contribution)
    refuse_outdated(contribution, report.version, advice=advice, actor=actor)
    before, difficulty = contribution.status, contribution.difficulty
    if not unit_may_set(before, report.status):
        raise RuleError(
            f"Phần việc đang ở trạng thái “{STATUS_WORDS[before]}”, "
            f"không chuyển sang “{STATUS_WORDS[report.status]}” được.",
            field="status",
        )
    report = with_reason_when_late(contribution, report)
    silent = closing.named_silent(contribution, report.status, report.silence)
    papers.add(
        contribution, report.files, report.document, reused=report.reused_evidence, actor=actor
    )
    _refuse_empty_submission(contribution, report)
    difficulties.tell(contribution, report.difficulty, actor=actor)
    submitted = report.status is ContributionStatus.SUBMITTED
    handed_in = {"submitted_at": clock.now(), "late_for": None} if submitted else {}
    change_plainly(contribution, status=report.status, last_updated_at=clock.now(), **handed_in)
    _add_update(contribution, before, report, silent, actor=actor)
    action = AuditAction.CONTRIBUTION_SUBMITTED if submitted else AuditAction.CONTRIBUTION_UPDATED
    told = field_changes({"difficulty": difficulty}, {"difficulty": report.difficulty})
    if report.late_reason:
        told["late_reason"] = (None, report.late_reason)
        told["late_is_objective"] = (None, report.late_is_objective)
    if silent:
        told["silent_units"] = (None, closing.as_sentence(silent))
    _record(action, contribution, before, actor=actor, extra=told)


def accept(
    contribution: Contribution, *, version: int, actor: User, ruling: Ruling | None = None
) -> None:
    """The office confirms a submitted result; nobody confirms the work of their own unit.

    Whoever confirms a late one says what becomes of the objective cause that the unit names.
    """
    refuse_own_work(contribution, actor)
    lock(contribution)
    refuse_unreviewable(contribution, version)
    causes.rule_on_accepting(contribution, ruling, actor=actor)
    before = contribution.status
    contribution.status = ContributionStatus.ACCEPTED
    contribution.accepted_at = clock.now()
    contribution.return_reason = None
    _add_answer(contribution, before, note=None, actor=actor)
    _record(AuditAction.CONTRIBUTION_ACCEPTED, contribution, before, actor=actor)


def give_back(contribution: Contribution, *, reason: str, version: int, actor: User) -> None:
    """The office returns a submitted result with a reason; each return is counted."""
    reason = reason.strip()
    if not reason:
        raise RuleError("Hãy ghi lý do trả lại để đơn vị biết cần sửa gì.", field="reason")
    refuse_own_work(contribution, actor)
    lock(contribution)
    refuse_unreviewable(contribution, version)
    before = contribution.status
    contribution.status = ContributionStatus.RETURNED
    contribution.return_reason = reason
    contribution.times_returned += 1
    take_up_later_days([contribution.occurrence], actor=actor)
    _add_answer(contribution, before, note=reason, actor=actor)
    _record(
        AuditAction.CONTRIBUTION_RETURNED,
        contribution,
        before,
        actor=actor,
        extra={"reason": (None, reason)},
    )


def cancel(contribution: Contribution, *, reason: str, actor: User | None) -> None:
    """Nobody owes it any more; what was done stays on record. Accepted work is left as it is."""
    if contribution.status not in OPEN_STATUSES:
        return
    before = contribution.status
    contribution.status = ContributionStatus.CANCELLED
    _add_answer(contribution, before, note=reason, actor=actor)
    told = {"reason": (None, reason)}
    _record(AuditAction.CONTRIBUTION_CANCELLED, contribution, before, actor=actor, extra=dict(told))


def reopen(
    contribution: Contribution, status: ContributionStatus, *, reason: str, actor: User | None
) -> None:
    """Owed again, as it stood before it was cancelled."""
    if contribution.status is not ContributionStatus.CANCELLED:
        return
    contribution.status = status
    _add_answer(contribution, ContributionStatus.CANCELLED, note=reason, actor=actor)
    told = {"reason": (None, reason)}
    action = AuditAction.CONTRIBUTION_UPDATED
    _record(action, contribution, ContributionStatus.CANCELLED, actor=actor, extra=dict(told))


def with_reason_when_late(contribution: Contribution, report: Report) -> Report:
    """Past the due day a result comes with a reason; in time there is nothing to explain."""
    if timing_class(contribution.facts, clock.today()) is not TimingClass.OPEN_OVERDUE:
        return replace(report, late_reason=None, late_is_objective=None)
    if report.status is ContributionStatus.SUBMITTED and not report.late_reason:
        raise RuleError("Đã quá hạn: hãy ghi vì sao chậm rồi gửi.", field="late_reason")
    if report.late_reason and report.late_is_objective is None:
        raise RuleError("Hãy chọn nguyên nhân khách quan hay do đơn vị.", field="late_cause")
    return report


def _stored_key(contribution: Contribution, report: Report) -> str | None:
    """Tied to the contribution: a key seen elsewhere stops nobody's report."""
    return f"{contribution.id}:{report.request_key}" if report.request_key else None


def _already_taken(contribution: Contribution, report: Report) -> bool:
    key = _stored_key(contribution, report)
    return key is not None and plain_rows(_statement_of_key(), {"key": key}).first() is not None


@cache
def _statement_of_key() -> Select[int]:
    return select(ProgressUpdate.id).where(ProgressUpdate.request_key == bindparam("key"))


def _refuse_empty_submission(contribution: Contribution, report: Report) -> None:
    submitting = report.status is ContributionStatus.SUBMITTED
    if submitting and not report.note and not contribution.current_evidence:
        raise RuleError(
            "Hãy ghi kết quả thực hiện hoặc đính kèm minh chứng trước khi gửi.", field="note"
        )


def _add_update(
    contribution: Contribution,
    before: ContributionStatus,
    report: Report,
    silent: list[SilentUnit] | None,
    *,
    actor: User,
) -> None:
    _add_to_history(
        contribution,
        before,
        actor=actor,
        note=report.note,
        difficulty=report.difficulty,
        late_reason=report.late_reason,
        late_is_objective=report.late_is_objective,
        silent_units=silent,
        request_key=_stored_key(contribution, report),
    )


def _add_answer(
    contribution: Contribution, before: ContributionStatus, *, note: str | None, actor: User | None
) -> None:
    _add_to_history(contribution, before, actor=actor, note=note)


def _add_to_history(
    contribution: Contribution, before: ContributionStatus, *, actor: User | None, **said: object
) -> None:
    """Without reading the whole of it first; whoever asks for it next reads it."""
    row = {
        "contribution_id": contribution.id,
        "user_id": actor.id if actor else None,
        "at": clock.now(),
        "status_before": before,
        "status_after": contribution.status,
        **said,
    }
    add_plain_rows(ProgressUpdate, [row])
    db.session.expire(contribution, ["updates"])


def _record(
    action: AuditAction,
    contribution: Contribution,
    before: ContributionStatus,
    *,
    actor: User | None,
    extra: dict[str, tuple[object, object]] | None = None,
) -> None:
    task = contribution.occurrence.task
    record(
        action,
        contribution,
        name=f"{contribution.unit.name}: {task.label} {task.content}"[:200],
        actor=actor,
        plan_id=task.plan_id,
        changes={"status": (before, contribution.status), **(extra or {})},
    )
