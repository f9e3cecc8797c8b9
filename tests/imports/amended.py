"""Applying an amendment, and looking at the work it meets."""

from __future__ import annotations

from sqlalchemy import select

from tests.personas import Ward
from tests.progress.reports import reasons_for_silence
from tracker.core.db import db
from tracker.imports.applying import apply_draft
from tracker.imports.models import ImportDraft
from tracker.plans.models import Plan
from tracker.progress.models import Contribution
from tracker.progress.rules import ContributionStatus
from tracker.progress.service import Report, report
from tracker.tasks.models import Occurrence, Task


def task(words: str) -> Task:
    """The one whose content has these words."""
    found = db.session.scalars(select(Task)).all()
    return next(task for task in found if words in task.content)


def contributions(of: Task) -> list[Contribution]:
    """What all units owe of the task."""
    statement = select(Contribution).join(Occurrence).where(Occurrence.task_id == of.id)
    return list(db.session.scalars(statement.order_by(Contribution.id)))


def apply(draft: ImportDraft, ward: Ward) -> Plan:
    """As the office does, doubts looked at."""
    made = apply_draft(draft, actor=ward.office, doubts_seen=True)
    db.session.commit()
    db.session.expire_all()
    return made


def hand_in(contribution: Contribution, ward: Ward) -> None:
    """The result of the culture office, late for a reason."""
    late = {"late_reason": "Chờ số liệu.", "late_is_objective": False}
    sent = Report(
        ContributionStatus.SUBMITTED,
        contribution.version,
        note="Đã xong.",
        silence=reasons_for_silence(contribution),
        **late,  # type: ignore[arg-type]
    )
    report(contribution, sent, actor=ward.culture_head)
    db.session.commit()
