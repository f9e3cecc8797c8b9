"""The targets of a plan after its document, or an amended one, was confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.accounts.models import User
from tracker.core.text_vn import fold
from tracker.plans.models import Plan
from tracker.targets.models import Target
from tracker.targets.queries import targets_of_plan
from tracker.targets.rules import Level, level_words
from tracker.targets.service import TargetDetails, add_target, change_target, drop_target
from tracker.tasks.models import Task
from tracker.units.models import Unit


@dataclass(frozen=True, slots=True)
class WantedTarget:
    """A target as the document has it; `group` is the row it is printed in."""

    details: TargetDetails
    task: Task | None = None
    part_of: str | None = None
    group: int = 0


@dataclass(frozen=True, slots=True)
class TargetChange:
    """What an amendment does to one target: adds, changes or drops it."""

    indicator: str
    target: Target | None
    changes: tuple[tuple[str, str, str], ...] = ()
    is_gone: bool = False

    @property
    def is_new(self) -> bool:
        """Whether the plan has no such target yet."""
        return self.target is None


def follow_document(
    plan: Plan, wanted: Sequence[WantedTarget], *, reason: str, actor: User | None
) -> list[Target]:
    """Bring the plan's targets in line with its document; figures stay with targets that remain.

    A target is the same when it measures the same thing in the same scope. Those that the document
    no longer has are dropped, but not those that the Office has set by hand.
    """
    before = [s.target for s in targets_of_plan(plan.id) if s.target.is_from_document]
    matched, gone = _matched(before, wanted)
    made: list[tuple[WantedTarget, Target]] = []
    for position, (item, same) in enumerate(matched, start=1):
        details = replace(item.details, parent=_whole_of(item, made))
        target = _keep(same, details, actor) if same else _add(plan, item, details, actor)
        target.position, target.task = position, item.task or target.task
        made.append((item, target))
    for target in gone:
        drop_target(target, reason=reason, actor=actor)
    return [target for _, target in made]


def foresee_targets(plan: Plan, wanted: Sequence[WantedTarget]) -> list[TargetChange]:
    """What `follow_document` will do, without those that stay as they are; nothing is written."""
    before = [s.target for s in targets_of_plan(plan.id) if s.target.is_from_document]
    matched, gone = _matched(before, wanted)
    found = [
        TargetChange(item.details.indicator, same, tuple(_differences(same, item.details)))
        for item, same in matched
    ]
    changed = [change for change in found if change.is_new or change.changes]
    return [*changed, *(TargetChange(target.indicator, target, is_gone=True) for target in gone)]


def _matched(
    before: Sequence[Target], wanted: Sequence[WantedTarget]
) -> tuple[list[tuple[WantedTarget, Target | None]], list[Target]]:
    """Each wanted target with the one it continues; and those that nothing continues."""
    present: dict[tuple[str, str], list[Target]] = {}
    for target in before:
        present.setdefault(_key(target.indicator, target.printed_scope), []).append(target)
    matched: list[tuple[WantedTarget, Target | None]] = []
    for item in wanted:
        same = present.get(_key(item.details.indicator, _printed_scope(item.details)), [])
        matched.append((item, same.pop(0) if same else None))
    return matched, [target for left in present.values() for target in left]


def _differences(target: Target | None, details: TargetDetails) -> list[tuple[str, str, str]]:
    """Old and new words of what the document changes in a target; nothing for a new one."""
    if target is None:
        return []
    new_level = Level(details.comparator, details.value, details.measure)
    day = details.evaluated_on or target.evaluated_on
    pairs = (
        ("Mức", level_words(target.level), level_words(new_level)),
        ("Đơn vị", _unit_names(target.units), _unit_names(details.units)),
        ("Ngày đánh giá", _day_words(target.evaluated_on), _day_words(day)),
        ("Tính chất", _striving(target.is_striving), _striving(details.is_striving)),
    )
    return [(name, old, new) for name, old, new in pairs if old != new]


def _unit_names(units: Sequence[Unit]) -> str:
    return "; ".join(unit.name for unit in units)


def _day_words(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _striving(is_striving: bool) -> str:
    return "phấn đấu" if is_striving else "bắt buộc"


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
