"""The order of need, told by the database and by the rules: the same for every case."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import product

from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.personas import Ward
from tracker.core import clock
from tracker.core.db import db
from tracker.progress.counting import _judged, changed_to
from tracker.progress.models import Contribution
from tracker.progress.moment import Moment
from tracker.progress.need_in_sql import RANKS, need_rank, rank_parameters
from tracker.progress.rules import SOON_DAYS, ContributionStatus, Need, need
from tracker.tasks.models import Occurrence
from tracker.tasks.rules import OccurrenceKind

TODAY = date(2026, 8, 5)
NOW = datetime(2026, 8, 5, 16, 30, 0, 1, tzinfo=clock.VIETNAM)
DUE_DAYS = (
    None,
    *(TODAY + timedelta(days=days) for days in (-1, 0, 1, SOON_DAYS, SOON_DAYS + 1)),
)
HOURS = (None, time(16, 29), time(16, 30), time(16, 31))
# A period that is over, one that runs, one to come.
PERIODS = (
    None,
    (TODAY - timedelta(days=40), TODAY - timedelta(days=1)),
    (TODAY - timedelta(days=4), TODAY),
    (TODAY + timedelta(days=1), TODAY + timedelta(days=30)),
)


def test_the_database_tells_the_same_need_as_the_rules(ward: Ward) -> None:
    first = _every_case(ward)
    statement = db.select(Contribution, need_rank()).join(Contribution.occurrence)
    told = rank_parameters(Moment.of(NOW))
    found = db.session.execute(statement.where(Contribution.id > first), told).all()
    with clock.at(NOW):
        wrong = [
            (told, item.facts) for item, told in found if RANKS[need(item.facts, TODAY)] != told
        ]
    assert wrong == []
    assert {told for _item, told in found} == set(range(len(Need)))


def test_what_a_request_has_changed_stands_where_the_database_tells(ward: Ward) -> None:
    _every_case(ward)
    moment = Moment.of(NOW)
    told = _judged(ward.culture.id, moment, None)
    with clock.at(NOW):
        own = [changed_to(item, moment) for item in db.session.scalars(db.select(Contribution))]
    assert {piece: place for piece, place, _is_timed in own if place} == told.places
    assert {piece for piece, place, is_timed in own if place and is_timed} == told.timed
    assert told.timed
    assert len(told.places) < len(own)


def test_at_the_very_hour_nothing_is_late_yet() -> None:
    sharp = NOW.replace(microsecond=0)
    assert Moment.of(sharp).minute == time(16, 29)
    assert Moment.of(NOW).minute == time(16, 30)


def _every_case(ward: Ward) -> int:
    """A contribution for each; gives the number after which they begin."""
    task = make_task(make_plan(), fixed(date(2026, 8, 20)), lead=ward.culture)
    made = contribution_of(task, ward.culture)
    cases = product(ContributionStatus, OccurrenceKind, DUE_DAYS, HOURS, PERIODS, (None, NOW))
    instances, contributions = [], []
    for number, (status, kind, due_on, hour, period, updated) in enumerate(cases, start=1):
        if hour is not None and (due_on is None or period is not None):
            continue
        begins, ends = period or (None, None)
        instances.append(
            {
                "id": made.occurrence_id + number,
                "task_id": task.id,
                "key": str(number),
                "kind": kind,
                "due_on": due_on,
                "original_due_on": due_on,
                "due_time": hour,
                "period_start": begins,
                "period_end": ends,
                "created_at": NOW,
            }
        )
        contributions.append(
            {
                "id": made.id + number,
                "occurrence_id": made.occurrence_id + number,
                "assignment_id": made.assignment_id,
                "unit_id": ward.culture.id,
                "role": made.role,
                "due_on": due_on,
                "status": status,
                "last_updated_at": updated,
            }
        )
    db.session.execute(db.insert(Occurrence.__table__), instances)
    db.session.execute(db.insert(Contribution.__table__), contributions)
    return made.id
