"""Answering many submissions at once; each is confirmed on its own, or named with its obstacle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tracker import policy
from tracker.accounts.models import User
from tracker.core.db import db
from tracker.core.errors import TrackerError
from tracker.progress import causes, service
from tracker.progress.many import Seen
from tracker.progress.models import Contribution


@dataclass(slots=True)
class ManyAnswers:
    """How many were confirmed, and a sentence for each that was not."""

    accepted: int = 0
    refused: list[str] = field(default_factory=list)


def accept_many(seen: Sequence[Seen], *, actor: User) -> ManyAnswers:
    """Confirm what was seen and has not changed since; the others stay as they are."""
    answers = ManyAnswers()
    for item in sorted(seen, key=lambda item: item.contribution_id):
        contribution = db.session.get(Contribution, item.contribution_id)
        if contribution is None or not policy.may(actor, "contribution:review", contribution):
            answers.refused.append("Một việc không còn trong danh sách của bạn.")
            continue
        try:
            causes.refuse_among_many(contribution)
            service.accept(contribution, version=item.version, actor=actor)
        except TrackerError as error:
            name = f"{contribution.unit.name}: {contribution.occurrence.task.content}"
            answers.refused.append(f"{name[:120]}: {error.message}")
        else:
            answers.accepted += 1
    return answers
