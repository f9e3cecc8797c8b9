"""Deciding whom to tell what: the ledger and the day's digests, a few people at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime

from tracker.core import clock
from tracker.core.calendar_vn import WorkingCalendar
from tracker.core.db import read, write_and_give_way
from tracker.reminders import outbox, queries
from tracker.reminders.calls import calls_by_person
from tracker.reminders.circle import Circle
from tracker.reminders.digests import Beside, Due, tell_people
from tracker.reminders.figures import figures_by_person
from tracker.reminders.leapt_clock import forget_what_was_decided_ahead, was_ahead
from tracker.reminders.news import AnyNews, all_news, news_to_tell
from tracker.reminders.owed import title_of
from tracker.reminders.report import Decision, PersonTold
from tracker.reminders.rules import Steps
from tracker.reminders.steps_due import steps_due
from tracker.settings.queries import ward_settings
from tracker.settings.rules import WardSettings
from tracker.working_calendar.queries import ward_calendar

# Few enough that nobody who saves a page meanwhile waits for the lock.
PEOPLE_IN_ONE_TRANSACTION = 1

Transaction = Callable[[], AbstractContextManager[None]]


def decide_reminders(now: datetime) -> Decision:
    """Note in the ledger whom to tell what, and put one digest per person into the outbox.

    Each few people are a transaction of their own, in which the ledger's rows and the digest are
    kept together or not at all; so it must not run inside another one. Told are the unit's head
    and the officer named for the task; without a named officer the head alone; in a unit without a
    head everybody of it; of work long late the Office, the unit that follows up the plan, and the
    leader; of requests for a later due day those who answer them, of the answer those who asked.
    Never told: disabled accounts, units outside the ward or dissolved ones, anyone about a plan
    that is not running. Who has no address is only noted, for the office to see. Whoever has the
    day's digest already sees in the program what comes up later; the next working day's mail tells
    it.

    A second scheduler at the same moment adds nothing: the unique keys of digest and ledger let
    one of the two through.
    """
    return _decide(now, look=read, change=write_and_give_way)


def decide_within(now: datetime) -> Decision:
    """The same inside the caller's transaction: for rehearsals and for filling a demo."""
    return _decide(now, look=nullcontext, change=nullcontext)


def steps_of(settings: WardSettings) -> Steps:
    """The steps the ward has chosen."""
    return Steps(
        days_before=settings.remind_days_before,
        every_days_late=settings.remind_every_days_late,
        check_in_days_before=settings.remind_check_in_days_before,
        head_after=settings.escalate_to_head_after,
        office_after=settings.escalate_to_office_after,
        leader_after=settings.escalate_to_leader_after,
        leader_after_urgings=settings.escalate_to_leader_after_urgings,
    )


def _decide(now: datetime, *, look: Transaction, change: Transaction) -> Decision:
    today = clock.day_in_vietnam(now)
    with look():
        calendar = ward_calendar()
    if not calendar.is_working_day(today):
        return Decision(today, is_working_day=False)
    with look():
        leapt = was_ahead(now)
    with change():
        outbox.free_stale_claims(now)
        if leapt:
            forget_what_was_decided_ahead(now)
    with look():
        due = _due_by_person(now, calendar)
        beside = Beside(figures_by_person(today), calls_by_person(now))
        waiting = queries.people_with_mail_waiting(today)
    told: list[PersonTold | None] = []
    # In one order in every scheduler, so that two of them never wait for each other.
    for user_ids in _portions(sorted(due.keys() | beside.people | waiting)):
        with change():
            told += tell_people(user_ids, due, beside, now=now, calendar=calendar)
    return Decision(today, is_working_day=True, people=[person for person in told if person])


def _due_by_person(now: datetime, calendar: WorkingCalendar) -> dict[int, list[Due]]:
    """The steps to tell now, by the person to tell."""
    today, steps = clock.day_in_vietnam(now), steps_of(ward_settings())
    due: dict[int, list[Due]] = defaultdict(list)
    _add_news(due, now)
    for user_id, item in steps_due(today, steps, calendar):
        due[user_id].append(item)
    return due


def _add_news(due: dict[int, list[Due]], now: datetime) -> None:
    news = all_news(now)
    concerned = {item.contribution.id: item.contribution for item in news}
    told, circle = queries.told_of(list(concerned)), Circle.around(list(concerned.values()))
    for user_id, item in news_to_tell(news, circle, told):
        due[user_id].append(_due_news(item))


def _due_news(news: AnyNews) -> Due:
    task = news.contribution.occurrence.task
    return Due(
        contribution_id=news.contribution.id,
        due_version=news.contribution.occurrence.due_version,
        facts=news.contribution.facts,
        step=news.step,
        reason=news.reason,
        title=title_of(task.label, task.content),
    )


def _portions(user_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(user_ids), PEOPLE_IN_ONE_TRANSACTION):
        yield user_ids[start : start + PEOPLE_IN_ONE_TRANSACTION]
