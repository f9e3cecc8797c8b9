"""The pages that stand behind "Theo dõi", one beside the other."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_login import current_user

from tracker import policy
from tracker.progress.oversight import coordinated_plan

# Page, words, the action asked for.
_TABS = (
    ("follow_up.index", "Quá hạn, sắp đến hạn", "follow_up:see"),
    ("urging.index", "Công văn đôn đốc", "urging:list"),
    ("overview.briefing", "Giao ban", "overview:see"),
    ("directives.index", "Ý kiến chỉ đạo", "directive:list"),
    ("late_lists.index", "Danh sách chậm", "follow_up:see"),
)


def office_tabs(endpoint: str) -> list[dict[str, Any]]:
    """The tabs that the person may open; the page itself is marked."""
    plan = coordinated_plan(current_user)
    return [
        {"label": label, "url": url_for(page), "current": page == endpoint}
        for page, label, action in _TABS
        if policy.may(current_user, action) or policy.may(current_user, action, plan)
    ]
