"""Numbers of work kept up with the journal are those counted anew, for readers and for writers."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

import pytest
from flask import Flask

from tests.figures.course import Course, begun_in_time, moments_of
from tests.personas import Ward
from tracker.accounts.models import User
from tracker.core.db import db
from tracker.progress import counting
from tracker.progress.counting import count_by_place
from tracker.progress.in_charge import name_officer
from tracker.progress.moment import Moment
from tracker.progress.rules import ContributionStatus
from tracker.units.models import Unit


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_the_kept_numbers_are_those_counted_anew(
    app: Flask, ward: Ward, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, looks = 0, 0
    places = counting._places

    def asked(*wanted: object, among: object = None) -> object:
        nonlocal whole
        whole += among is None
        return places(*wanted, among=among)  # type: ignore[arg-type]

    chance = Random(seed)  # noqa: S311 - no secret hangs on it
    course = begun_in_time(ward, chance)
    units = [unit.id for unit in db.session.scalars(db.select(Unit))]

    def name_somebody(_day: date) -> None:
        item = chance.choice(course.owed)
        people = [None, *db.session.scalars(db.select(User).where(User.unit_id == item.unit_id))]
        name_officer(item, chance.choice(people), actor=ward.culture_head)

    for now in moments_of(course, range(12, 33, 2), chance, name_somebody):
        moment = Moment.of(now)
        for unit_id in units:
            anew = Counter(places(unit_id, moment).values())
            with monkeypatch.context() as watched, app.test_request_context("/"):
                watched.setattr(counting, "_places", asked)
                assert count_by_place(unit_id, moment) == anew
            looks += 1
        _look_while_writing(app, course, chance, moment)
    assert len(units) < whole < looks, (whole, looks)


def _look_while_writing(app: Flask, course: Course, chance: Random, moment: Moment) -> None:
    """Somebody changes a piece of work and is shown the numbers before anything is committed."""
    item = chance.choice(course.owed)
    with app.test_request_context("/", method="POST"):
        before = count_by_place(item.unit_id, moment)
        item.status = chance.choice(list(ContributionStatus))
        db.session.flush()
        after = count_by_place(item.unit_id, moment, changed={item.id})
        assert after == Counter(counting._places(item.unit_id, moment).values())
        db.session.rollback()
        assert count_by_place(item.unit_id, moment) == before
