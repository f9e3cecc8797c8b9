"""How far a task has come, in words and symbols that survive a black and white printer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from tracker.progress.models import Contribution, Evidence
from tracker.progress.rules import (
    SOON_DAYS,
    STATUS_WORDS,
    ContributionStatus,
    EvidenceKind,
    TimingClass,
)
from tracker.progress.summary import TaskSummary, summarise
from tracker.reading.result import DeadlineKind
from tracker.tasks.models import Task

# Whether the papers of a contribution (notes, evidence) may be shown to whoever asked.
MaySee = Callable[[Contribution], bool]

_SYMBOLS: dict[ContributionStatus, str] = {
    ContributionStatus.SUBMITTED: "◷ ",
    ContributionStatus.RETURNED: "↩ ",
    ContributionStatus.ACCEPTED: "✓ ",
}
_SAID_BY_UNIT = frozenset({ContributionStatus.IN_PROGRESS, ContributionStatus.SUBMITTED})


def state_words(task: Task, owed: Sequence[Contribution], today: date) -> str:
    """The state of a task: how late, how far, how many of its parts are done."""
    summary = summarise(owed, today)
    if summary.current is None:
        return _words_while_nothing_is_owed(task, owed)
    lines = list(_state_lines(summary, summary.current, today))
    if summary.total > 1:
        lines.append(f"{summary.done}/{summary.total} đã xong")
    return "\n".join(lines)


def situation_words(owed: Sequence[Contribution], today: date, may_see: MaySee) -> str:
    """What the units last said of the instance that counts today, one line for each unit."""
    current = summarise(owed, today).current
    if current is None:
        return ""
    told = [
        (contribution, "; ".join(_told_by(contribution)))
        for contribution in owed
        if contribution.occurrence_id == current.occurrence_id and may_see(contribution)
    ]
    spoken = [(contribution.unit.display_name, words) for contribution, words in told if words]
    if len(spoken) == 1 and len(told) == 1:
        return spoken[0][1]
    return "\n".join(f"{unit}: {words}" for unit, words in spoken)


def _words_while_nothing_is_owed(task: Task, owed: Sequence[Contribution]) -> str:
    if owed:
        return STATUS_WORDS[ContributionStatus.CANCELLED]
    if not any(assignment.unit.members for assignment in task.assignments):
        return "Đơn vị ngoài phường thực hiện"
    if task.deadline_kind is DeadlineKind.ON_OCCURRENCE:
        return "◇ Chưa phát sinh"
    return "Chưa đến kỳ"


def _state_lines(summary: TaskSummary, current: Contribution, today: date) -> Iterator[str]:
    status = _SYMBOLS.get(current.status, "") + STATUS_WORDS[current.status]
    if current.status in {ContributionStatus.ACCEPTED, ContributionStatus.SUBMITTED}:
        yield f"{status}, {summary.due_words}" if summary.due_words else status
        return
    late = summary.timing is TimingClass.OPEN_OVERDUE
    if late:
        yield f"▲ {summary.due_words}"
    yield status
    if summary.due_words and not late:
        yield f"◔ {summary.due_words}" if _is_soon(current, today) else summary.due_words


def _is_soon(contribution: Contribution, today: date) -> bool:
    due_on = contribution.occurrence.due_on
    return due_on is not None and (due_on - today).days <= SOON_DAYS


def _told_by(contribution: Contribution) -> Iterator[str]:
    """The last note of the unit, its documents, its difficulty, why the office returned it."""
    notes = (
        update.note
        for update in contribution.updates
        if update.note and update.status_after in _SAID_BY_UNIT
    )
    yield from (note for note in [next(notes, None)] if note)
    yield from filter(None, map(_document_words, contribution.current_evidence))
    if contribution.difficulty:
        yield f"Khó khăn, vướng mắc: {contribution.difficulty}"
    if contribution.status is ContributionStatus.RETURNED and contribution.return_reason:
        yield f"Trả lại: {contribution.return_reason}"


def _document_words(evidence: Evidence) -> str:
    if evidence.kind is not EvidenceKind.DOCUMENT or not evidence.document_number:
        return ""
    day = f" ngày {evidence.document_date:%d/%m/%Y}" if evidence.document_date else ""
    return f"Văn bản số {evidence.document_number}{day}"
