"""Numbers of work kept up with the journal are those counted anew, for readers and for writers."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from flask import Flask

from tests.figures.course import FIRST, Course, begun_in_time
from tests.personas import Ward
from tracker.accounts.models import User
from tracker.core import clock
from tracker.core.db import db
from tracker.progress import counting
from tracker.progress.counting import count_by_place
from tracker.progress.in_charge import name_officer
from tracker.progress.moment import Moment
from tracker.progress.rules import ContributionStatus
from tracker.units.models import Unit

# 09:05, 16:05 and 17:05 in Vietnam: before and after the hour of what is due by 16:30.
HOURS = (2, 9, 10)


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
    for number in range(12, 33, 2):
        day = FIRST + timedelta(days=number)
        for hour in HOURS:
            # In the last hour of the day often nothing is written: what was due by then is late.
            if hour != HOURS[-1] or chance.random() < 0.3:
                course.act(day, hour, chance)
            if chance.random() < 0.2:
                with clock.at(datetime(day.year, day.month, day.day, hour, 4, tzinfo=UTC)):
                    _name_somebody(ward, course, chance)
            db.session.commit()
            with clock.at(datetime(day.year, day.month, day.day, hour, 5, tzinfo=UTC)):
                moment = Moment.of(clock.now())
                for unit_id in units:
                    anew = Counter(places(unit_id, moment).values())
                    with monkeypatch.context() as watched:
                        watched.setattr(counting, "_places", asked)
                        with app.test_request_context("/"):
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


def _name_somebody(ward: Ward, course: Course, chance: Random) -> None:
    item = chance.choice(course.owed)
    people = [None, *db.session.scalars(db.select(User).where(User.unit_id == item.unit_id))]
    name_officer(item, chance.choice(people), actor=ward.culture_head)
