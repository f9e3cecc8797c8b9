"""A difficulty as a question: the unit asks it in its report, the office answers, either closes."""

from __future__ import annotations

from tracker.accounts.models import User
from tracker.audit.rules import AuditAction
from tracker.audit.service import record
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import ConflictError, RuleError
from tracker.progress.guards import lock
from tracker.progress.models import Contribution, Difficulty
from tracker.progress.rules import DifficultyState

CHANGED_MEANWHILE = "Vướng mắc này vừa có thay đổi. Hãy tải lại trang, xem lại rồi trả lời."


def tell(contribution: Contribution, words: str | None, *, actor: User) -> None:
    """Take what a report says: other words put the unanswered question better, none closes it.

    What was answered stays as it is: new words are a new question.
    """
    # The words stand on the row as long as one stands.
    standing = contribution.standing_difficulty if contribution.difficulty else None
    if contribution.difficulty != words:
        contribution.difficulty = words
    if standing is not None and standing.words == words:
        return
    if standing is not None and words and standing.state is DifficultyState.OPEN:
        before, standing.words = standing.words, words
        _record(AuditAction.DIFFICULTY_TOLD, standing, actor, {"difficulty": (before, words)})
        return
    if standing is not None:
        _close(standing, actor=actor)
    if words:
        asked = Difficulty(words=words, raised_by=actor, raised_at=clock.now())
        contribution.difficulties.insert(0, asked)
        _record(AuditAction.DIFFICULTY_TOLD, asked, actor, {"difficulty": (None, words)})


def answer(difficulty: Difficulty, words: str, *, version: int, actor: User) -> None:
    """Say what is to be done about it; the unit reads the answer on its row."""
    lock(difficulty)
    if difficulty.version != version or difficulty.state is not DifficultyState.OPEN:
        raise ConflictError(CHANGED_MEANWHILE)
    if not words.strip():
        raise RuleError("Hãy ghi câu trả lời cho đơn vị.", field="answer")
    difficulty.answer = words.strip()
    difficulty.answered_by, difficulty.answered_at = actor, clock.now()
    _record(
        AuditAction.DIFFICULTY_ANSWERED, difficulty, actor, {"answer": (None, difficulty.answer)}
    )


def close(difficulty: Difficulty, *, actor: User) -> None:
    """It stands in the way no longer; a second time changes nothing."""
    lock(difficulty)
    if difficulty.state is DifficultyState.CLOSED:
        return
    _close(difficulty, actor=actor)
    if difficulty.contribution.standing_difficulty is None:
        difficulty.contribution.difficulty = None
        db.session.flush()


def _close(difficulty: Difficulty, *, actor: User) -> None:
    difficulty.closed_by, difficulty.closed_at = actor, clock.now()
    _record(
        AuditAction.DIFFICULTY_CLOSED, difficulty, actor, {"difficulty": (difficulty.words, None)}
    )


def _record(
    action: AuditAction,
    difficulty: Difficulty,
    actor: User,
    changes: dict[str, tuple[object, object]],
) -> None:
    db.session.flush()
    task = difficulty.contribution.occurrence.task
    record(
        action,
        difficulty,
        name=f"{difficulty.contribution.unit.name}: {task.label} {task.content}"[:200],
        actor=actor,
        plan_id=task.plan_id,
        changes=changes,
    )
