"""What was reported or answered since a moment: the rows that a look at every step finds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.conftest import MORNING
from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.personas import Browser, Ward
from tests.progress.reports import accept, give_back, send_report
from tracker.core import clock
from tracker.core.db import db
from tracker.follow_up.briefing import numbers_touched
from tracker.progress.models import Contribution, ProgressUpdate
from tracker.progress.rules import ContributionStatus

HOUR = timedelta(hours=1)


@pytest.fixture
def three(ward: Ward, browser: Browser) -> list[Contribution]:
    """One given back an hour later, one accepted two hours later, one only begun then."""
    day, others = date(2026, 8, 20), (ward.economy, ward.office_unit)
    task = make_task(make_plan(), fixed(day), lead=ward.culture, cooperating=others)
    db.session.commit()
    owed, shared, office_part = (contribution_of(task, unit) for unit in (ward.culture, *others))
    send_report(browser.as_(ward.culture_head), owed)
    send_report(browser.as_(ward.economy_head), shared)
    with clock.at(MORNING + HOUR):
        give_back(browser.as_(ward.leader), owed)
    with clock.at(MORNING + 2 * HOUR):
        accept(browser.as_(ward.leader), shared)
        send_report(browser.as_(ward.office), office_part, status="in_progress")
    return [owed, shared, office_part]


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("hours", [0, 1, 2, 3])
@pytest.mark.parametrize(
    "statuses",
    [
        (ContributionStatus.ACCEPTED, ContributionStatus.RETURNED),
        (ContributionStatus.IN_PROGRESS,),
        tuple(ContributionStatus),
    ],
)
def test_they_are_what_every_step_since_then_is_about(
    hours: int, statuses: tuple[ContributionStatus, ...]
) -> None:
    moment = MORNING + hours * HOUR
    steps = [step for step in db.session.query(ProgressUpdate) if step.at >= moment]
    plain = {step.contribution_id for step in steps if step.contribution.status in statuses}
    found = numbers_touched(moment, statuses)
    assert set(found) == plain
    assert len(found) == len(plain)
    if len(statuses) > 2:
        assert len(found) == (3, 3, 2, 0)[hours]
