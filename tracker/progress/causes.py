"""The objective cause that a unit names for being late: who confirmed it, who did not, who should.

Nghị định 335/2025/NĐ-CP takes no points off for a cause that whoever is competent has confirmed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tracker.accounts.models import User
from tracker.audit.rules import AuditAction
from tracker.audit.service import record
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import ConflictError, RuleError
from tracker.progress import queries
from tracker.progress.guards import lock, refuse_own_work
from tracker.progress.models import CauseVerdict, Contribution, ProgressUpdate
from tracker.progress.rules import LATE_CLASSES, CauseState, timing_class
from tracker.tasks.service import task_name

CHOOSE = (
    "Đơn vị nêu nguyên nhân khách quan: hãy chọn xác nhận, không xác nhận "
    "hoặc để người có thẩm quyền xem xét sau."
)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a form says of the cause; None leaves it to somebody else."""

    is_confirmed: bool | None
    request_key: str
    note: str | None = None
    # How many verdicts whoever filled in the form had seen.
    seen: int = 0


def verdict_at(report: ProgressUpdate, moment: datetime | None = None) -> CauseVerdict | None:
    """The verdict that counts now, or counted at a moment."""
    known = [item for item in report.verdicts if moment is None or item.judged_at <= moment]
    return known[-1] if known else None


def cause_state(report: ProgressUpdate, moment: datetime | None = None) -> CauseState:
    """What stands of the cause of being late, now or at a moment."""
    if not report.late_is_objective:
        return CauseState.OWN
    verdict = verdict_at(report, moment)
    if verdict is None:
        return CauseState.UNJUDGED
    return CauseState.CONFIRMED if verdict.is_confirmed else CauseState.REFUSED


def cause_words(report: ProgressUpdate, moment: datetime | None = None) -> str:
    """The same in words: "khách quan, Nguyễn Văn A xác nhận ngày 05/08/2026"."""
    if not report.late_is_objective:
        return "do đơn vị"
    verdict = verdict_at(report, moment)
    if verdict is None:
        return "khách quan theo đơn vị, chưa ai xác nhận"
    who, day = verdict.judged_by.full_name, clock.day_in_vietnam(verdict.judged_at)
    if verdict.is_confirmed:
        return f"khách quan, {who} xác nhận ngày {day:%d/%m/%Y}"
    return f"khách quan theo đơn vị, {who} không xác nhận ngày {day:%d/%m/%Y}"


def claim_of(contribution: Contribution) -> ProgressUpdate | None:
    """The report in which the unit names an objective cause, while it counts as late for it."""
    if timing_class(contribution.facts, clock.today()) not in LATE_CLASSES:
        return None
    told = contribution.lateness
    return told if told is not None and told.late_is_objective else None


def unjudged_claim(contribution: Contribution) -> ProgressUpdate | None:
    """The same as long as nobody has said whether it is one."""
    claim = claim_of(contribution)
    return None if claim is None or claim.verdicts else claim


def claims(*, is_judged: bool, coordinated_by: int | None = None) -> list[ProgressUpdate]:
    """The objective causes of accepted late work that somebody has judged, or nobody yet."""
    found = [claim_of(item) for item in queries.accepted_with_claim(coordinated_by=coordinated_by)]
    return [claim for claim in found if claim is not None and bool(claim.verdicts) is is_judged]


def rule_on_accepting(contribution: Contribution, ruling: Ruling | None, *, actor: User) -> None:
    """With a late result the cause is judged too, or left to somebody else in so many words."""
    claim = unjudged_claim(contribution)
    if claim is None:
        return
    if ruling is None:
        raise RuleError(CHOOSE, field="ruling")
    if ruling.is_confirmed is not None:
        _judge(claim, ruling, is_confirmed=ruling.is_confirmed, actor=actor)


def refuse_among_many(contribution: Contribution) -> None:
    """One press for many rows says nothing of each row's cause."""
    if unjudged_claim(contribution) is not None:
        raise RuleError("Đơn vị nêu nguyên nhân khách quan: hãy xác nhận riêng việc này.")


def judge(report: ProgressUpdate, ruling: Ruling, *, actor: User) -> None:
    """Say whether the cause is objective; the same form twice says it once.

    Nobody judges for their own unit. A later verdict comes beside the earlier ones and says why.
    """
    contribution = report.contribution
    refuse_own_work(contribution, actor)
    lock(contribution)
    db.session.expire(report, ["verdicts"])
    if any(item.request_key == _key(report, ruling) for item in report.verdicts):
        return
    if contribution.lateness is not report or not report.late_is_objective:
        raise ConflictError("Đơn vị đã nêu lại nguyên nhân chậm. Hãy xem lại rồi trả lời.")
    if ruling.seen != len(report.verdicts):
        if not report.verdicts:
            raise ConflictError("Biểu mẫu không còn khớp. Hãy xem lại rồi trả lời.")
        last = report.verdicts[-1]
        raise ConflictError(
            f"{last.judged_by.full_name} đã trả lời lúc "
            f"{clock.in_vietnam(last.judged_at):%H:%M %d/%m/%Y}. Hãy xem lại rồi trả lời."
        )
    if ruling.is_confirmed is None:
        raise RuleError("Hãy chọn xác nhận hoặc không xác nhận.", field="ruling")
    if report.verdicts and not ruling.note:
        raise RuleError("Hãy ghi vì sao đổi ý kiến đã trả lời trước đây.", field="note")
    _judge(report, ruling, is_confirmed=ruling.is_confirmed, actor=actor)


def _judge(report: ProgressUpdate, ruling: Ruling, *, is_confirmed: bool, actor: User) -> None:
    report.verdicts.append(
        CauseVerdict(
            is_confirmed=is_confirmed,
            note=ruling.note,
            judged_by=actor,
            judged_at=clock.now(),
            request_key=_key(report, ruling),
        )
    )
    db.session.flush()
    contribution, task = report.contribution, report.contribution.occurrence.task
    record(
        AuditAction.CAUSE_CONFIRMED if is_confirmed else AuditAction.CAUSE_REFUSED,
        contribution,
        name=f"{contribution.unit.name}: {task_name(task)}"[:200],
        actor=actor,
        plan_id=task.plan_id,
        changes={"late_reason": (None, report.late_reason), "note": (None, ruling.note)},
    )


def _key(report: ProgressUpdate, ruling: Ruling) -> str:
    """Tied to the report: a key seen elsewhere stops nobody's verdict."""
    return f"{report.id}:{ruling.request_key}"
