"""Work kept in the order of need is that which the database puts in order anew."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from flask import Flask

from tests.factories import fixed, make_plan, make_task
from tests.figures.course import begun_in_time, moments_of
from tests.figures.watching import watch_judging
from tests.personas import Ward
from tracker.accounts.models import User
from tracker.core import clock
from tracker.core.db import db
from tracker.progress import unit_order
from tracker.progress.in_charge import MINE, NOBODY, name_officer
from tracker.progress.models import Contribution
from tracker.progress.moment import Moment
from tracker.progress.rules import Need
from tracker.progress.unit_order import page_in_order
from tracker.progress.unit_work import WorkFilter, _numbers_on_page, _page_of_ids
from tracker.units.models import Unit


def filters(people: list[User]) -> list[WorkFilter]:
    """Of everybody, of nobody, of each person with what nobody has; each need."""
    officers = ["", NOBODY, *(str(user.id) for user in people)]
    officers += [f"{MINE}:{user.id}" for user in people[:2]]
    needs = [WorkFilter(need=need, officer=officer) for need in Need for officer in ("", NOBODY)]
    return [*(WorkFilter(officer=officer) for officer in officers), *needs]


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_the_kept_order_is_the_one_found_anew(
    app: Flask, ward: Ward, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = 0
    chance = Random(seed)  # noqa: S311 - no secret hangs on it
    course = begun_in_time(ward, chance)
    units = [unit.id for unit in db.session.scalars(db.select(Unit).order_by(Unit.id))]
    of_units = db.select(User).where(User.unit_id.is_not(None)).order_by(User.id)
    people = list(db.session.scalars(of_units))

    def name_somebody(_day: date) -> None:
        item = chance.choice(course.owed)
        own = [user for user in people if user.unit_id == item.unit_id]
        name_officer(item, chance.choice([None, *own]), actor=ward.culture_head)

    judgements = watch_judging(monkeypatch, unit_order)
    for now in moments_of(course, range(12, 33, 2), chance, name_somebody):
        for unit_id in units:
            with app.test_request_context("/"):
                look(unit_id, people, Moment.of(now))
            looks += 1
    assert len(units) < judgements.whole < looks, (judgements, looks)


def look(unit_id: int, people: list[User], moment: Moment) -> None:
    """Every filter shows what the database finds."""
    for wanted in filters(people):
        for first in (0, 1):
            kept = _numbers_on_page(unit_id, wanted, moment, first)
            assert kept == _page_of_ids(unit_id, wanted, moment, first), wanted


def test_pages_follow_each_other_and_tell_who_has_what_in_hand(app: Flask, ward: Ward) -> None:
    course = with_many_tasks(ward)
    person = ward.culture_head.id
    with app.test_request_context("/"):
        moment = Moment.of(clock.now())
        unit_id = course[0].unit_id
        for first in range(0, len(course) + 2, 2):
            for officer in ("", NOBODY, str(person), f"{MINE}:{person}"):
                wanted = WorkFilter(officer=officer)
                found = page_in_order(
                    unit_id,
                    moment,
                    people=wanted.people,
                    need=None,
                    first=first,
                    most=2,
                    otherwise=never,
                )
                assert found == _page_of_ids(unit_id, wanted, moment, first)[:2]


def with_many_tasks(ward: Ward) -> list[Contribution]:
    """Some late, some due on one day, every other one in the head's own hands."""
    plans = [make_plan(), make_plan(title="Một kế hoạch khác")]
    for number in range(12):
        make_task(plans[number % 2], fixed(date(2026, 8, 1 + number // 4 * 9)), lead=ward.culture)
    owed = list(db.session.scalars(db.select(Contribution).order_by(Contribution.id)))
    for item in owed[::2]:
        item.officer_id = ward.culture_head.id
    db.session.commit()
    return owed


def never() -> tuple[int, ...]:
    """For what must have been kept."""
    raise AssertionError("nothing was kept")
