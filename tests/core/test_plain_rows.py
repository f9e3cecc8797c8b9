"""Columns written plainly: the object tells of them, another's change stands in the way."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import update
from sqlalchemy.orm.exc import StaleDataError

from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.personas import Ward
from tracker.core.db import db
from tracker.core.plain_rows import change_plainly
from tracker.progress.models import Contribution
from tracker.progress.rules import ContributionStatus


@pytest.fixture
def owed(ward: Ward) -> Contribution:
    """Of the culture division."""
    task = make_task(make_plan(), fixed(date(2026, 8, 20)), lead=ward.culture)
    db.session.commit()
    return contribution_of(task, ward.culture)


def test_the_object_and_the_row_tell_the_same(owed: Contribution) -> None:
    owed.difficulty, version = "Thiếu số liệu.", owed.version
    change_plainly(owed, status=ContributionStatus.IN_PROGRESS, return_reason=None)
    assert not db.session.dirty
    # What the session had still to write is written first, as a change of its own.
    told = (owed.status, owed.difficulty, owed.version)
    assert told == (ContributionStatus.IN_PROGRESS, "Thiếu số liệu.", version + 2)
    db.session.commit()
    db.session.refresh(owed)
    assert (owed.status, owed.difficulty, owed.version) == told
    owed.difficulty = None
    db.session.commit()
    assert owed.version == version + 3


def test_what_another_has_changed_meanwhile_is_not_written_over(owed: Contribution) -> None:
    known = owed.version
    theirs = update(Contribution).where(Contribution.id == owed.id).values(version=known + 1)
    db.session.execute(theirs, execution_options={"synchronize_session": False})
    assert owed.version == known
    with pytest.raises(StaleDataError):
        change_plainly(owed, status=ContributionStatus.IN_PROGRESS)
