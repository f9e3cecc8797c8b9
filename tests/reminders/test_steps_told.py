"""What a mail still tells, looked at as plain values, is what the rules say of each reminder."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from random import Random

import pytest
from sqlalchemy import select

from tests.factories import make_plan, make_task, regular
from tests.figures.course import UNTIL, begun_in_time, moments_of
from tests.personas import Ward
from tests.reminders.stirring import stir
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import TrackerError
from tracker.progress.instances import make_due_instances
from tracker.progress.models import Contribution
from tracker.reading.result import Rhythm
from tracker.reminders import steps_told
from tracker.reminders.deciding import decide_within
from tracker.reminders.models import OutboxMessage, Reminder
from tracker.reminders.parts import DigestPart, part_of
from tracker.reminders.steps_told import reminder_holds, still_holding, under_headings

Headings = dict[DigestPart, tuple[int, list[tuple[int, list[str]]]]]


def place_in_a_mail(reminder: Reminder) -> tuple[object, ...]:
    occurrence = reminder.contribution.occurrence
    day, task = occurrence.due_on or date.max, occurrence.task
    return day, task.plan_id, task.position, reminder.contribution_id, reminder.id


def plainly(reminders: list[Reminder], today: date) -> Headings:
    steps: dict[Contribution, list[str]] = defaultdict(list)
    for reminder in reminders:
        steps[reminder.contribution].append(reminder.step)
    rows: dict[DigestPart, list[tuple[int, list[str]]]] = defaultdict(list)
    for work, own in steps.items():
        rows[part_of(work.facts, today, own)].append((work.id, own))
    return {part: (len(own), own[: steps_told.MOST_LISTED]) for part, own in rows.items()}


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_mails_say_what_the_rules_say_of_each_reminder(
    ward: Ward, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps_told, "MOST_LISTED", 2)
    chance, parts, dropped, unlisted = Random(seed), set[DigestPart](), 0, 0  # noqa: S311 - no secret hangs on it
    course = begun_in_time(ward, chance)
    plan = make_plan(tracked_from=date(2026, 6, 1))
    make_task(plan, regular(Rhythm.WEEKLY), lead=ward.economy, until=UNTIL)

    def also(day: date) -> None:
        make_due_instances(today=day)
        try:
            stir(ward, course, chance)
        except TrackerError:
            db.session.rollback()

    for now in moments_of(course, range(0, 40, 2), chance, also):
        today = clock.day_in_vietnam(now)
        decide_within(now)
        db.session.commit()
        for message in db.session.scalars(select(OutboxMessage)):
            told = sorted(message.reminders, key=place_in_a_mail)
            held = [reminder for reminder in told if reminder_holds(reminder, today)]
            found = {
                part: (heading.number, [(work, list(steps)) for work, steps in heading.listed])
                for part, heading in under_headings(message.id, today).items()
            }
            assert found == plainly(held, today)
            assert still_holding(message.id, today) == [reminder.id for reminder in held]
            parts |= found.keys()
            dropped += len(told) - len(held)
            unlisted += any(number > len(listed) for number, listed in found.values())
    assert {DigestPart.LATE, DigestPart.DUE, DigestPart.ESCALATED} < parts, parts
    assert dropped
    assert unlisted
