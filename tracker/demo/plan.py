"""What a sample plan is made of, and how its printed days follow the day the demo is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from tracker.core.calendar_vn import NATIONAL_CALENDAR, ONE_DAY
from tracker.demo.courses import Course

COLUMNS = (
    "TT",
    "Nội dung nhiệm vụ",
    "Đơn vị chủ trì",
    "Đơn vị phối hợp",
    "Thời hạn hoàn thành",
    "Sản phẩm",
)
# Days farther ahead than this are drawn in to the end of the plan's year.
NEAR_DAYS = 30


@dataclass(frozen=True, slots=True)
class SampleEvent:
    """Something that makes an on-occurrence task fall due, so many days before today."""

    title: str
    days_ago: int
    course: Course
    document: str | None = None
    # Only for tasks that print no number of days.
    due_after_days: int | None = None


@dataclass(frozen=True, slots=True)
class SampleTask:
    """A row of the appendix as printed, and how the work on it went.

    `days` are distances from today; in `deadline` each {0}, {1}… is printed as that day.
    `courses` of a fixed task stand beside its days; otherwise they are the course of instances
    that are past and the course of the running one. `others` is the course of every unit but the
    accountable one; None means in time when past, untouched while running.
    """

    label: str
    content: str
    deadline: str
    lead: tuple[str, ...]
    cooperating: tuple[str, ...] = ()
    product: str | None = None
    days: tuple[int, ...] = ()
    courses: tuple[Course, ...] = (Course.ON_TIME, Course.UNTOUCHED)
    others: Course | None = None
    events: tuple[SampleEvent, ...] = ()


@dataclass(frozen=True, slots=True)
class SampleHeading:
    """A section (level 0) or a group within it (level 1)."""

    label: str
    title: str
    level: int = 0


SampleRow = SampleHeading | SampleTask


def printed_day(today: date, distance: int) -> date:
    """A working day about so far from today: past ones slip back, coming ones forward."""
    if distance == 0:
        return today
    day = today + timedelta(days=distance)
    year_end = date(today.year, 12, 31)
    if distance > NEAR_DAYS and (year_end - today).days > NEAR_DAYS:
        day = min(day, year_end)
    return working_day_from(day) if distance > 0 else working_day_until(day)


def working_day_from(day: date) -> date:
    """The day itself, or the first working day after it."""
    return NATIONAL_CALENDAR.add_working_days(day - ONE_DAY, 1)


def working_day_until(day: date) -> date:
    """The day itself, or the last working day before it."""
    return NATIONAL_CALENDAR.add_working_days(day + ONE_DAY, -1)


def printed_deadline(task: SampleTask, *, today: date, year: int) -> str:
    """The deadline's words with their days, as a plan prints them: "Trước ngày 05/8/2026"."""
    days = [printed_day(today, distance) for distance in task.days]
    return task.deadline.format(*(_as_printed(day) for day in days), year=year)


def _as_printed(day: date) -> str:
    """Days below 10 and January and February take a leading nought (Nghị định 30/2020/NĐ-CP)."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"{day:%d}/{month}/{day.year}"
