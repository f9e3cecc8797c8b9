"""A task as an amendment tells it: each field in the words of the page."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.plans.rules import DATA_WINDOW_WORDS
from tracker.tasks.deadline_words import deadline_words
from tracker.tasks.models import Task
from tracker.tasks.rules import TaskRole
from tracker.tasks.service import AssignedUnit, TaskDetails, assignments_for


def task_words(details: TaskDetails, assigned: Sequence[AssignedUnit]) -> dict[str, str]:
    """Field by field; a renumbered row reads the same."""
    rows = assignments_for(assigned)
    leads = [row.unit.name for row in rows if row.role is TaskRole.LEAD]
    others = [row.unit.name for row in rows if row.role is not TaskRole.LEAD]
    window = details.data_window
    return {
        "Nội dung": details.content,
        "Chủ trì": "; ".join(leads),
        "Phối hợp": "; ".join(others),
        "Thời hạn": deadline_words(details.deadline),
        "Thời hạn ghi trong văn bản": details.deadline_text or "",
        "Sản phẩm": details.product or "",
        "Số liệu báo cáo": DATA_WINDOW_WORDS[window] if window else "Theo kế hoạch",
    }


def details_of(task: Task) -> TaskDetails:
    """The task's present words and deadline."""
    return TaskDetails(
        content=task.content,
        deadline=task.deadline_reading,
        label=task.label,
        product=task.product,
        lead_text=task.lead_text,
        cooperating_text=task.cooperating_text,
        deadline_text=task.deadline_text,
        data_window=task.data_window,
        extra=dict(task.extra),
        anchor=dict(task.anchor),
    )


def assigned_of(task: Task) -> list[AssignedUnit]:
    """The units the task is given to now."""
    return [AssignedUnit(row.unit, row.role, row.printed_name) for row in task.assignments]
