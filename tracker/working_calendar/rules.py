"""What becomes of a due day on which the ward does not work. Pure: days in, days out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tracker.core.calendar_vn import NATIONAL_CALENDAR, OfficeDay, WorkingCalendar
from tracker.settings.rules import DayOffRule

WEEK = timedelta(days=7)
WEEKDAY_NAMES = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
# From so many days before a year whose swaps nobody has told, the office is asked to tell them.
WARNING_DAYS = 60

DAY_OFF_RULE_WORDS: dict[DayOffRule, str] = {
    DayOffRule.KEEP: "Giữ nguyên ngày ghi trong văn bản",
    DayOffRule.NEXT: "Chuyển sang ngày làm việc tiếp theo",
    DayOffRule.PREVIOUS: "Chuyển về ngày làm việc trước đó",
}


@dataclass(frozen=True, slots=True)
class DueDayRule:
    """By what a ward settles its due days: its calendar, and its rule for days off."""

    calendar: WorkingCalendar = NATIONAL_CALENDAR
    day_off: DayOffRule = DayOffRule.KEEP

    def settle(self, day: date) -> date:
        """The last permitted day for a printed one."""
        if self.day_off is DayOffRule.NEXT:
            return self.calendar.same_or_next_working_day(day)
        if self.day_off is DayOffRule.PREVIOUS:
            return self.calendar.same_or_previous_working_day(day)
        return day


def day_off_words(printed: date, due_on: date, calendar: WorkingCalendar) -> str:
    """What is said beside a due day that falls on a day off; empty when it does not.

    "Hạn 16/08/2026 rơi vào Chủ nhật, chuyển sang thứ Hai 17/08/2026."
    """
    note = calendar.note_on(printed)
    if note.is_working and printed == due_on:
        return ""
    where = weekday_name(printed) + (f" ({note.name})" if note.name else "")
    fell = f"Hạn {printed:%d/%m/%Y} rơi vào {where}"
    if printed == due_on:
        return f"{fell}, giữ nguyên"
    side = "chuyển sang" if due_on > printed else "chuyển về"
    return f"{fell}, {side} {weekday_name(due_on)} {due_on:%d/%m/%Y}"


def weekday_name(day: date) -> str:
    """ "thứ Hai" … "Chủ nhật"."""
    return WEEKDAY_NAMES[day.weekday()]


def week_left_without_work(
    calendar: WorkingCalendar, changed: Sequence[OfficeDay]
) -> tuple[date, date] | None:
    """The first week (Monday to Sunday) that the office's changes leave without a working day.

    A week that the nation has off (Tết) is not the office's doing.
    """
    for item in sorted(changed, key=lambda item: item.day):
        monday = item.day - timedelta(days=item.day.weekday())
        week = [monday + timedelta(days=n) for n in range(7)]
        worked = any(NATIONAL_CALENDAR.is_working_day(day) for day in week)
        if worked and not any(calendar.is_working_day(day) for day in week):
            return week[0], week[-1]
    return None


def year_to_check(today: date, *, known_until: int, checked: frozenset[int]) -> int | None:
    """The year whose days off nobody has confirmed and which begins within the warning days.

    The running year counts too: unconfirmed, it goes on being asked for.
    """
    for year in (today.year, today.year + 1):
        is_near = (date(year, 1, 1) - today).days <= WARNING_DAYS
        if year > known_until and year not in checked and is_near:
            return year
    return None


class DayDecision(StrEnum):
    """What the office decides of days."""

    OFF = "off"
    WORKING = "working"
    AS_PACKAGE = "as_package"


DAY_DECISION_WORDS: dict[DayDecision, str] = {
    DayDecision.OFF: "Nghỉ",
    DayDecision.WORKING: "Làm việc (làm bù, trực)",
    DayDecision.AS_PACKAGE: "Theo lịch chung (bỏ quyết định của Văn phòng)",
}
LONGEST_SPAN = 31


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """Days the office decides about, and by what document."""

    first: date
    last: date
    decision: DayDecision
    reason: str

    def applied_to(self, calendar: WorkingCalendar) -> WorkingCalendar:
        """The calendar as it would be. In a span, days that are so anyway are left alone."""
        decided = {item.day: item for item in calendar.office_days}
        span = [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]
        works = self.decision is DayDecision.WORKING
        for day in span:
            if self.decision is DayDecision.AS_PACKAGE:
                decided.pop(day, None)
            elif len(span) == 1 or calendar.is_working_day(day) is not works:
                decided[day] = OfficeDay(day, works, self.reason)
        return WorkingCalendar(tuple(decided[day] for day in sorted(decided)), calendar.version)

    @property
    def words(self) -> str:
        """ "Nghỉ 02/01/2027", "Làm việc 05/01–06/01/2027"."""
        days = f"{self.last:%d/%m/%Y}"
        if self.first != self.last:
            days = f"{self.first:%d/%m}–{days}"
        return f"{DAY_DECISION_WORDS[self.decision].partition(' (')[0]} {days}"
