"""The targets of a plan after its document, or an amended one, was confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.accounts.models import User
from tracker.core.text_vn import fold
from tracker.plans.models import Plan
from tracker.targets.models import Target
from tracker.targets.queries import targets_of_plan
from tracker.targets.service import TargetDetails, add_target, change_target, drop_target
from tracker.tasks.models import Task


@dataclass(frozen=True, slots=True)
class WantedTarget:
    """A target as the document has it; `group` is the row it is printed in."""

    details: TargetDetails
    task: Task | None = None
    part_of: str | None = None
    group: int = 0


def follow_document(
    plan: Plan, wanted: Sequence[WantedTarget], *, reason: str, actor: User | None
) -> list[Target]:
    """Bring the plan's targets in line with its document; figures stay with targets that remain.

    A target is the same when it measures the same thing in the same scope. Those that the document
    no longer has are dropped, but not those that the Office has set by hand.
    """
    before = [s.target for s in targets_of_plan(plan.id) if s.target.is_from_document]
    present: dict[tuple[str, str], list[Target]] = {}
    for target in before:
        present.setdefault(_key(target.indicator, target.printed_scope), []).append(target)
    made: list[tuple[WantedTarget, Target]] = []
    for position, item in enumerate(wanted, start=1):
        details = replace(item.details, parent=_whole_of(item, made))
        same = present.get(_key(details.indicator, _printed_scope(details)), [])
        target = _keep(same.pop(0), details, actor) if same else _add(plan, item, details, actor)
        target.position, target.task = position, item.task or target.task
        made.append((item, target))
    for gone in [target for left in present.values() for target in left]:
        drop_target(gone, reason=reason, actor=actor)
    return [target for _, target in made]


def _add(plan: Plan, item: WantedTarget, details: TargetDetails, actor: User | None) -> Target:
    return add_target(plan, details, actor=actor, task=item.task, is_from_document=True)


def _keep(target: Target, details: TargetDetails, actor: User | None) -> Target:
    """What only a person can know (the base year's figure, the rhythm) stays."""
    kept = replace(
        details,
        base_value=target.base_value,
        base_unit=target.base_unit,
        rhythm=details.rhythm or target.rhythm,
        evaluated_on=details.evaluated_on or target.evaluated_on,
    )
    change_target(target, kept, version=None, actor=actor)
    return target


def _whole_of(item: WantedTarget, made: Sequence[tuple[WantedTarget, Target]]) -> Target | None:
    """The nearest earlier target of that name, in the same row if there is one."""
    if item.part_of is None:
        return None
    named = [(w, t) for w, t in made if fold(t.indicator) == fold(item.part_of)]
    in_row = [t for w, t in named if w.group == item.group]
    found = in_row or [t for _, t in named]
    return found[-1] if found else None


def _printed_scope(details: TargetDetails) -> str | None:
    return details.scope or details.exception or details.base_words


def _key(indicator: str, scope: str | None) -> tuple[str, str]:
    return fold(indicator), fold(scope or "")
