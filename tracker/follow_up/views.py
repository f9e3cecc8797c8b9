"""What is late, by unit; what waits for an answer."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask_login import current_user

from tracker.core import clock
from tracker.core.numbers import whole_number
from tracker.core.web import render
from tracker.follow_up.overdue import Overdue, by_unit, longer_than, overdue_now
from tracker.progress import queries as progress
from tracker.progress.oversight import require_oversight

blueprint = Blueprint("follow_up", __name__)


@blueprint.get("/follow-up")
def index() -> Response:
    """Overdue contributions by unit, the longest first."""
    unit_overseen = require_oversight(current_user, "follow_up:see")
    today = clock.today()
    hour = clock.in_vietnam(clock.now()).time()
    late = overdue_now(progress.past_due(today, at=hour, coordinated_by=unit_overseen), today)
    minimum = request.args.get("days", "")
    shown = longer_than(late, whole_number(minimum) or 0)
    unit_id = whole_number(request.args.get("unit", ""))
    if unit_id is not None:
        shown = [item for item in shown if item.contribution.unit_id == unit_id]
    return render(
        "follow_up/index.html",
        groups=by_unit(shown),
        shown=len(shown),
        total=len(late),
        unit_options=[("", "Tất cả"), *_unit_options(late)],
        days=minimum,
        unit=unit_id or "",
        today=today,
    )


def _unit_options(late: list[Overdue]) -> list[tuple[int, str]]:
    return [(group.unit.id, group.unit.name) for group in by_unit(late)]


@blueprint.get("/review")
def review() -> Response:
    """What units have submitted, the oldest first."""
    unit_overseen = require_oversight(current_user, "review:see")
    return render(
        "follow_up/review.html",
        contributions=progress.waiting_for_review(coordinated_by=unit_overseen),
        today=clock.today(),
    )
