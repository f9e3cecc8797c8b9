"""Who comes first at a target, and when it is changed no more."""

from __future__ import annotations

from tracker.core.db import db
from tracker.core.errors import RuleError
from tracker.plans.models import Plan
from tracker.plans.service import refuse_closed
from tracker.targets.models import Target


def lock(target: Target) -> None:
    """Let no other request enter a figure of the target before this one ends."""
    db.session.refresh(target, with_for_update={"of": Target})


def lock_in_force(target: Target) -> None:
    """The same, and its figures are no longer touched once it has been dropped."""
    lock(target)
    if target.dropped_on is not None:
        raise RuleError("Chỉ tiêu đã bỏ: không nhập, không sửa số liệu nữa.", field="value")


def refuse_history(plan: Plan) -> None:
    """A closed plan is history, and its targets with it."""
    refuse_closed(plan, changing="chỉ tiêu")


def refuse_unchangeable(target: Target) -> None:
    """What a closed plan asked for is history, and so is a target that no longer holds."""
    refuse_history(target.plan)
    if target.dropped_on is not None:
        raise RuleError("Chỉ tiêu đã bỏ: không sửa nữa; số liệu cũ vẫn giữ.")
