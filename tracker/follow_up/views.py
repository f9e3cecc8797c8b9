"""What is late, by unit; what waits for an answer."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import shorten

from flask import Blueprint, Response, flash, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from tracker import policy
from tracker.core import clock
from tracker.core.numbers import whole_number
from tracker.core.web import go_to, render
from tracker.follow_up import reviewing
from tracker.follow_up.check_ins import check_ins_by_unit
from tracker.follow_up.overdue import Overdue, by_unit, longer_than, overdue_now
from tracker.progress import queries as progress
from tracker.progress.many import Seen
from tracker.progress.models import Contribution
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
        check_ins=check_ins_by_unit(
            progress.running_check_ins(today, coordinated_by=unit_overseen)
        ),
        today=today,
    )


def _unit_options(late: list[Overdue]) -> list[tuple[int, str]]:
    return [(group.unit.id, group.unit.name) for group in by_unit(late)]


@blueprint.get("/review")
def review() -> Response:
    """What units have submitted, the oldest first."""
    unit_overseen = require_oversight(current_user, "review:see")
    waiting = progress.waiting_for_review(coordinated_by=unit_overseen)
    unit_id = whole_number(request.args.get("unit", ""))
    plan_id = whole_number(request.args.get("plan", ""))
    shown = [
        item
        for item in waiting
        if unit_id in {None, item.unit_id} and plan_id in {None, item.occurrence.task.plan_id}
    ]
    return render(
        "follow_up/review.html",
        contributions=shown,
        total=len(waiting),
        can_accept_many=any(_may_answer(item) for item in shown),
        unit_options=_options((item.unit_id, item.unit.name) for item in waiting),
        plan_options=_options(_plan_option(item) for item in waiting),
        unit=unit_id or "",
        plan=plan_id or "",
        today=clock.today(),
    )


@blueprint.post("/review/accept")
def accept_many() -> BaseResponse:
    """Confirm every ticked submission that has not changed since the page was made."""
    require_oversight(current_user, "review:see")
    seen = Seen.from_values(request.form.getlist("chosen"))
    back = url_for("follow_up.review", unit=request.form.get("unit"), plan=request.form.get("plan"))
    if not seen:
        flash("Chưa chọn việc nào: hãy đánh dấu các việc cần xác nhận.", "warning")
        return go_to(back)
    answers = reviewing.accept_many(seen, actor=current_user)
    for sentence in answers.refused:
        flash(sentence, "warning")
    return go_to(back, f"Đã xác nhận {answers.accepted} việc." if answers.accepted else None)


def _may_answer(contribution: Contribution) -> bool:
    """As the page offers it: nobody answers for the work of their own unit."""
    own = current_user.unit_id == contribution.unit_id
    return not own and policy.may(current_user, "contribution:review", contribution)


def _options(found: Iterable[tuple[int, str]]) -> list[tuple[int | str, str]]:
    """What a filter offers: what there is, by name."""
    return [("", "Tất cả"), *sorted(set(found), key=lambda option: option[1])]


def _plan_option(contribution: Contribution) -> tuple[int, str]:
    plan = contribution.occurrence.task.plan
    return plan.id, plan.number or shorten(plan.title, 60, placeholder="…")
