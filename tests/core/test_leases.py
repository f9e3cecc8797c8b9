"""Of several that want a row one has it; who falls silent loses it, and learns so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.conftest import MORNING
from tests.factories import make_plan
from tests.personas import Ward
from tracker.core import clock, leases
from tracker.core.db import db, write
from tracker.core.leases import MOST_ATTEMPTS, TakenOverError
from tracker.exports.models import ExportJob


@pytest.fixture
def job(ward: Ward) -> int:
    """A file that somebody waits for."""
    row = ExportJob(
        plan=make_plan(),
        asked_by=ward.office,
        asked_at=MORNING,
        file_format="pdf",
        choice={},
        total=10,
        seen_at=MORNING,
        request_key="one",
    )
    db.session.add(row)
    db.session.flush()
    number = row.id
    db.session.commit()
    return number


def row() -> ExportJob:
    """The row as the last transaction left it."""
    db.session.expire_all()
    return db.session.scalars(select(ExportJob)).one()


def test_one_has_the_row_and_gives_it_back(job: int) -> None:
    assert leases.waiting(ExportJob) == [job]
    lease = leases.claim(ExportJob, job)
    assert lease is not None
    assert leases.claim(ExportJob, job) is None
    assert leases.waiting(ExportJob) == []
    lease.renew(4, 12)
    assert (row().done, row().total, lease.holds(row())) == (4, 12, True)
    assert lease.end(problem="Hỏng.")
    assert (row().claim, row().problem, row().has_stopped(MORNING)) == (None, "Hỏng.", True)
    assert leases.claim(ExportJob, job) is None


def test_who_is_silent_for_longer_than_the_lease_loses_the_row(job: int) -> None:
    first = leases.claim(ExportJob, job)
    assert first is not None
    with clock.at(MORNING + ExportJob.lease):
        assert leases.claim(ExportJob, job) is None
        first.renew(1, 10)
    late = MORNING + 2 * ExportJob.lease + timedelta(seconds=1)
    with clock.at(late):
        assert row().has_stopped(late)
        second = leases.claim(ExportJob, job)
        assert second is not None
        with pytest.raises(TakenOverError):
            first.renew(2, 10)
        assert not first.end(problem="Hỏng.")
        assert not first.holds(row())
        assert (row().problem, row().done, row().attempts) == (None, 0, 2)
        assert second.end(size=1)
    assert leases.waiting(ExportJob) == []


def test_what_was_begun_too_often_waits_for_a_person(job: int) -> None:
    for attempt in range(MOST_ATTEMPTS):
        with clock.at(MORNING + (attempt + 1) * timedelta(hours=1)):
            assert leases.claim(ExportJob, job) is not None
    with clock.at(MORNING + timedelta(hours=9)):
        assert leases.waiting(ExportJob) == []
        with write():
            db.session.get_one(ExportJob, job).offer_anew()
        assert leases.waiting(ExportJob) == [job]
