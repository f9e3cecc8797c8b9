"""One commit at the edge: a request or job is kept whole or not at all; moments keep their zone."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError, StatementError

from tests.conftest import Templates, config_for
from tests.databases import copy_sqlite
from tests.factories import make_plan, make_task, regular
from tests.personas import Ward
from tracker import create_app
from tracker.core import db as edge
from tracker.core.db import db, rehearse, write
from tracker.core.errors import RuleError
from tracker.plans.models import Plan
from tracker.progress.instances import make_due_instances
from tracker.progress.models import Contribution
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


@pytest.fixture
def held_lock(
    tmp_path: Path, sqlite_templates: Templates, monkeypatch: pytest.MonkeyPatch
) -> Iterator[sqlite3.Connection]:
    """Another writer holds the lock of the database of an app that waits for it but briefly."""
    monkeypatch.setattr(edge, "SQLITE_WAIT_MILLISECONDS", 200)
    url = copy_sqlite(Path(sqlite_templates.empty), tmp_path)
    app = create_app(config_for(url, tmp_path))
    path = url.removeprefix("sqlite:///")
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    with app.app_context():
        yield other
        db.session.remove()
        db.engine.dispose()
    other.close()


def test_a_job_passed_over_by_other_writers_waits_for_its_turn(
    held_lock: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    # However late a busy machine lets the other writer end, beyond what one wait takes.
    monkeypatch.setattr(edge, "WAITS_OF_A_JOB", 600)
    release = threading.Timer(0.5, held_lock.execute, ["COMMIT"])
    release.start()
    with write():
        create_unit("Phòng Một", actor=None)
    release.join()
    assert names() == ["Phòng Một"]


@pytest.mark.usefixtures("held_lock")
def test_a_job_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edge, "WAITS_OF_A_JOB", 2)
    with pytest.raises(OperationalError, match="locked"), write():
        create_unit("Phòng Một", actor=None)
