"""Puts the clues of a phrase together into one reading and says it in a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from typing import TypeVar

from tracker.reading.deadlines.clues import Clues, Event, Repeat, Setting
from tracker.reading.deadlines.resolve import Resolved, resolve, shown
from tracker.reading.result import DeadlineKind, DeadlineReading, Rhythm

_T = TypeVar("_T")

_COUNTS = ("", "Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười")
_RHYTHMS = {
    Rhythm.WEEKLY: "hằng tuần",
    Rhythm.MONTHLY: "hằng tháng",
    Rhythm.QUARTERLY: "hằng quý",
    Rhythm.HALF_YEARLY: "6 tháng một lần",
    Rhythm.YEARLY: "hằng năm",
}
_WEEKDAYS = ("", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def decide(printed: str, clues: Clues, setting: Setting) -> DeadlineReading:
    """One reading: a date outweighs a rhythm, a rhythm outweighs "thường xuyên", that an event."""
    resolved = resolve(clues, setting)
    _date_terms(clues, resolved)
    rhythms = _rhythms(clues)
    if clues.dues or resolved.dates:
        if rhythms and _is_only_a_frame(clues, resolved):
            return _repeating(clues, rhythms, resolved)
        return _fixed(clues, rhythms, resolved)
    if rhythms or clues.repeats or clues.regular:
        return _repeating(clues, rhythms, resolved)
    if clues.events:
        return _on_occurrence(clues)
    if clues.beginnings:
        return _only_a_beginning(resolved)
    return _not_understood(printed, clues)


def _rhythms(clues: Clues) -> tuple[Rhythm, ...]:
    return tuple(dict.fromkeys(rhythm for repeat in clues.repeats for rhythm in repeat.rhythms))


def _date_terms(clues: Clues, resolved: Resolved) -> None:
    """A term counted from a known day is a date like any other."""
    for event in [event for event in clues.events if event.due is not None]:
        assert event.due is not None and event.counted_from is not None  # noqa: S101
        clues.events.remove(event)
        resolved.dates.add(event.due)
        resolved.notes.append(f"đếm từ ngày liền sau ngày {shown(event.counted_from)}")
        if event.doubt:
            resolved.doubts.append(event.doubt)


def _is_only_a_frame(clues: Clues, resolved: Resolved) -> bool:
    """ "Hằng tháng, từ tháng 3 đến tháng 11": the range bounds the rhythm, it is no deadline."""
    return resolved.starts_on is not None and all(due.begins is not None for due in clues.dues)


def _fixed(clues: Clues, rhythms: tuple[Rhythm, ...], resolved: Resolved) -> DeadlineReading:
    dates = tuple(sorted(resolved.dates))
    doubts = [*resolved.doubts, *clues.doubts]
    doubts += [f"trong ô còn ghi “{words}”" for words in clues.regular]
    doubts += [f"trong ô còn ghi nhịp {_RHYTHMS[rhythm]}" for rhythm in rhythms]
    doubts += [f"trong ô còn ghi “{event.words}”" for event in clues.events]
    notes = list(dict.fromkeys(resolved.notes))
    if len(clues.dues) > 1 and len(dates) > 1 and _says_two_things(clues):
        doubts.append("mỗi mốc cho một việc khác nhau")
    due_time = next((due.due_time for due in clues.dues if due.due_time), None)
    return DeadlineReading(
        kind=DeadlineKind.FIXED,
        dates=dates,
        certain=bool(dates) and not doubts,
        explanation=_sentence(_dates_said(due_time, resolved), notes, doubts),
        starts_on=resolved.starts_on,
        due_time=due_time,
    )


def _says_two_things(clues: Clues) -> bool:
    return any(due.note.startswith("chữ “trước”") for due in clues.dues)


def _dates_said(due_time: time | None, resolved: Resolved) -> str:
    days = [shown(day) for day in sorted(resolved.dates)]
    if not days:
        return "Chưa có mốc cụ thể"
    clock = f"{_clock(due_time)} " if due_time else ""
    start = f"từ {shown(resolved.starts_on)} đến " if resolved.starts_on else ""
    if len(days) == 1:
        return f"Một mốc: {clock}{start}hết ngày {days[0]}"
    count = _COUNTS[len(days)] if len(days) < len(_COUNTS) else str(len(days))
    return f"{count} mốc: {', '.join(days[:-1])} và {days[-1]}"


def _clock(moment: time) -> str:
    return f"{moment.hour} giờ {moment.minute:02} phút"


def _repeating(clues: Clues, rhythms: tuple[Rhythm, ...], resolved: Resolved) -> DeadlineReading:
    due_day = _only(repeat.due_day for repeat in clues.repeats)
    weekday = _only(repeat.weekday for repeat in clues.repeats)
    due_time = _only(repeat.due_time for repeat in clues.repeats)
    doubts = [*_doubts_of(clues.repeats), *clues.doubts, *resolved.doubts]
    doubts += [f"trong ô còn ghi “{event.words}”" for event in clues.events]
    doubts += [f"chỉ làm đến {shown(day)}" for day in sorted(resolved.dates)]
    doubts += _clashes(clues, rhythms, due_day)
    notes = list(dict.fromkeys(repeat.note for repeat in clues.repeats if repeat.note))
    if resolved.starts_on:
        notes.append(f"bắt đầu từ {shown(resolved.starts_on)}")
    core = _repeat_said(rhythms, due_day, weekday, due_time, clues)
    return DeadlineReading(
        kind=DeadlineKind.REGULAR,
        recurrence=rhythms or None,
        certain=not doubts,
        explanation=_sentence(core, notes, doubts),
        starts_on=resolved.starts_on,
        due_day=due_day,
        weekday=weekday,
        due_time=due_time,
    )


def _only(values: Iterable[_T | None]) -> _T | None:
    """The one value found; several different ones contradict each other and none is taken."""
    found = {value for value in values if value is not None}
    return found.pop() if len(found) == 1 else None


def _doubts_of(repeats: Iterable[Repeat]) -> list[str]:
    return [repeat.doubt for repeat in repeats if repeat.doubt]


def _clashes(clues: Clues, rhythms: tuple[Rhythm, ...], due_day: int | None) -> list[str]:
    doubts = []
    if len({repeat.due_day for repeat in clues.repeats if repeat.due_day}) > 1:
        doubts.append("mỗi kỳ có nhiều ngày hạn")
    if len({repeat.weekday for repeat in clues.repeats if repeat.weekday}) > 1:
        doubts.append("mỗi tuần có nhiều ngày hạn")
    if due_day is not None and len(rhythms) > 1:
        doubts.append(f"chưa rõ ngày {due_day} áp dụng cho kỳ nào")
    return doubts


def _repeat_said(
    rhythms: tuple[Rhythm, ...],
    due_day: int | None,
    weekday: int | None,
    due_time: time | None,
    clues: Clues,
) -> str:
    if not rhythms and not clues.repeats:
        words = [words for words in clues.regular if words.casefold() != "thường xuyên"]
        printed = f" (“{'; '.join(words)}”)" if words else ""
        return f"Việc làm thường xuyên{printed}, không có hạn cuối"
    named = ", ".join(_RHYTHMS[rhythm] for rhythm in rhythms) or "theo kỳ"
    parts = [f"Việc lặp lại {named}"]
    if weekday is not None or due_time is not None or due_day is not None:
        clock = f"{_clock(due_time)} " if due_time else ""
        day = _WEEKDAYS[weekday] if weekday else ""
        day = day or _day_said(due_day, clues.repeats)
        parts.append(f"hạn {clock}{day}".strip())
    return ", ".join(parts)


def _day_said(due_day: int | None, repeats: Iterable[Repeat]) -> str:
    if due_day is None:
        return ""
    in_year = next((repeat.day_and_month for repeat in repeats if repeat.day_and_month), "")
    if in_year:
        return f"ngày {in_year}"
    return "ngày cuối tháng" if due_day == 31 else f"ngày {due_day}"


def _on_occurrence(clues: Clues) -> DeadlineReading:
    event = next((event for event in clues.events if event.days is not None), clues.events[0])
    others = [other for other in clues.events if other is not event]
    doubts = [doubt for doubt in (event.doubt, *(other.doubt for other in others)) if doubt]
    if event.days is not None:
        doubts += [f"trong ô còn ghi “{other.words}”" for other in others]
    doubts += clues.doubts
    return DeadlineReading(
        kind=DeadlineKind.ON_OCCURRENCE,
        certain=not doubts,
        explanation=_sentence(_event_said(event), [], doubts),
        days_after_event=event.days,
        working_days=event.working,
    )


def _event_said(event: Event) -> str:
    if not event.words:
        return "Hạn đếm từ một sự việc" if event.days is None else f"Hạn là {_length_said(event)}"
    if event.days is None:
        return f"Chờ sự việc “{event.words}”, hạn được đặt khi có việc"
    if event.days == 0:
        return f"Hạn là trong ngày có sự việc “{event.words}”"
    side = "sau" if event.days > 0 else "trước"
    return f"Hạn là {_length_said(event)} {side} sự việc “{event.words}”"


def _length_said(event: Event) -> str:
    unit = "ngày làm việc" if event.working else "ngày"
    return f"{abs(event.days or 0)} {unit}"


def _only_a_beginning(resolved: Resolved) -> DeadlineReading:
    start = f" ({shown(resolved.starts_on)})" if resolved.starts_on else ""
    return DeadlineReading(
        kind=DeadlineKind.REGULAR,
        certain=False,
        explanation=_sentence(
            f"Chỉ ghi ngày bắt đầu{start}, không ghi hạn cuối", [], resolved.doubts
        ),
        starts_on=resolved.starts_on,
    )


def _not_understood(printed: str, clues: Clues) -> DeadlineReading:
    doubts = [doubt for doubt in clues.doubts if not doubt.startswith("còn chữ")]
    return DeadlineReading(
        kind=None,
        certain=False,
        explanation=_sentence(
            f"Chưa hiểu thời hạn “{printed[:80]}”", [], [*doubts, "cần nhập tay"]
        ),
    )


def _sentence(core: str, notes: list[str], doubts: list[str]) -> str:
    """One sentence: what is understood, what it rests on, what a person must still look at."""
    said = core + (f" ({'; '.join(notes)})" if notes else "")
    if doubts:
        said += "; cần xem lại: " + "; ".join(dict.fromkeys(doubts))
    return said + "."
