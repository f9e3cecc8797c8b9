"""Whose work a person oversees: every unit's, or that of the plans their own unit follows up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tracker import policy
from tracker.accounts.rules import Role
from tracker.plans.queries import coordinates_a_running_plan
from tracker.plans.rules import PlanState


@dataclass(frozen=True, slots=True)
class CoordinatedPlan:
    """As much of a plan in force as the policy asks about."""

    coordinator_unit_id: int
    state: PlanState = PlanState.ISSUED


def coordinated_plan(user: Any) -> CoordinatedPlan | None:
    """A plan in force that the person's unit follows up, if the person heads the unit."""
    if user.role is not Role.UNIT_HEAD or not coordinates_a_running_plan(user.unit_id):
        return None
    return CoordinatedPlan(user.unit_id)


def require_oversight(user: Any, action: str) -> int | None:
    """Go on only if the person may do the action for all plans, or for those of their own unit.

    Returns the unit whose plans alone the person oversees; None for all plans.
    """
    if not policy.may(user, action):
        policy.require(action, coordinated_plan(user))
    return overseen_unit(user, action)


def overseen_unit(user: Any, action: str) -> int | None:
    """The unit whose plans alone the person oversees; None for those who oversee all plans."""
    unit_id: int | None = user.unit_id
    return None if policy.may(user, action) else unit_id
