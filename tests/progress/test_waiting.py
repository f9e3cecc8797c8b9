"""The number of submissions that wait, kept up with the journal, is that counted anew."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from flask import Flask

from tests.figures.course import begun_in_time, moments_of
from tests.figures.watching import watch_judging
from tests.personas import Ward
from tracker.plans.amendments import Grounds
from tracker.plans.service import hand_coordination_on
from tracker.progress import waiting
from tracker.progress.queries import count_waiting_for_review
from tracker.progress.waiting import count_waiting


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_as_many_wait_as_are_counted_anew(
    app: Flask, ward: Ward, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    judgements, looks, seen = watch_judging(monkeypatch, waiting), 0, 0
    chance = Random(seed)  # noqa: S311 - no secret hangs on it
    course = begun_in_time(ward, chance)
    units = [None, ward.culture.id, ward.economy.id]

    def hand_on(_day: date) -> None:
        unit = chance.choice((ward.culture, ward.economy))
        hand_coordination_on(course.plan, unit, Grounds("Đổi đầu mối."), actor=ward.office)

    for _now in moments_of(course, range(12, 33, 2), chance, hand_on):
        with app.test_request_context("/"):
            for unit_id in units:
                anew = count_waiting_for_review(coordinated_by=unit_id)
                assert count_waiting(coordinated_by=unit_id) == anew
                seen += anew
        looks += 1
    assert seen
    assert 1 < judgements.whole < looks, (judgements, looks)
