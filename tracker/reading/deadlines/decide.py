"""Puts the clues of a phrase together into one reading."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from tracker.reading.deadlines.clues import Clues, Setting
from tracker.reading.deadlines.explain import (
    RHYTHM_NAMES,
    dates_said,
    due_said,
    event_said,
    regular_said,
    rhythms_said,
    sentence,
)
from tracker.reading.deadlines.resolve import Resolved, resolve, shown
from tracker.reading.result import DeadlineKind, DeadlineReading

_T = TypeVar("_T")


def decide(printed: str, clues: Clues, setting: Setting) -> DeadlineReading:
    """A date outweighs a rhythm, a rhythm outweighs "thường xuyên", and that an event."""
    resolved = resolve(clues, setting)
    if resolved.dates or clues.dues:
        only_frames_rhythm = clues.rhythms and all(due.begins for due in clues.dues)
        return _regular(clues, resolved) if only_frames_rhythm else _fixed(clues, resolved)
    if clues.repeats or clues.regular:
        return _regular(clues, resolved)
    if clues.events:
        return _on_occurrence(clues)
    if clues.beginnings:
        return _only_a_beginning(resolved)
    said = f"Chưa hiểu thời hạn “{printed[:80]}”, cần nhập tay"
    doubts = [doubt for doubt in clues.doubts if not doubt.startswith("còn chữ")]
    return DeadlineReading(kind=None, certain=False, explanation=sentence(said, [], doubts))


def _fixed(clues: Clues, resolved: Resolved) -> DeadlineReading:
    dates = tuple(sorted(resolved.dates))
    due_time = _only(due.due_time for due in clues.dues)
    doubts = [*resolved.doubts, *clues.doubts]
    doubts += [f"trong ô còn ghi “{words}”" for words in clues.regular]
    doubts += [f"trong ô còn ghi nhịp {RHYTHM_NAMES[rhythm]}" for rhythm in clues.rhythms]
    doubts += [f"trong ô còn ghi “{event.words}”" for event in clues.events if not event.due]
    if dates:
        said = sentence(dates_said(dates, resolved.starts_on, due_time), resolved.notes, doubts)
    else:
        said = _no_date_said(doubts)
    return DeadlineReading(
        kind=DeadlineKind.FIXED,
        dates=dates,
        certain=bool(dates) and not doubts,
        explanation=said,
        starts_on=resolved.starts_on,
        due_time=due_time,
    )


def _no_date_said(doubts: list[str]) -> str:
    reason = "; ".join(dict.fromkeys(doubts)) or "chưa rõ là ngày nào"
    return f"{reason[0].upper()}{reason[1:]}, cần nhập ngày cụ thể."


def _regular(clues: Clues, resolved: Resolved) -> DeadlineReading:
    due_day = _only(repeat.due_day for repeat in clues.repeats)
    weekday = _only(repeat.weekday for repeat in clues.repeats)
    due_time = _only(repeat.due_time for repeat in clues.repeats)
    notes = [repeat.note for repeat in clues.repeats if repeat.note]
    if resolved.starts_on:
        notes.append(f"bắt đầu từ {shown(resolved.starts_on)}")
    doubts = _doubts_of_regular(clues, resolved, due_day)
    said = regular_said(clues.regular)
    if clues.repeats:
        due = due_said(due_day, weekday, due_time, clues.repeats)
        said = f"Việc lặp lại {rhythms_said(clues.rhythms)}{due}"
    return DeadlineReading(
        kind=DeadlineKind.REGULAR,
        recurrence=clues.rhythms or None,
        certain=not doubts,
        explanation=sentence(said, notes, doubts),
        starts_on=resolved.starts_on,
        due_day=due_day,
        due_month_shift=next((repeat.month_shift for repeat in clues.repeats if repeat.due_day), 0),
        weekday=weekday,
        due_time=due_time,
    )


def _doubts_of_regular(clues: Clues, resolved: Resolved, due_day: int | None) -> list[str]:
    doubts = [repeat.doubt for repeat in clues.repeats if repeat.doubt]
    doubts += [*clues.doubts, *resolved.doubts]
    doubts += [f"trong ô còn ghi “{event.words}”" for event in clues.events]
    doubts += [f"chỉ làm đến {shown(day)}" for day in sorted(resolved.dates)]
    if len({repeat.due_day for repeat in clues.repeats if repeat.due_day}) > 1:
        doubts.append("mỗi kỳ có nhiều ngày hạn")
    if len({repeat.weekday for repeat in clues.repeats if repeat.weekday}) > 1:
        doubts.append("mỗi tuần có nhiều ngày hạn")
    if due_day is not None and len(clues.rhythms) > 1:
        doubts.append(f"chưa rõ ngày {due_day} áp dụng cho kỳ nào")
    return doubts


def _on_occurrence(clues: Clues) -> DeadlineReading:
    event = next((event for event in clues.events if event.days is not None), clues.events[0])
    others = [other for other in clues.events if other is not event]
    doubts = [found.doubt for found in (event, *others) if found.doubt]
    if event.days is not None:
        doubts += [f"trong ô còn ghi “{other.words}”" for other in others]
    doubts += clues.doubts
    return DeadlineReading(
        kind=DeadlineKind.ON_OCCURRENCE,
        certain=not doubts,
        explanation=sentence(event_said(event), [], doubts),
        days_after_event=event.days,
        working_days=event.working,
    )


def _only_a_beginning(resolved: Resolved) -> DeadlineReading:
    start = f" ({shown(resolved.starts_on)})" if resolved.starts_on else ""
    said = f"Chỉ ghi ngày bắt đầu{start}, không ghi hạn cuối, cần xác nhận"
    return DeadlineReading(
        kind=DeadlineKind.REGULAR,
        certain=False,
        explanation=sentence(said, [], resolved.doubts),
        starts_on=resolved.starts_on,
    )


def _only(values: Iterable[_T | None]) -> _T | None:
    """The one value found; several different ones contradict each other and none is taken."""
    found = {value for value in values if value is not None}
    return found.pop() if len(found) == 1 else None
