"""Giving several tasks to one unit at once; each is amended like one amended alone."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from tracker.accounts.models import User
from tracker.core.errors import RuleError
from tracker.plan_life.amending import (
    AmendmentPreview,
    TaskAmendment,
    amend_task,
    present,
    preview,
)
from tracker.plans.amendments import Grounds
from tracker.tasks.models import Task
from tracker.units.models import Unit


class Part(StrEnum):
    """What the unit shall be in the tasks."""

    LEAD = "lead"
    COOPERATING = "cooperating"
    NONE = "none"


PART_WORDS: dict[Part, str] = {
    Part.LEAD: "Chủ trì, thay đơn vị đang chủ trì",
    Part.COOPERATING: "Phối hợp, thêm vào các đơn vị đang có",
    Part.NONE: "Thôi tham gia",
}


@dataclass(frozen=True, slots=True)
class Handing:
    """Tasks, and what the unit shall be in each of them."""

    tasks: Sequence[Task]
    unit: Unit
    part: Part

    @property
    def mark(self) -> str:
        """Tells this handing from any other, and from the same one after somebody's change."""
        seen = [(task.id, task.version) for task in self.tasks]
        return hashlib.sha256(repr((seen, self.unit.id, self.part)).encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class HandingRow:
    """One task of the preview; `obstacle` says why it is left as it is."""

    task: Task
    foreseen: AmendmentPreview | None
    obstacle: str = ""


def foresee_handing(handing: Handing, *, today: date) -> list[HandingRow]:
    """Task by task, what would change; nothing is written."""
    return [_row(task, handing, today) for task in handing.tasks]


def hand_over(handing: Handing, grounds: Grounds, *, today: date, actor: User) -> int:
    """Amend each task that changes, all or none; gives how many."""
    changed = 0
    for task in handing.tasks:
        amendment, obstacle = _amendment(task, handing)
        if amendment is None or obstacle:
            continue
        amend_task(task, amendment, grounds, version=task.version, today=today, actor=actor)
        changed += 1
    if not changed:
        raise RuleError("Không nhiệm vụ nào thay đổi: hãy chọn đơn vị hoặc vai trò khác.")
    return changed


def _row(task: Task, handing: Handing, today: date) -> HandingRow:
    amendment, obstacle = _amendment(task, handing)
    if amendment is None:
        return HandingRow(task, None, obstacle)
    return HandingRow(task, preview(task, amendment, today=today))


def _amendment(task: Task, handing: Handing) -> tuple[TaskAmendment | None, str]:
    """The task with the unit in its new part; None with the reason when it stays as it is."""
    now, unit = present(task), handing.unit
    leads = tuple(other for other in now.leads if other is not unit)
    others = tuple(other for other in now.cooperating if other is not unit)
    if handing.part is Part.LEAD:
        if now.leads == (unit,):
            return None, "Đơn vị đang chủ trì."
        return replace(now, leads=(unit,), cooperating=others), ""
    if unit not in (*now.leads, *now.cooperating):
        if handing.part is Part.NONE:
            return None, "Đơn vị không tham gia nhiệm vụ này."
        return replace(now, cooperating=(*now.cooperating, unit)), ""
    if unit in now.leads and not leads:
        return None, "Đơn vị chủ trì một mình: hãy giao đơn vị khác chủ trì trước."
    if handing.part is Part.NONE:
        return replace(now, leads=leads, cooperating=others), ""
    if unit in now.cooperating:
        return None, "Đơn vị đang phối hợp."
    return replace(now, leads=leads, cooperating=(*others, unit)), ""
