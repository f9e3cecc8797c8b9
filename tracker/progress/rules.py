"""What may happen to a contribution, and what it counts as today. Pure: facts in, verdict out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time
from enum import StrEnum

from tracker.tasks.rules import OccurrenceKind, Period, TaskRole

SOON_DAYS = 7


class ContributionStatus(StrEnum):
    """How far the unit and the office have come."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    CANCELLED = "cancelled"


class DifficultyState(StrEnum):
    """How far a question about a difficulty has come."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class CauseState(StrEnum):
    """What stands of the cause of being late that a unit names."""

    OWN = "own"
    UNJUDGED = "unjudged"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class TimingClass(StrEnum):
    """The six classes that offices report."""

    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    DONE_NO_DEADLINE = "done_no_deadline"
    OPEN_IN_TIME = "open_in_time"
    OPEN_OVERDUE = "open_overdue"
    OPEN_NO_DEADLINE = "open_no_deadline"


class Need(StrEnum):
    """Why a contribution stands where it stands on the unit's home page, most urgent first."""

    OVERDUE = "overdue"
    RETURNED = "returned"
    DUE_SOON = "due_soon"
    CHECK_IN = "check_in"
    WAITING_REVIEW = "waiting_review"
    LATER = "later"
    DONE = "done"


STATUS_WORDS: dict[ContributionStatus, str] = {
    ContributionStatus.NOT_STARTED: "Chưa thực hiện",
    ContributionStatus.IN_PROGRESS: "Đang thực hiện",
    ContributionStatus.SUBMITTED: "Chờ xác nhận",
    ContributionStatus.RETURNED: "Trả lại",
    ContributionStatus.ACCEPTED: "Hoàn thành",
    ContributionStatus.CANCELLED: "Đã hủy",
}
DIFFICULTY_STATE_WORDS: dict[DifficultyState, str] = {
    DifficultyState.OPEN: "Chờ trả lời",
    DifficultyState.ANSWERED: "Đã trả lời",
    DifficultyState.CLOSED: "Đã khép",
}
CAUSE_STATE_WORDS: dict[CauseState, str] = {
    CauseState.OWN: "Do đơn vị",
    CauseState.UNJUDGED: "Khách quan theo đơn vị, chưa ai xác nhận",
    CauseState.CONFIRMED: "Khách quan, đã xác nhận",
    CauseState.REFUSED: "Khách quan theo đơn vị, không được xác nhận",
}
TIMING_CLASS_WORDS: dict[TimingClass, str] = {
    TimingClass.DONE_ON_TIME: "Hoàn thành đúng hạn",
    TimingClass.DONE_LATE: "Hoàn thành quá hạn",
    TimingClass.DONE_NO_DEADLINE: "Hoàn thành (không có thời hạn)",
    TimingClass.OPEN_IN_TIME: "Đang thực hiện, trong hạn",
    TimingClass.OPEN_OVERDUE: "Đang thực hiện, quá hạn",
    TimingClass.OPEN_NO_DEADLINE: "Đang thực hiện, không có thời hạn",
}
NEED_WORDS: dict[Need, str] = {
    Need.OVERDUE: "Quá hạn",
    Need.RETURNED: "Bị trả lại",
    Need.DUE_SOON: "Đến hạn trong 7 ngày",
    Need.CHECK_IN: "Cần cập nhật kỳ này",
    Need.WAITING_REVIEW: "Chờ xác nhận",
    Need.LATER: "Sắp tới",
    Need.DONE: "Đã hoàn thành",
}

# What a unit may say of its own work; the office's answers are ACCEPT_FROM and RETURN_FROM.
_UNIT_STEPS: dict[ContributionStatus, frozenset[ContributionStatus]] = {
    ContributionStatus.NOT_STARTED: frozenset(
        {ContributionStatus.IN_PROGRESS, ContributionStatus.SUBMITTED}
    ),
    ContributionStatus.IN_PROGRESS: frozenset(
        {ContributionStatus.IN_PROGRESS, ContributionStatus.SUBMITTED}
    ),
    ContributionStatus.RETURNED: frozenset(
        {ContributionStatus.IN_PROGRESS, ContributionStatus.SUBMITTED}
    ),
}
REVIEWABLE = frozenset({ContributionStatus.SUBMITTED})
HANDED_IN_STATUSES = frozenset({ContributionStatus.SUBMITTED, ContributionStatus.ACCEPTED})
OPEN_STATUSES = frozenset(
    {
        ContributionStatus.NOT_STARTED,
        ContributionStatus.IN_PROGRESS,
        ContributionStatus.SUBMITTED,
        ContributionStatus.RETURNED,
    }
)
# Somebody waits for an answer: the office's, or the unit's to the office.
AWAITING_ANSWER = frozenset({ContributionStatus.SUBMITTED, ContributionStatus.RETURNED})
LATE_CLASSES = frozenset({TimingClass.DONE_LATE, TimingClass.OPEN_OVERDUE})
# Statuses in which the unit itself still has something to do.
UNIT_OWES_STATUSES = OPEN_STATUSES - REVIEWABLE


@dataclass(frozen=True, slots=True)
class ContributionFacts:
    """All that timing depends on. Days and hours are those in Vietnam.

    `due_time` is an hour on the due day ("trước 16 giờ 30 thứ Năm"); against it stand the hour of
    the submission and, for what is open, the hour at which the facts are looked at.
    """

    status: ContributionStatus
    kind: OccurrenceKind
    due_on: date | None = None
    original_due_on: date | None = None
    submitted_on: date | None = None
    due_time: time | None = None
    submitted_time: time | None = None
    looked_at: time | None = None
    was_updated: bool = False
    period: Period | None = None

    @property
    def is_extended(self) -> bool:
        """Whether an extension put the due day further than the document says."""
        return self.original_due_on is not None and self.original_due_on != self.due_on

    @property
    def by_original_day(self) -> ContributionFacts:
        """The same work, to be judged by the day the document named."""
        return replace(self, due_on=self.original_due_on) if self.is_extended else self


def unit_may_set(before: ContributionStatus, after: ContributionStatus) -> bool:
    """Whether a unit may bring its contribution from one status to another."""
    return after in _UNIT_STEPS.get(before, frozenset())


def unit_choices(before: ContributionStatus) -> list[ContributionStatus]:
    """The statuses a unit may choose from, in order of progress."""
    return [status for status in ContributionStatus if unit_may_set(before, status)]


def waits_for_others(role: TaskRole, kind: OccurrenceKind) -> bool:
    """Whether a unit that hands in answers for the cooperating units too; a check-in says only
    how the unit itself stands."""
    return role is TaskRole.LEAD and kind is not OccurrenceKind.CHECK_IN


def is_silent(role: TaskRole, status: ContributionStatus) -> bool:
    """Whether a cooperating unit still owes its lead an answer."""
    return role is TaskRole.COOPERATING and status in UNIT_OWES_STATUSES


def timing_class(facts: ContributionFacts, today: date) -> TimingClass | None:
    """Which of the six classes the contribution falls into today; None when cancelled.

    Work is done on the day the unit submitted what was later accepted; while the office has not
    answered, the day of submission stands in for it, so waiting never makes anybody late.
    """
    if facts.status is ContributionStatus.CANCELLED:
        return None
    done = facts.status is ContributionStatus.ACCEPTED
    if facts.due_on is None:
        return TimingClass.DONE_NO_DEADLINE if done else TimingClass.OPEN_NO_DEADLINE
    late = _is_past_due(facts, today)
    if done:
        return TimingClass.DONE_LATE if late else TimingClass.DONE_ON_TIME
    return TimingClass.OPEN_OVERDUE if late else TimingClass.OPEN_IN_TIME


def days_late(facts: ContributionFacts, today: date) -> int:
    """Calendar days past the due day; 0 when in time, late by hours only, or never due."""
    if facts.due_on is None or facts.status is ContributionStatus.CANCELLED:
        return 0
    return max(0, (_judged_on(facts, today) - facts.due_on).days)


def need(facts: ContributionFacts, today: date) -> Need:
    """Where the contribution stands in the unit's order of need today."""
    if facts.status in {ContributionStatus.ACCEPTED, ContributionStatus.CANCELLED}:
        return Need.DONE
    if facts.status is ContributionStatus.SUBMITTED:
        return Need.WAITING_REVIEW
    if timing_class(facts, today) is TimingClass.OPEN_OVERDUE:
        return Need.OVERDUE
    if facts.status is ContributionStatus.RETURNED:
        return Need.RETURNED
    if facts.kind is OccurrenceKind.CHECK_IN:
        return _check_in_need(facts, today)
    return Need.DUE_SOON if is_due_soon(facts, today) else Need.LATER


def is_history(facts: ContributionFacts, today: date) -> bool:
    """Whether it is a check-in whose period is over, and nobody waits for an answer to it."""
    if facts.kind is not OccurrenceKind.CHECK_IN or facts.status in AWAITING_ANSWER:
        return False
    return facts.period is None or facts.period.end < today


def is_due_soon(facts: ContributionFacts, today: date) -> bool:
    """Whether the unit still owes it and the due day is today or within the next days."""
    if facts.due_on is None or facts.status not in UNIT_OWES_STATUSES:
        return False
    return 0 <= (facts.due_on - today).days <= SOON_DAYS and not _is_past_due(facts, today)


def due_look(facts: ContributionFacts, today: date) -> str | None:
    """How a due date is shown: by its timing class, or as soon due."""
    return "due_soon" if is_due_soon(facts, today) else timing_class(facts, today)


def _check_in_need(facts: ContributionFacts, today: date) -> Need:
    """A check-in is owed while its period runs; a past one is history, never a debt."""
    if facts.period is not None and facts.period.end < today:
        return Need.DONE
    is_to_come = facts.period is not None and facts.period.start > today
    return Need.LATER if facts.was_updated or is_to_come else Need.CHECK_IN


def _is_past_due(facts: ContributionFacts, today: date) -> bool:
    if facts.due_on is None:
        return False
    judged_on = _judged_on(facts, today)
    if judged_on != facts.due_on or facts.due_time is None:
        return judged_on > facts.due_on
    handed_in = facts.status in HANDED_IN_STATUSES and facts.submitted_on is not None
    judged_at = facts.submitted_time if handed_in else facts.looked_at
    return judged_at is not None and judged_at > facts.due_time


def _judged_on(facts: ContributionFacts, today: date) -> date:
    if facts.status in HANDED_IN_STATUSES and facts.submitted_on is not None:
        return facts.submitted_on
    return today


def check_in_words(facts: ContributionFacts, today: date, *, name: str) -> str:
    """How a check-in stands: offices count "đã cập nhật, chưa cập nhật", never done or late."""
    if facts.status in {ContributionStatus.RETURNED, ContributionStatus.CANCELLED}:
        return STATUS_WORDS[facts.status]
    if facts.period is not None and facts.period.start > today:
        return "Chưa đến kỳ"
    is_over = facts.period is not None and facts.period.end < today
    period = name[:1].lower() + name[1:] if is_over else "kỳ này"
    if not facts.was_updated:
        return f"Chưa cập nhật {period}"
    waits = facts.status is ContributionStatus.SUBMITTED
    return f"Đã cập nhật {period}{', chờ xác nhận' if waits else ''}"


def due_words(facts: ContributionFacts, today: date) -> str:
    """The distance to the due day in words, as a badge shows it; empty without one."""
    late = days_late(facts, today)
    if facts.due_on is None or facts.status is ContributionStatus.CANCELLED:
        return ""
    late_by_hours = not late and _is_past_due(facts, today)
    if facts.status in HANDED_IN_STATUSES:
        if late_by_hours:
            return "chậm trong ngày"
        return f"chậm {late} ngày" if late else _on_time_words(facts, today)
    if late:
        return f"Quá hạn {late} ngày"
    left = (facts.due_on - today).days
    if left:
        return f"Còn {left} ngày"
    hour = f"{facts.due_time:%H:%M}" if facts.due_time else ""
    if late_by_hours:
        return f"Quá hạn từ {hour} hôm nay"
    return f"Hạn {hour} hôm nay" if hour else "Hạn hôm nay"


def _on_time_words(facts: ContributionFacts, today: date) -> str:
    """An extended day has two kinds of "in time": offices count both."""
    if not facts.is_extended:
        return "đúng hạn"
    return "đúng hạn sau gia hạn" if days_late(facts.by_original_day, today) else "đúng hạn gốc"
