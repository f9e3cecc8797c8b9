"""When a later due day may be asked for, and which day it may be. Pure: facts in, sentence out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tracker.accounts.rules import Role
from tracker.core.calendar_vn import WorkingCalendar
from tracker.progress.rules import (
    HANDED_IN_STATUSES,
    UNIT_OWES_STATUSES,
    ContributionFacts,
    ContributionStatus,
)

# A day farther off is a slip of the pen in the year.
LONGEST_EXTENSION = timedelta(days=366)


class ExtensionState(StrEnum):
    """How far a request has come."""

    PREPARED = "prepared"
    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"


EXTENSION_STATE_WORDS: dict[ExtensionState, str] = {
    ExtensionState.PREPARED: "Dự thảo xin gia hạn",
    ExtensionState.ASKED: "Đang xin gia hạn",
    ExtensionState.GRANTED: "Đã gia hạn",
    ExtensionState.REFUSED: "Không gia hạn",
    ExtensionState.WITHDRAWN: "Đã rút đề nghị gia hạn",
    ExtensionState.REVOKED: "Đã thu hồi gia hạn",
}
OPEN_STATES = frozenset({ExtensionState.PREPARED, ExtensionState.ASKED})
ANSWERED_STATES = frozenset(
    {ExtensionState.GRANTED, ExtensionState.REFUSED, ExtensionState.REVOKED}
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What the ward has set: how long before the due day to ask, how often to grant."""

    notice_days: int
    most_times: int


def sends_for_the_unit(role: Role, *, unit_has_head: bool) -> bool:
    """Whether the person's request goes out at once; an officer's waits for the head to send it.

    Where nobody heads the unit, its officers speak for it, as they are reminded for it.
    """
    return role is not Role.OFFICER or not unit_has_head


def last_day_to_ask(due_on: date, limits: Limits, calendar: WorkingCalendar) -> date:
    """The last day on which a later day may be asked for."""
    return calendar.add_working_days(due_on, -limits.notice_days)


def asking_problem(
    facts: ContributionFacts,
    today: date,
    *,
    is_lead: bool,
    times_granted: int,
    limits: Limits,
    calendar: WorkingCalendar,
) -> str | None:
    """Why the unit may not ask for a later due day today, as a sentence; None when it may."""
    if facts.due_on is None:
        return "Việc này không có thời hạn cụ thể nên không cần xin gia hạn."
    if not is_lead:
        return "Đơn vị chủ trì xin gia hạn; hạn mới áp dụng cho cả đơn vị phối hợp."
    if facts.status not in UNIT_OWES_STATUSES:
        return handed_in_problem(facts)
    if times_granted >= limits.most_times:
        granted, most = times_granted, limits.most_times
        return f"Việc này đã được gia hạn {granted} lần; quy định tối đa {most} lần."
    if today > facts.due_on:
        return f"Đã quá hạn {facts.due_on:%d/%m/%Y}: không xin gia hạn được nữa."
    last = last_day_to_ask(facts.due_on, limits, calendar)
    if today > last:
        return (
            f"Chỉ xin gia hạn trước hạn ít nhất {limits.notice_days} ngày làm việc: "
            f"việc này chậm nhất ngày {last:%d/%m/%Y}."
        )
    return None


def handed_in_problem(facts: ContributionFacts) -> str | None:
    """Why work that the unit no longer owes gets no later day; None while it is owed."""
    if facts.status in UNIT_OWES_STATUSES:
        return None
    if facts.status in HANDED_IN_STATUSES and facts.submitted_on is not None:
        return f"Kết quả đã gửi ngày {facts.submitted_on:%d/%m/%Y}: không gia hạn được nữa."
    if facts.status is ContributionStatus.CANCELLED:
        return "Phần việc đã hủy: không gia hạn."
    return "Kết quả đã gửi: không gia hạn được nữa."


def new_day_problem(day: date, *, due_on: date, today: date) -> str | None:
    """Why the day cannot be the new due day, as a sentence; None when it can."""
    if day < today:
        return f"Hạn mới {day:%d/%m/%Y} đã qua: hãy chọn ngày sau hạn hiện tại {due_on:%d/%m/%Y}."
    if day <= due_on:
        return f"Hạn mới phải sau hạn hiện tại {due_on:%d/%m/%Y}."
    if day - due_on > LONGEST_EXTENSION:
        return "Hạn mới cách hạn hiện tại hơn một năm: hãy xem lại năm."
    return None


def revoking_problem(
    facts: ContributionFacts, *, granted_due_on: date | None, today: date
) -> str | None:
    """Why a grant cannot be revoked any more, as a sentence; None when it can."""
    handed_in = handed_in_problem(facts)
    if handed_in:
        return handed_in
    if facts.due_on is None or facts.due_on != granted_due_on:
        return "Hạn đã đổi sau lần gia hạn này: không thu hồi được nữa."
    if facts.due_on <= today:
        return (
            f"Hạn {facts.due_on:%d/%m/%Y} đã đến: thu hồi sẽ làm đơn vị bị tính chậm, "
            "nên không thu hồi được nữa."
        )
    return None


def day_offered_on_revoking(
    base: date, *, first_day: date, today: date, calendar: WorkingCalendar
) -> date:
    """The day before the grant; once that has passed, the next working day: nobody is made late."""
    return base if base >= first_day else calendar.add_working_days(today, 1)


def revoked_day_problem(day: date, *, base: date, due_on: date, first_day: date) -> str | None:
    """Why the day cannot count after a grant was revoked, as a sentence; None when it can.

    `first_day` is the first one on which what is due by its hour is not late yet.
    """
    if day < first_day:
        return f"Hạn {day:%d/%m/%Y} đã qua: thu hồi không được làm đơn vị bị tính chậm."
    if day < base:
        return f"Trước khi gia hạn, hạn là {base:%d/%m/%Y}: hãy chọn từ ngày đó."
    if day >= due_on:
        return f"Hạn sau khi thu hồi phải trước hạn đã gia hạn {due_on:%d/%m/%Y}."
    return None
