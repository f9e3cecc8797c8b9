"""Whose work a person oversees: every unit's, or that of the plans their own unit follows up."""

from __future__ import annotations

from typing import Any

from tracker import policy
from tracker.accounts.rules import Role
from tracker.plans.models import Plan
from tracker.plans.queries import running_plan_coordinated_by


def coordinated_plan(user: Any) -> Plan | None:
    """A plan in force that the person's unit follows up, if the person heads the unit."""
    if user.role is not Role.UNIT_HEAD:
        return None
    return running_plan_coordinated_by(user.unit_id)


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
