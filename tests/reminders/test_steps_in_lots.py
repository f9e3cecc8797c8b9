"""What a pass finds to tell is what the rules say of each piece of work, whatever happened."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

import pytest

from tests.factories import make_plan, make_task, regular
from tests.figures.course import UNTIL, begun_in_time, moments_of
from tests.personas import Ward
from tests.reminders.plain_steps import Said, plain_steps
from tests.reminders.stirring import stir
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import TrackerError
from tracker.progress.instances import make_due_instances
from tracker.progress.models import Contribution
from tracker.reading.result import Rhythm
from tracker.reminders import queries, steps_due
from tracker.reminders.deciding import decide_within, steps_of
from tracker.reminders.models import LeaderInCharge
from tracker.reminders.rules import Escalation
from tracker.settings.queries import ward_settings
from tracker.working_calendar.queries import ward_calendar

EVERY_KIND = {"before", "due", "late", "returned", "check_in", "check_in_after", *Escalation}


def found_in_lots(today: date) -> list[Said]:
    said = steps_due.steps_due(today, steps_of(ward_settings()), ward_calendar())
    return sorted(
        (user, due.contribution_id, due.due_version, str(due.step), due.reason, due.title)
        for user, due in said
    )


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_lots_tell_what_the_rules_say_of_each(
    ward: Ward, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "IDS_IN_ONE_QUERY", 4)
    monkeypatch.setattr(steps_due, "MOST_REMEMBERED", 3)
    chance, steps_told = Random(seed), Counter[str]()  # noqa: S311 - no secret hangs on it
    course = begun_in_time(ward, chance)
    db.session.add(LeaderInCharge(unit_id=ward.culture.id, user_id=ward.leader.id))
    plan = make_plan(tracked_from=date(2026, 6, 1))
    make_task(plan, regular(Rhythm.WEEKLY), lead=ward.economy, until=UNTIL)
    make_task(plan, regular(), lead=ward.centre, until=UNTIL)

    def also(day: date) -> None:
        make_due_instances(today=day)
        try:
            stir(ward, course, chance)
        except TrackerError:
            db.session.rollback()

    for now in moments_of(course, range(0, 45, 2), chance, also):
        today = clock.day_in_vietnam(now)
        expected = plain_steps(today, steps_of(ward_settings()), ward_calendar())
        assert found_in_lots(today) == expected
        steps_told.update(step.partition(":")[0] for _user, _work, _version, step, *_ in expected)
        if chance.random() < 0.6:
            decide_within(now)
            db.session.commit()
            # A third urging just told is one more reason to tell a leader.
            expected = plain_steps(today, steps_of(ward_settings()), ward_calendar())
            assert found_in_lots(today) == expected
    assert steps_told.keys() >= EVERY_KIND, steps_told
    assert db.session.query(Contribution).count() > len(course.owed)
