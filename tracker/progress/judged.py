"""As of when a plan's work is judged: what was not done when the plan ended gets no later by it."""

from __future__ import annotations

from datetime import date, datetime

from tracker.core import clock
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.progress.history import end_at
from tracker.progress.past import plan_turns


def judged_at(plan: Plan, moment: datetime) -> datetime:
    """The moment, or that at which the plan had ended by then."""
    return end_at(plan_turns(plan.id).get(plan.id, ()), moment) or moment


def judged_on(plan: Plan) -> date:
    """Today, or the day on which the plan ended."""
    if plan.state is not PlanState.CLOSED:
        return clock.today()
    return clock.day_in_vietnam(judged_at(plan, clock.now()))


def ended_on(moment: datetime) -> dict[int, date]:
    """The day of its end of each plan that was over at the moment, by the plan's number."""
    ends = {number: end_at(turns, moment) for number, turns in plan_turns().items()}
    return {number: clock.day_in_vietnam(end) for number, end in ends.items() if end}
