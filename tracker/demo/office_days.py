"""The days that Phường Mẫu's Office decided itself: one off for repairs, one Saturday worked."""

from __future__ import annotations

from datetime import date, timedelta

from tracker.accounts.models import User
from tracker.core.calendar_vn import NATIONAL_CALENDAR, ONE_DAY
from tracker.demo.plan import working_day_from
from tracker.due_dates.service import apply_calendar
from tracker.working_calendar.queries import calendar_version
from tracker.working_calendar.rules import CalendarChange, DayDecision

DAYS_AHEAD = timedelta(days=11)
CUT = "Thông báo số 18/TB-UBND: trụ sở cắt điện cả ngày để sửa trạm biến áp"
MADE_UP = "Thông báo số 18/TB-UBND: làm bù cho ngày nghỉ do cắt điện"


def decide_office_days(*, today: date, actor: User) -> None:
    """Take a day off in the weeks to come, and the Saturday after next as its make-up day."""
    off = working_day_from(today + DAYS_AHEAD)
    made_up = off + ONE_DAY
    while NATIONAL_CALENDAR.is_working_day(made_up) or made_up.isoweekday() != 6:
        made_up += ONE_DAY
    for day, decision, reason in (
        (off, DayDecision.OFF, CUT),
        (made_up, DayDecision.WORKING, MADE_UP),
    ):
        change = CalendarChange(first=day, last=day, decision=decision, reason=reason)
        apply_calendar(change, version=calendar_version(), today=today, actor=actor)
