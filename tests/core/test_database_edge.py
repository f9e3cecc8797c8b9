"""One commit at the edge: a request or job is kept whole or not at all; moments keep their zone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from flask import Flask
from sqlalchemy.exc import StatementError

from tests.factories import make_plan, make_task, regular
from tests.personas import Ward
from tracker.core.db import db, rehearse, write
from tracker.core.errors import RuleError
from tracker.plans.models import Plan
from tracker.progress.models import Contribution
from tracker.progress.service import make_due_instances
from tracker.reading.result import Rhythm
from tracker.tasks.models import Occurrence
from tracker.units.models import Unit
from tracker.units.service import create_unit


def names() -> list[str]:
    return sorted(db.session.scalars(db.select(Unit.name)))


def test_a_job_is_kept_at_its_end(app: Flask) -> None:
    with app.app_context(), write():
        create_unit("Phòng Một", actor=None)
    assert names() == ["Phòng Một"]


def test_a_job_that_fails_leaves_nothing(app: Flask) -> None:
    def fail_half_way() -> None:
        with app.app_context(), write():
            create_unit("Phòng Một", actor=None)
            create_unit("Phòng Một", actor=None)

    with pytest.raises(RuleError):
        fail_half_way()
    assert names() == []


def test_a_rehearsal_leaves_nothing(app: Flask) -> None:
    with app.app_context(), rehearse():
        create_unit("Phòng Một", actor=None)
        assert names() == ["Phòng Một"]
    assert names() == []


def test_a_moment_comes_back_as_the_same_moment_in_utc(app: Flask) -> None:
    assert app
    hanoi = datetime(2026, 8, 5, 7, 30, tzinfo=timezone(timedelta(hours=7)))
    plan = make_plan()
    plan.created_at = hanoi
    db.session.commit()
    db.session.expire_all()
    assert plan.created_at == datetime(2026, 8, 5, 0, 30, tzinfo=UTC)
    assert plan.created_at.utcoffset() == timedelta(0)


def test_a_bare_time_is_refused(app: Flask) -> None:
    assert app
    plan = make_plan()
    plan.created_at = datetime(2026, 8, 5, 7, 30)  # noqa: DTZ001
    with pytest.raises(StatementError, match="time zone"):
        db.session.flush()
    db.session.rollback()


def test_links_between_rows_are_kept_whole(app: Flask) -> None:
    assert app
    plan = make_plan()
    plan.coordinator_unit_id = 999
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        db.session.flush()
    db.session.rollback()


def test_two_schedulers_making_instances_at_once_make_each_once(app: Flask, ward: Ward) -> None:
    make_task(make_plan(), regular(Rhythm.MONTHLY), lead=ward.divisions, until=date(2026, 1, 5))
    db.session.commit()
    db.session.remove()

    def make(_number: int) -> None:
        with app.app_context(), write():
            make_due_instances(today=date(2026, 8, 5))

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(make, range(3)))
    keys = list(db.session.scalars(db.select(Occurrence.key)))
    assert len(keys) == len(set(keys)) == 9
    assert db.session.query(Contribution).count() == 18
    assert db.session.query(Plan).count() == 1
