"""How a person wants to be told, and on which day a mail may say a step. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from tracker.core.calendar_vn import WorkingCalendar
from tracker.progress.rules import ContributionFacts
from tracker.reminders.rules import CHECK_IN, CHECK_IN_AFTER

ONE_WEEK = timedelta(days=7)


class Delivery(StrEnum):
    """By a mail each working day, by a weekly one for what can wait, or in the program only."""

    MAIL = "mail"
    WEEKLY = "weekly"
    IN_APP = "in_app"


DELIVERY_WORDS: dict[Delivery, str] = {
    Delivery.MAIL: "Thư mỗi ngày làm việc, khi có việc cần nhắc",
    Delivery.WEEKLY: "Thư mỗi tuần cho việc chưa gấp; việc gấp vẫn gửi ngay trong ngày",
    Delivery.IN_APP: "Chỉ xem trong phần mềm, không gửi thư",
}


def mail_day(
    delivery: Delivery,
    step: str,
    facts: ContributionFacts,
    today: date,
    calendar: WorkingCalendar,
) -> date | None:
    """The day whose mail says the step; None when no mail does.

    Only what still lies ahead on the day of the weekly mail waits for it: nothing that is late,
    due, given back or due before then is ever delayed.
    """
    if delivery is Delivery.IN_APP:
        return None
    if delivery is Delivery.MAIL:
        return today
    day = weekly_day(today, calendar)
    return day if _can_wait_until(day, step, facts) else today


def weekly_day(today: date, calendar: WorkingCalendar) -> date:
    """The first working day of a week: today's, or that of the next week."""
    monday = today - timedelta(days=today.weekday())
    if calendar.same_or_next_working_day(monday) == today:
        return today
    return calendar.same_or_next_working_day(monday + ONE_WEEK)


def _can_wait_until(day: date, step: str, facts: ContributionFacts) -> bool:
    if step == CHECK_IN_AFTER:
        return True
    if step == CHECK_IN:
        return facts.period is not None and facts.period.end > day
    return step.startswith("before:") and facts.due_on is not None and facts.due_on > day
