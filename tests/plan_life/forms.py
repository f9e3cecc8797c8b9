"""The form that amends a task."""

from __future__ import annotations

import html

from tracker.tasks.models import Task


def typed(task: Task, **changes: object) -> dict[str, object]:
    """Weekly, Thursdays at 16:30."""
    return {
        "wording": task.content,
        "product": task.product or "",
        "lead": task.leads[0].unit_id,
        "deadline_text": task.deadline_text or "",
        "kind": "regular",
        "dates": "",
        "rhythms": ["weekly"],
        "months": "",
        "weekday": "4",
        "due_point": "end",
        "due_day": "",
        "due_month_shift": "0",
        "due_time": "16:30",
        "days_after_event": "",
        "data_window": "",
        "reason": "Kế hoạch ghi rõ trước 16 giờ 30 thứ Năm",
        "version": task.version,
        "seen": "",
        **changes,
    }


def seen_in(page: str) -> str:
    """What the page's hidden field says."""
    value = page.partition('name="seen"')[2].partition('value="')[2].partition('"')[0]
    return html.unescape(value)
