"""When somebody is told of a contribution. Pure: facts, today and what was told; out comes a step.

A step is the reason to tell somebody once: 7, 3 and 1 working days before the due day, on the day,
after each further 3 working days; a check-in that is still owed; a result given back; work so late
that the head, the Office or a leader must know. Its key ("before:7", "due", "late:3", "check_in",
"returned:1", "to_office") stands in the ledger for ever, so it must never change its meaning.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from tracker.accounts.rules import Role
from tracker.core.calendar_vn import WorkingCalendar
from tracker.progress.rules import UNIT_OWES_STATUSES, ContributionFacts, ContributionStatus
from tracker.reminders.by_hand import BY_HAND, DIRECTED, NEWS
from tracker.tasks.rules import OccurrenceKind, Period

DUE = "due"
CHECK_IN = "check_in"
CHECK_IN_AFTER = "check_in_after"
# News of a request for a later due day: its state and number ("extension_granted:12").
EXTENSION = "extension_"
EXTENSION_ASKED = "extension_asked:"
# A task was amended after its issue; behind the colon the amendment's number.
AMENDED = "amended:"
DIFFICULTY_ANSWERED = "difficulty_answered:"
# Steps that begin so urge a unit about work that is late already.
URGING = "late:"
# A period that ended longer ago is history: nobody is asked for it when the tracker comes to a
# ward late, or was down for long.
CHECK_IN_ASKED_DAYS_AFTER = 5
CHECK_IN_ANSWERABLE = timedelta(days=21)
# A sender that has not answered for so long has died; it takes at most about four minutes.
STALE_CLAIM = timedelta(minutes=10)
RETRY_MINUTES = (1, 5, 15, 30, 60)


class MailKind(StrEnum):
    """What a mail in the outbox is."""

    DIGEST = "digest"
    URGING = "urging"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - the name of a kind


class OutboxState(StrEnum):
    """How far a mail has come. Given up: nothing left to say, or said in a later mail."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    GIVEN_UP = "given_up"


class Escalation(StrEnum):
    """Whom late work is made known to beyond those who do it; the values are steps."""

    HEAD = "to_head"
    OFFICE = "to_office"
    LEADER = "to_leader"


OUTBOX_STATE_WORDS: dict[OutboxState, str] = {
    OutboxState.WAITING: "Chờ gửi",
    OutboxState.SENDING: "Đang gửi",
    OutboxState.SENT: "Đã gửi",
    OutboxState.FAILED: "Không gửi được",
    OutboxState.GIVEN_UP: "Thôi gửi",
}
# The others go out by themselves, have gone out, or have nothing left to say.
RESENDABLE = frozenset({OutboxState.FAILED})


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps a ward has chosen, in working days; 0 switches an escalation off."""

    days_before: tuple[int, ...] = (7, 3, 1)
    every_days_late: int = 3
    check_in_days_before: int = 3
    head_after: int = 1
    office_after: int = 5
    leader_after: int = 10
    leader_after_urgings: int = 3

    @property
    def earliest(self) -> int:
        """How many working days before a due day or period end the first step may fall."""
        return max((*self.days_before, self.check_in_days_before))


@dataclass(frozen=True, slots=True)
class Told:
    """A step somebody was told of, and the version of the due date it was told for."""

    step: str
    due_version: int


@dataclass(frozen=True, slots=True)
class Person:
    """Someone of the unit that owes the work."""

    id: int
    role: Role


def steps_to_tell(
    facts: ContributionFacts,
    today: date,
    *,
    steps: Steps,
    calendar: WorkingCalendar,
    told: Iterable[Told],
    due_version: int = 1,
    times_returned: int = 0,
) -> list[str]:
    """Every step to tell one person now: that of the date, and that of a result given back.

    A moved due date has a version of its own, so its steps begin anew; a return is told once
    whatever the version.
    """
    told = list(told)
    returned = return_to_tell(
        facts,
        today,
        calendar=calendar,
        times_returned=times_returned,
        told=[item.step for item in told],
    )
    dated = step_to_tell(
        facts,
        today,
        steps=steps,
        calendar=calendar,
        told=[item.step for item in told if item.due_version == due_version],
    )
    return [step for step in (returned, dated) if step is not None]


def step_to_tell(
    facts: ContributionFacts,
    today: date,
    *,
    steps: Steps,
    calendar: WorkingCalendar,
    told: Iterable[str],
) -> str | None:
    """The step to tell now, if any: the latest one passed, unless it or a later one was told.

    So steps missed during an outage are told as one, a clock set back tells nothing anew, and
    what falls on a day off waits for the next working day.
    """
    if facts.status not in UNIT_OWES_STATUSES or not calendar.is_working_day(today):
        return None
    step = _latest_step(facts, today, steps, calendar)
    if step is None:
        return None
    ranks = [_rank(old) for old in told if _has_rank(old)]
    return step if all(rank < _rank(step) for rank in ranks) else None


def return_to_tell(
    facts: ContributionFacts,
    today: date,
    *,
    calendar: WorkingCalendar,
    times_returned: int,
    told: Iterable[str],
) -> str | None:
    """The step of a result that was given back and still lies with the unit."""
    if facts.status is not ContributionStatus.RETURNED or not calendar.is_working_day(today):
        return None
    step = f"returned:{times_returned}"
    return None if step in told else step


def escalations(
    facts: ContributionFacts,
    today: date,
    *,
    steps: Steps,
    calendar: WorkingCalendar,
    urgings: int = 0,
) -> list[Escalation]:
    """Who beyond the officers must know by today; each is told once per due date.

    `urgings` counts how often the unit was urged about this due date. The leader hears of work
    that stays late in spite of them, or that is late for so many days anyway.
    """
    if facts.status not in UNIT_OWES_STATUSES or not calendar.is_working_day(today):
        return []
    if facts.due_on is None or today <= facts.due_on:
        return []
    late = calendar.working_days_between(facts.due_on, today)
    urged = 0 < steps.leader_after_urgings <= urgings
    reached = {
        Escalation.HEAD: 0 < steps.head_after <= late,
        Escalation.OFFICE: 0 < steps.office_after <= late,
        Escalation.LEADER: urged or 0 < steps.leader_after <= late,
    }
    return [level for level, is_reached in reached.items() if is_reached]


def still_holds(told: Told, facts: ContributionFacts, today: date, *, current_version: int) -> bool:
    """Whether a step that was decided earlier may still be said."""
    if told.step.startswith((DIRECTED, DIFFICULTY_ANSWERED, *NEWS)):
        return facts.status is not ContributionStatus.CANCELLED
    if told.step.startswith(AMENDED):
        return True
    if facts.status not in UNIT_OWES_STATUSES:
        return False
    if _is_return(told.step):
        return facts.status is ContributionStatus.RETURNED
    if is_extension_step(told.step):
        return True
    if told.step == CHECK_IN:
        return _is_owed_in(facts.period, facts, today)
    if told.step == CHECK_IN_AFTER:
        return _is_owed_after(facts.period, facts, today)
    return told.due_version == current_version


def recipients(people: Sequence[Person], officer_id: int | None) -> list[int]:
    """Who of the unit's people is told: its head and the officer named for the task.

    Without a named officer the head alone; a unit without a head is told as a whole, so that no
    reminder falls into the void.
    """
    heads = heads_of(people)
    if all(head.role is not Role.UNIT_HEAD for head in heads):
        return [person.id for person in heads]
    named = [person.id for person in people if person.id == officer_id]
    return list(dict.fromkeys([*(head.id for head in heads), *named]))


def heads_of(people: Sequence[Person]) -> list[Person]:
    """Who answers for the unit; all its people where nobody heads it."""
    return [person for person in people if person.role is Role.UNIT_HEAD] or list(people)


def is_extension_step(step: str) -> bool:
    """Whether it tells of a request for a later due day."""
    return step.startswith(EXTENSION)


def lets_know(step: str) -> bool:
    """Whether it tells what became of something and urges nobody."""
    return step.startswith((EXTENSION, AMENDED, DIFFICULTY_ANSWERED, *NEWS))


def digest_is_due(local_time: time, digest_time: str) -> bool:
    """Whether the hour of the day's digest ("07:30") has come; ValueError when it is no hour."""
    return local_time >= time.fromisoformat(digest_time)


def retry_pause(attempts: int) -> timedelta:
    """How long to wait after so many attempts: 1, 5, 15, 30, then 60 minutes."""
    return timedelta(minutes=RETRY_MINUTES[min(attempts, len(RETRY_MINUTES)) - 1])


def _latest_step(
    facts: ContributionFacts, today: date, steps: Steps, calendar: WorkingCalendar
) -> str | None:
    if facts.kind is OccurrenceKind.CHECK_IN:
        return _check_in_step(facts, today, steps, calendar)
    if facts.due_on is None:
        return None
    if today < facts.due_on:
        first_days = {n: calendar.add_working_days(facts.due_on, -n) for n in steps.days_before}
        passed = [n for n, first_day in first_days.items() if first_day <= today]
        return f"before:{min(passed)}" if passed else None
    days_late = calendar.working_days_between(facts.due_on, today)
    if steps.every_days_late < 1 or days_late < steps.every_days_late:
        return DUE
    return f"late:{days_late // steps.every_days_late * steps.every_days_late}"


def _check_in_step(
    facts: ContributionFacts, today: date, steps: Steps, calendar: WorkingCalendar
) -> str | None:
    """A check-in is asked for once shortly before its period ends, and once soon after."""
    if facts.period is None or facts.was_updated:
        return None
    end = facts.period.end
    if end < today:
        last_day = calendar.add_working_days(end, CHECK_IN_ASKED_DAYS_AFTER)
        return CHECK_IN_AFTER if today <= last_day else None
    first_day = calendar.add_working_days(end, -steps.check_in_days_before)
    return CHECK_IN if first_day <= today else None


def _is_owed_in(period: Period | None, facts: ContributionFacts, today: date) -> bool:
    return period is not None and not facts.was_updated and today <= period.end


def _is_owed_after(period: Period | None, facts: ContributionFacts, today: date) -> bool:
    if period is None or facts.was_updated:
        return False
    return period.end < today <= period.end + CHECK_IN_ANSWERABLE


def _rank(step: str) -> int:
    """Where the step lies on the way through the due day, which is 0."""
    name, _, number = step.partition(":")
    if name == "before":
        return -int(number)
    if name == "late":
        return int(number)
    return 1 if step == CHECK_IN_AFTER else 0


def _has_rank(step: str) -> bool:
    """Returns, escalations, news of extensions, what is done by hand do not lie on that way."""
    beside = _is_return(step) or lets_know(step) or step.startswith(BY_HAND)
    return not beside and step not in set(Escalation)


def _is_return(step: str) -> bool:
    return step.startswith("returned:")
