"""Regular work of the running period, kept up with the journal, is that counted anew."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from random import Random

import pytest
from flask import Flask

from tests.factories import make_plan, make_task, regular
from tests.figures.course import UNTIL, begun_in_time, moments_of
from tests.figures.watching import watch_judging
from tests.personas import Ward
from tracker.core import clock
from tracker.core.db import db
from tracker.follow_up import check_ins
from tracker.follow_up.check_ins import FEW, check_ins_by_unit
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.progress.models import Contribution
from tracker.progress.queries import contributions_of_plan, followed_up_by
from tracker.progress.rules import ContributionStatus
from tracker.tasks.rules import OccurrenceKind

Counted = dict[int, tuple[str, int, int, list[tuple[int, str]]]]


def anew(coordinated_by: int | None, whole: int | None) -> Counted:
    """From the rows themselves."""
    found: defaultdict[int, list[Contribution]] = defaultdict(list)
    plans = db.session.scalars(
        db.select(Plan).where(followed_up_by(coordinated_by)).order_by(Plan.id)
    )
    for plan in plans:
        if plan.state is PlanState.ISSUED:
            for item in contributions_of_plan(plan.id):
                if is_running(item):
                    found[item.unit_id].append(item)
    counted = {}
    for unit_id, items in found.items():
        missing = [item for item in items if item.last_updated_at is None]
        listed = missing if unit_id == whole else missing[:FEW]
        counted[unit_id] = (
            items[0].unit.name,
            len(items) - len(missing),
            len(missing),
            [(item.id, item.occurrence.name) for item in listed],
        )
    return counted


def is_running(item: Contribution) -> bool:
    """Whether the unit is to say in the running period how it goes."""
    occurrence, today = item.occurrence, clock.today()
    if occurrence.kind is not OccurrenceKind.CHECK_IN or occurrence.task.dropped_on is not None:
        return False
    begins, ends = occurrence.period_start, occurrence.period_end
    is_cancelled = item.status is ContributionStatus.CANCELLED
    return begins is not None and ends is not None and begins <= today <= ends and not is_cancelled


def kept(coordinated_by: int | None, whole: int | None) -> Counted:
    """As the page is given it."""
    lines = check_ins_by_unit(coordinated_by, clock.today(), whole=whole)
    assert lines == sorted(lines, key=lambda line: (-line.missing, line.unit_name))
    return {
        line.unit_id: (
            line.unit_name,
            line.updated,
            line.missing,
            [(item.id, item.details[1]) for item in line.listed],
        )
        for line in lines
    }


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_what_is_kept_is_what_is_counted_anew(
    app: Flask, ward: Ward, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    judgements, looks, seen = watch_judging(monkeypatch, check_ins), 0, 0
    chance = Random(seed)  # noqa: S311 - no secret hangs on it
    course = begun_in_time(ward, chance)
    with clock.at(datetime(2026, 6, 30, 22, tzinfo=UTC)):
        for lead in (ward.culture, ward.economy) * 4:
            make_task(course.plan, regular(), lead=lead, until=UNTIL)
        make_task(make_plan(), regular(), lead=ward.divisions, until=UNTIL)
        db.session.commit()
    course.owed.extend(db.session.scalars(db.select(Contribution).order_by(Contribution.id)))
    for _now in moments_of(course, range(12, 33, 2), chance):
        for unit_id, whole in ((None, None), (None, ward.culture.id), (ward.culture.id, None)):
            with app.test_request_context("/follow-up"):
                found = kept(unit_id, whole)
                assert found == anew(unit_id, whole)
            seen += sum(len(line[-1]) for line in found.values())
            looks += 1
    assert seen > looks
    assert 2 < judgements.whole < looks, (judgements, looks)
