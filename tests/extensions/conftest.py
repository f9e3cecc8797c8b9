"""One task that the culture division leads and the economy division shares, due in two weeks."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.personas import Ward
from tracker.core.db import db
from tracker.progress.models import Contribution
from tracker.tasks.models import Task

DUE = date(2026, 8, 20)


@pytest.fixture
def task(ward: Ward) -> Task:
    """Due on Thursday 20 August 2026; the Office follows it up."""
    task = make_task(make_plan(), fixed(DUE), lead=ward.culture, cooperating=(ward.economy,))
    db.session.commit()
    return task


@pytest.fixture
def owed(task: Task, ward: Ward) -> Contribution:
    """What the culture division owes."""
    return contribution_of(task, ward.culture)


@pytest.fixture
def shared(task: Task, ward: Ward) -> Contribution:
    """What the economy division owes."""
    return contribution_of(task, ward.economy)
