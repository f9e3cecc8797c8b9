"""How far a task has come, in words and symbols that survive a black and white printer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.progress.parts import Part
from tracker.progress.rules import (
    HANDED_IN_STATUSES,
    SOON_DAYS,
    STATUS_WORDS,
    ContributionStatus,
    TimingClass,
    check_in_words,
)
from tracker.progress.summary import TaskSummary
from tracker.reading.result import DeadlineKind
from tracker.targets.models import Target
from tracker.tasks.models import Task
from tracker.tasks.rules import OccurrenceKind

# Whether the papers of work or of a target (notes, evidence) may be shown to whoever asked.
MaySee = Callable[[Part | Target], bool]

# Updates that a unit made itself; the office's answers lead to other statuses.
SAID_BY_UNIT = frozenset({ContributionStatus.IN_PROGRESS, ContributionStatus.SUBMITTED})
_LATE = "▲"
_SYMBOLS: dict[ContributionStatus, str] = {
    ContributionStatus.SUBMITTED: "◷ ",
    ContributionStatus.RETURNED: "↩ ",
    ContributionStatus.ACCEPTED: "✓ ",
}


@dataclass(frozen=True, slots=True)
class Papers:
    """What was last said of each contribution and the documents cited for it, by its number."""

    notes: Mapping[int, str]
    documents: Mapping[int, Sequence[str]]


def state_words(task: Task, owed: Sequence[Part], summary: TaskSummary[Part], today: date) -> str:
    """The state of a task: how late, how far, how many of its parts are done."""
    if summary.current is None:
        return _words_while_nothing_is_owed(task, owed)
    if summary.current.occurrence.kind is OccurrenceKind.CHECK_IN:
        return "\n".join(_check_in_lines(owed, summary.current, today))
    lines = list(_state_lines(summary, summary.current, today))
    if summary.total > 1:
        lines.append(f"{summary.done}/{summary.total} đã xong")
    return "\n".join(lines)


def situation_words(
    owed: Sequence[Part], summary: TaskSummary[Part], papers: Papers, may_see: MaySee, today: date
) -> str:
    """What the units last said of the instance that counts `today`, one line for each unit."""
    if summary.current is None:
        return ""
    occurrence_id = summary.current.occurrence_id
    of_this_instance = [item for item in owed if item.occurrence_id == occurrence_id]
    told = [
        (item.unit.display_name_on(today), _sentence(_told_by(item, papers)))
        for item in of_this_instance
        if may_see(item)
    ]
    if len(of_this_instance) == 1:
        return told[0][1] if told else ""
    return "\n".join(f"{unit}: {words}" for unit, words in told if words)


def state_symbol(summary: TaskSummary[Part]) -> str:
    """The sign alone, for narrow columns; empty while nothing is owed or all is in time."""
    if summary.current is None:
        return ""
    if (
        summary.timing is TimingClass.OPEN_OVERDUE
        and summary.current.status not in HANDED_IN_STATUSES
    ):
        return _LATE
    return _SYMBOLS.get(summary.current.status, "").strip()


def _sentence(parts: Iterator[str]) -> str:
    """The parts one after the other; a full stop at a part's end is no reason for two marks."""
    told = [part.strip() for part in parts]
    return "; ".join([*(part.rstrip(".") for part in told[:-1]), *told[-1:]])


def document_words(number: str, issued_on: date | None) -> str:
    """How an official document is cited."""
    return f"Văn bản số {number} ngày {issued_on:%d/%m/%Y}" if issued_on else f"Văn bản số {number}"


def _words_while_nothing_is_owed(task: Task, owed: Sequence[Part]) -> str:
    if owed:
        return STATUS_WORDS[ContributionStatus.CANCELLED]
    if not any(assignment.unit.members for assignment in task.assignments):
        return "Đơn vị ngoài phường thực hiện"
    if task.deadline_kind is DeadlineKind.ON_OCCURRENCE:
        return "◇ Chưa phát sinh"
    return "Chưa đến kỳ"


def _check_in_lines(owed: Sequence[Part], current: Part, today: date) -> Iterator[str]:
    words = check_in_words(current.facts, today, name=current.occurrence.name)
    yield _SYMBOLS.get(current.status, "") + words
    beside = [
        item
        for item in owed
        if item.occurrence_id == current.occurrence_id
        and item.role is current.role
        and item.status is not ContributionStatus.CANCELLED
    ]
    if len(beside) > 1:
        updated = sum(1 for item in beside if item.facts.was_updated)
        yield f"{updated}/{len(beside)} đơn vị đã cập nhật"


def _state_lines(summary: TaskSummary[Part], current: Part, today: date) -> Iterator[str]:
    status = _SYMBOLS.get(current.status, "") + STATUS_WORDS[current.status]
    if current.status in HANDED_IN_STATUSES:
        yield f"{status}, {summary.due_words}" if summary.due_words else status
        return
    late = summary.timing is TimingClass.OPEN_OVERDUE
    if late:
        yield f"{_LATE} {summary.due_words}"
    yield status
    if summary.due_words and not late:
        yield f"◔ {summary.due_words}" if _is_soon(current, today) else summary.due_words
    yield from _day_that_counts(current)


def _day_that_counts(current: Part) -> Iterator[str]:
    """The due day where it is not the one printed in the same row: "Trước 30/8; còn 3 ngày"."""
    facts, printed = current.facts, current.occurrence.printed_due_on
    if facts.due_on is None:
        return
    if facts.is_extended:
        yield f"Gia hạn đến {facts.due_on:%d/%m/%Y}"
    elif printed is not None and printed != facts.due_on:
        yield f"Hạn {facts.due_on:%d/%m/%Y}"


def _is_soon(contribution: Part, today: date) -> bool:
    due_on = contribution.standing_due_on
    return due_on is not None and (due_on - today).days <= SOON_DAYS


def _told_by(contribution: Part, papers: Papers) -> Iterator[str]:
    """The last note of the unit, its documents, its difficulty, why the office returned it."""
    if note := papers.notes.get(contribution.id):
        yield note
    yield from papers.documents.get(contribution.id, ())
    if contribution.difficulty:
        yield f"Khó khăn, vướng mắc: {contribution.difficulty}"
    if contribution.status is ContributionStatus.RETURNED and contribution.return_reason:
        yield f"Trả lại: {contribution.return_reason}"
