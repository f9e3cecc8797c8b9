"""What happened to each instance of a task, in order of time. Pure: rows in, entries out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from tracker.core import clock
from tracker.core.text_vn import lower_first
from tracker.extensions.models import ExtensionRequest
from tracker.extensions.rules import ExtensionState
from tracker.progress.models import Contribution, ProgressUpdate
from tracker.progress.rules import ContributionStatus, Need, need
from tracker.reminders.models import Reminder
from tracker.reminders.rules import Escalation, lets_know
from tracker.reminders.step_words import told_words
from tracker.tasks.models import Occurrence

# Whether the papers of a contribution (notes, drafts) may be shown to whoever looks.
MaySee = Callable[[Contribution], bool]

_STEPS: dict[ContributionStatus, tuple[str, str, str]] = {
    ContributionStatus.IN_PROGRESS: ("state-progress", "progress", "Cập nhật: đang thực hiện"),
    ContributionStatus.SUBMITTED: ("state-waiting", "waiting", "Gửi kết quả"),
    ContributionStatus.RETURNED: ("state-returned", "returned", "Trả lại"),
    ContributionStatus.ACCEPTED: ("state-done", "done", "Xác nhận hoàn thành"),
    ContributionStatus.CANCELLED: ("state-cancelled", "cancelled", "Hủy phần việc"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened or is to happen; a due day comes at the end of its day."""

    at: datetime
    symbol: str
    tone: str
    words: str
    who: str = ""
    note: str = ""
    is_day: bool = False


@dataclass(slots=True)
class Stretch:
    """One instance with everything told of it."""

    occurrence: Occurrence
    is_past: bool
    is_to_come: bool
    entries: list[Entry] = field(default_factory=list)


def timeline(
    contributions: Sequence[Contribution],
    requests: Iterable[ExtensionRequest],
    reminders: Iterable[Reminder],
    *,
    may_see: MaySee,
    today: date,
) -> list[Stretch]:
    """One stretch for each instance, the nearest to come first among those that still run.

    Statuses are everybody's; notes and drafts are for those who may see the papers.
    """
    asked, told = defaultdict(list), defaultdict(list)
    for request in requests:
        asked[request.occurrence_id].append(request)
    for reminder in reminders:
        told[reminder.contribution.occurrence_id].append(reminder)
    owed: dict[int, list[Contribution]] = {}
    for contribution in contributions:
        owed.setdefault(contribution.occurrence_id, []).append(contribution)
    stretches = []
    for occurrence_id, parts in owed.items():
        occurrence = parts[0].occurrence
        entries = [
            *_days(occurrence),
            *(entry for part in parts for entry in _reports(part, may_see)),
            *(entry for request in asked[occurrence_id] for entry in _answers(request, may_see)),
            *_reminded(told[occurrence_id]),
        ]
        is_past = all(need(part.facts, today) is Need.DONE for part in parts)
        begins = occurrence.period_start or occurrence.event_on
        falls_due = occurrence.due_on is not None and occurrence.due_on <= today
        is_to_come = begins is not None and begins > today and not falls_due
        entries.sort(key=lambda entry: entry.at)
        stretches.append(Stretch(occurrence, is_past, is_to_come and not is_past, entries))
    return sorted(stretches, key=_last_day)


def _last_day(stretch: Stretch) -> tuple[date, int]:
    occurrence = stretch.occurrence
    return occurrence.due_on or occurrence.period_end or date.max, occurrence.id


def _end_of(day: date) -> datetime:
    return clock.from_vietnam(datetime.combine(day, time(23, 59, 59)))


def _days(occurrence: Occurrence) -> Iterator[Entry]:
    if occurrence.event_on is not None:
        start = clock.from_vietnam(datetime.combine(occurrence.event_on, time()))
        words, document = f"Phát sinh: {occurrence.event_title}", occurrence.event_document or ""
        yield Entry(start, "state-occurrence", "occurrence", words, note=document, is_day=True)
    if occurrence.is_extended and occurrence.original_due_on is not None:
        yield Entry(_end_of(occurrence.original_due_on), "calendar", "", "Hạn gốc", is_day=True)
    if occurrence.due_on is not None:
        words = "Hạn sau gia hạn" if occurrence.is_extended else "Hạn"
        yield Entry(_end_of(occurrence.due_on), "calendar", "", words, is_day=True)
    elif occurrence.period_end is not None:
        yield Entry(_end_of(occurrence.period_end), "calendar", "", "Hết kỳ", is_day=True)


def _reports(contribution: Contribution, may_see: MaySee) -> Iterator[Entry]:
    sees = may_see(contribution)
    for update in contribution.updates:
        look = _STEPS.get(update.status_after)
        is_draft = update.status_after is ContributionStatus.IN_PROGRESS
        if look is None or (is_draft and not sees):
            continue
        yield Entry(update.at, *look, who=_who(contribution, update), note=_note(update, sees))
        yield from _verdicts(update, sees=sees)


def _verdicts(update: ProgressUpdate, *, sees: bool) -> Iterator[Entry]:
    """Whether the cause of being late is an objective one is for those who saw it named."""
    for verdict in update.verdicts if sees else ():
        words = "Xác nhận nguyên nhân khách quan"
        tone = "done" if verdict.is_confirmed else "returned"
        yield Entry(
            verdict.judged_at,
            "state-done" if verdict.is_confirmed else "x",
            tone,
            words if verdict.is_confirmed else f"Không {lower_first(words)}",
            who=verdict.judged_by.full_name,
            note=verdict.note or "",
        )


def _note(update: ProgressUpdate, sees: bool) -> str:
    if not sees:
        return ""
    difficulty = f"Khó khăn, vướng mắc: {update.difficulty}" if update.difficulty else None
    cause = "khách quan, đơn vị nêu" if update.late_is_objective else "do đơn vị"
    late = f"Vì sao chậm: {update.late_reason} ({cause})" if update.late_reason else None
    silent = [
        f"Chưa gửi phần phối hợp: {item['unit']}. Lý do: {item['reason']}"
        for item in update.silent_units or ()
    ]
    return "\n".join(part for part in (update.note, late, difficulty, *silent) if part)


def _who(contribution: Contribution, update: ProgressUpdate) -> str:
    person = update.user.full_name if update.user else "Hệ thống"
    return f"{contribution.unit.display_name}, {person}"


def _answers(request: ExtensionRequest, may_see: MaySee) -> Iterator[Entry]:
    sees, unit = may_see(request.contribution), request.contribution.unit.display_name
    if request.sent_by is not None and request.sent_at is not None:
        words = f"Xin gia hạn đến {request.wanted_due_on:%d/%m/%Y}"
        cause = "Nguyên nhân khách quan (đơn vị nêu)" if request.is_objective else None
        note = "\n".join(part for part in (request.reason, cause) if part) if sees else ""
        who = f"{unit}, {request.sent_by.full_name}"
        yield Entry(request.sent_at, "state-waiting", "waiting", words, who=who, note=note)
    if request.ended_by is None or request.ended_at is None:
        return
    who, note = request.ended_by.full_name, (request.note or "") if sees else ""
    if request.granted_due_on is not None:
        words = f"Gia hạn từ {request.due_on:%d/%m/%Y} đến {request.granted_due_on:%d/%m/%Y}"
        confirmed = "Xác nhận nguyên nhân khách quan" if request.is_cause_confirmed else None
        note = "\n".join(part for part in (note, confirmed) if part)
        yield Entry(request.ended_at, "calendar", "done", words, who=who, note=note)
    elif request.state is ExtensionState.REFUSED:
        yield Entry(request.ended_at, "x", "returned", "Không gia hạn", who=who, note=note)
    elif request.sent_at is not None:
        yield Entry(request.ended_at, "undo-2", "", "Rút đề nghị gia hạn", who=who)
    yield from _revoked(request, sees=sees)


def _revoked(request: ExtensionRequest, *, sees: bool) -> Iterator[Entry]:
    if request.revoked_by is None or request.revoked_at is None:
        return
    words = f"Thu hồi gia hạn, hạn từ nay {request.revoked_due_on:%d/%m/%Y}"
    note = (request.revocation_reason or "") if sees else ""
    who = request.revoked_by.full_name
    yield Entry(request.revoked_at, "undo-2", "returned", words, who=who, note=note)


def _reminded(reminders: Iterable[Reminder]) -> Iterator[Entry]:
    """One entry for each step on each day, with those who were told."""
    by_step: dict[tuple[date, str], list[Reminder]] = {}
    for reminder in reminders:
        key = (clock.day_in_vietnam(reminder.decided_at), reminder.step)
        by_step.setdefault(key, []).append(reminder)
    for (_day, step), told in by_step.items():
        names = "; ".join(dict.fromkeys(reminder.recipient.full_name for reminder in told))
        words = told_words(step, told[0].reason)
        # "Báo Văn phòng" says by itself what was done.
        if step not in set(Escalation):
            words = f"{'Báo' if lets_know(step) else 'Nhắc'}: {words}"
        yield Entry(told[0].decided_at, "mail", "", words, who=names)
