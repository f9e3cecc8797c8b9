"""Says in plain Vietnamese how a deadline was understood."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, time

from tracker.reading.deadlines.clues import Event, Repeat
from tracker.reading.deadlines.resolve import shown
from tracker.reading.result import Rhythm

RHYTHM_NAMES = {
    Rhythm.WEEKLY: "hằng tuần",
    Rhythm.MONTHLY: "hằng tháng",
    Rhythm.QUARTERLY: "hằng quý",
    Rhythm.HALF_YEARLY: "6 tháng một lần",
    Rhythm.YEARLY: "hằng năm",
}
_COUNTS = ("", "Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười")
_WEEKDAYS = ("", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def sentence(core: str, notes: Iterable[str], doubts: Iterable[str]) -> str:
    """What is understood, what that rests on, and what a person must still look at."""
    remarks, open_points = "; ".join(dict.fromkeys(notes)), "; ".join(dict.fromkeys(doubts))
    said = f"{core} ({remarks})" if remarks else core
    return f"{said}; cần xem lại: {open_points}." if open_points else f"{said}."


def dates_said(dates: Sequence[date], starts_on: date | None, due_time: time | None) -> str:
    """ "Một mốc: hết ngày 31/08/2025", "Hai mốc: 30/06/2026 và 31/12/2026"."""
    days = [shown(day) for day in dates]
    if len(days) > 1:
        count = _COUNTS[len(days)] if len(days) < len(_COUNTS) else str(len(days))
        return f"{count} mốc: {', '.join(days[:-1])} và {days[-1]}"
    if due_time is not None:
        return f"Một mốc: đến {clock_said(due_time)} ngày {days[0]}"
    start = f"từ {shown(starts_on)} đến " if starts_on else ""
    return f"Một mốc: {start}hết ngày {days[0]}"


def clock_said(moment: time) -> str:
    """ "16 giờ 30 phút"."""
    return f"{moment.hour} giờ {moment.minute:02} phút" if moment.minute else f"{moment.hour} giờ"


def rhythms_said(rhythms: Iterable[Rhythm]) -> str:
    """ "hằng quý, hằng năm"; without any, the period is not known."""
    return ", ".join(RHYTHM_NAMES[rhythm] for rhythm in rhythms) or "theo kỳ"


def regular_said(words: Sequence[str]) -> str:
    """A task without rhythm; words other than "thường xuyên" are quoted."""
    other = [word for word in words if word.casefold() != "thường xuyên"]
    printed = f" (“{'; '.join(other)}”)" if other else ""
    return f"Việc làm thường xuyên{printed}, không có hạn cuối"


def due_said(
    due_day: int | None, weekday: int | None, due_time: time | None, repeats: Iterable[Repeat]
) -> str:
    """ ", hạn 16 giờ 30 phút thứ Năm"; empty when the rhythm has no day of its own."""
    in_year = next((repeat.day_and_month for repeat in repeats if repeat.day_and_month), "")
    day = _WEEKDAYS[weekday] if weekday else ""
    if due_day is not None and not day:
        day = f"ngày {in_year}" if in_year else _day_said(due_day, repeats)
    clock = clock_said(due_time) if due_time else ""
    said = f"{clock} {day}".strip()
    return f", hạn {said}" if said else ""


def _day_said(due_day: int, repeats: Iterable[Repeat]) -> str:
    if due_day < 31:
        return f"ngày {due_day}"
    monthly = any(Rhythm.MONTHLY in repeat.rhythms for repeat in repeats)
    return "ngày cuối tháng" if monthly else "ngày cuối kỳ"


def event_said(event: Event) -> str:
    """What the task waits for, with its term when one is printed."""
    if event.alone:
        return f"Hạn là {_term_said(event)}" if event.days is not None else "Hạn đếm từ một sự việc"
    if event.days is None:
        return f"Chờ sự việc “{event.words}”, hạn được đặt khi có việc"
    if event.days == 0:
        return f"Hạn là trong ngày có sự việc “{event.words}”"
    side = "sau" if event.days > 0 else "trước"
    return f"Hạn là {_term_said(event)} {side} sự việc “{event.words}”"


def _term_said(event: Event) -> str:
    return f"{abs(event.days or 0)} {'ngày làm việc' if event.working else 'ngày'}"
