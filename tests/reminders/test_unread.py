"""The number of unread notices, kept up with the journal, is that counted anew."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from flask import Flask

from tests.figures.course import begun_in_time, moments_of
from tests.personas import Ward
from tracker.accounts.models import User
from tracker.core import clock
from tracker.core.db import db
from tracker.reminders import unread
from tracker.reminders.deciding import decide_within
from tracker.reminders.models import Reminder
from tracker.reminders.notice_queries import count_unread
from tracker.reminders.unread import count_unread_work


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_as_much_is_unread_as_is_counted_anew(
    app: Flask, ward: Ward, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, looks, seen = 0, 0, 0
    kept_statement = unread._counting

    def statement(*, is_narrowed: bool) -> object:
        nonlocal whole
        whole += not is_narrowed
        return kept_statement(is_narrowed=is_narrowed)

    monkeypatch.setattr(unread, "_counting", statement)
    chance = Random(seed)  # noqa: S311 - no secret hangs on it
    course = begun_in_time(ward, chance)
    people = [user.id for user in db.session.scalars(db.select(User).order_by(User.id))]

    def tell_and_read(_day: date) -> None:
        """A job tells of what is due; somebody reads a notice, or it counts as unread again."""
        decide_within(clock.now())
        told = db.session.scalars(db.select(Reminder).order_by(Reminder.id)).all()
        for reminder in chance.sample(told, min(2, len(told))):
            reminder.read_at = None if reminder.read_at else clock.now()

    for _now in moments_of(course, range(12, 33, 2), chance, tell_and_read):
        for user_id in people:
            with app.test_request_context("/"):
                anew = count_unread(user_id)
                assert count_unread_work(user_id) == anew
            seen += anew
            looks += 1
    assert seen
    assert len(people) < whole < looks, (whole, looks)
