"""What the plans of ended years left undone is history: a pass reads nothing of what was said."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.personas import Ward
from tests.reminders.conftest import RunPass
from tracker.core import clock
from tracker.core.db import db
from tracker.plans.rules import PlanState
from tracker.plans.service import change_state
from tracker.reminders import owed, steps_due
from tracker.reminders.deciding import steps_of
from tracker.reminders.models import Reminder
from tracker.settings.queries import ward_settings
from tracker.working_calendar.queries import ward_calendar


def test_only_work_still_owed_is_looked_up_in_the_ledger(
    ward: Ward, pass_at: RunPass, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended, running = make_plan("Kế hoạch đã kết thúc"), make_plan("Kế hoạch đang thực hiện")
    left, late = (
        contribution_of(make_task(plan, fixed(date(2026, 7, 31)), lead=ward.culture), ward.culture)
        for plan in (ended, running)
    )
    pass_at("2026-08-05T08:00")
    told_of_left = db.session.query(Reminder).filter_by(contribution_id=left.id).count()
    change_state(ended, PlanState.CLOSED, actor=ward.office)
    looked_up: list[int] = []
    heard_of = owed.heard_of

    def noting(ids: list[int]) -> dict[int, owed.Heard]:
        looked_up.extend(ids)
        return heard_of(ids)

    monkeypatch.setattr(owed, "heard_of", noting)
    said = steps_due.steps_due(clock.today(), steps_of(ward_settings()), ward_calendar())
    assert {due.contribution_id for _user, due in said} <= {late.id}
    assert looked_up == [late.id]
    assert told_of_left > 0
