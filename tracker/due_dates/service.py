"""Applying a change of the calendar or of the rule for days off, with every due day it moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tracker.audit.service import Actor
from tracker.core.errors import RuleError
from tracker.due_dates.foreseeing import Move, foresee, reckon
from tracker.settings.rules import DayOffRule
from tracker.settings.service import change_setting
from tracker.tasks.moving import move_due_day
from tracker.working_calendar.queries import due_day_rule
from tracker.working_calendar.rules import (
    CalendarChange,
    DueDayRule,
    week_left_without_work,
)
from tracker.working_calendar.service import change_calendar


def tried_rule(change: CalendarChange) -> DueDayRule:
    """The rule with the changed calendar; RuleError when nobody could work by it."""
    present = due_day_rule()
    calendar = change.applied_to(present.calendar)
    if calendar.office_days == present.calendar.office_days:
        raise RuleError("Các ngày này đã như vậy trong lịch: không có gì thay đổi.", field="first")
    week = week_left_without_work(calendar, calendar.office_days)
    if week is not None:
        raise RuleError(
            f"Tuần {week[0]:%d/%m}–{week[1]:%d/%m/%Y} sẽ không còn ngày làm việc nào. "
            "Hãy bớt ngày nghỉ, hoặc thêm ngày làm bù trong tuần đó.",
            field="last",
        )
    return replace(present, calendar=calendar)


def apply_calendar(
    change: CalendarChange, *, version: int, today: date, actor: Actor | None
) -> int:
    """Change the calendar and move the due days that follow it; gives how many moved."""
    present, tried = due_day_rule(), tried_rule(change)
    moves = foresee(tried, today=today)
    change_calendar(change, version=version, actor=actor)
    return _move_all(moves, present, tried, reason=f"Lịch làm việc: {change.words}", actor=actor)


def apply_day_off_rule(day_off: DayOffRule, *, today: date, actor: Actor | None) -> int:
    """Change what becomes of due days on days off, and move those that follow."""
    present = due_day_rule()
    tried = replace(present, day_off=day_off)
    moves = foresee(tried, today=today)
    change_setting("due_on_day_off", day_off, actor=actor)
    return _move_all(moves, present, tried, reason="Thiết lập hạn rơi vào ngày nghỉ", actor=actor)


def _move_all(
    moves: list[Move],
    present: DueDayRule,
    tried: DueDayRule,
    *,
    reason: str,
    actor: Actor | None,
) -> int:
    moved = 0
    for move in moves:
        found = reckon(move.occurrence, present, tried)
        if not move.follows or found is None:
            continue
        reckoned, printed_on = found
        occurrence = move.occurrence
        occurrence.printed_due_on = printed_on
        due_time = occurrence.due_time
        move_due_day(occurrence, reckoned.then, due_time=due_time, reason=reason, actor=actor)
        moved += move.is_moved
    return moved
