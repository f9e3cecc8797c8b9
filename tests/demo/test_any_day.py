"""The sample ward is alive whatever the day it is made on, and never built over another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.conftest import Templates, config_for
from tests.databases import (
    copy_sqlite,
    drop_postgres_database,
    new_postgres_database,
    postgres_url,
)
from tests.personas import Ward
from tracker import create_app
from tracker.core import clock
from tracker.core.db import db
from tracker.demo.fill import fill_demo
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.progress.models import Contribution
from tracker.progress.rules import ContributionStatus, TimingClass, timing_class


@pytest.fixture
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """All tables, no row, on the engine asked for."""
    templates: Templates = request.getfixturevalue(f"{request.param}_templates")
    if request.param == "sqlite":
        yield copy_sqlite(Path(templates.empty), tmp_path)
        return
    name = new_postgres_database(templates.empty)
    yield postgres_url(name)
    drop_postgres_database(name)


# On each engine: all other tests take the ward as SQLite was filled with it.
@pytest.mark.parametrize(
    ("day", "empty_database"),
    [
        pytest.param(date(2026, 1, 5), "sqlite", id="the past lies in last year"),
        pytest.param(date(2026, 2, 18), "postgres", id="in the Tết holiday"),
        pytest.param(date(2023, 12, 31), "sqlite", id="a Sunday, end of a month and of the year"),
    ],
    indirect=["empty_database"],
)
def test_it_is_alive_on_any_day(day: date, empty_database: str, tmp_path: Path) -> None:
    app = create_app(config_for(empty_database, tmp_path))
    morning = clock.from_vietnam(datetime(day.year, day.month, day.day, 8, 30))  # noqa: DTZ001
    with clock.at(morning), app.app_context():
        assert fill_demo(app)
        owed = list(db.session.scalars(select(Contribution)))
        plan = db.session.scalars(select(Plan).where(Plan.state == PlanState.ISSUED)).one()
        assert {item.status for item in owed} >= set(ContributionStatus) - {
            ContributionStatus.CANCELLED
        }
        assert {timing_class(item.facts, day) for item in owed} >= {
            TimingClass.OPEN_OVERDUE,
            TimingClass.OPEN_IN_TIME,
            TimingClass.DONE_ON_TIME,
            TimingClass.DONE_LATE,
        }
        assert plan.year == day.year
        assert str(day.year) in plan.title
        db.session.remove()
        db.engine.dispose()


def test_a_ward_with_accounts_of_its_own_is_left_alone(app: Flask, ward: Ward) -> None:
    assert not fill_demo(app)
    assert db.session.get(type(ward.office), ward.office.id) is not None
    assert db.session.scalar(select(func.count(Plan.id))) == 0
