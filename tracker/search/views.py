"""The page that finds anything."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for
from flask_login import current_user

from tracker import policy
from tracker.accounts.models import User
from tracker.core import clock
from tracker.core.kept_pages import kept_page
from tracker.core.text_vn import one_line
from tracker.core.web import render
from tracker.plans.queries import all_plans
from tracker.plans.rules import PlanState
from tracker.search.finding import Found, find
from tracker.search.keeping import kept
from tracker.search.rules import KIND_WORDS, MOST_LETTERS, Candidate, Kind, Wanted

blueprint = Blueprint("search", __name__)

# Of each kind on the page of all kinds, and on the page of one.
FEW, MANY = 6, 200


@blueprint.get("/search")
@kept_page
def page() -> Response:
    """Tasks, plans, papers, targets and units by their words, the best of each kind first."""
    words = one_line(request.args.get("words", ""))[:MOST_LETTERS]
    asked = request.args.get("kind", "")
    kind = Kind(asked) if asked in set(Kind) else None
    wanted = Wanted.from_text(words)
    found, running_plan_id = _find(wanted, current_user)
    return render(
        "search/page.html",
        words=words,
        has_words=bool(wanted.words),
        kind=kind,
        found=found,
        shown=[group for group in found if kind in (None, group.kind)],
        total=sum(group.number for group in found),
        limit=FEW if kind is None else MANY,
        kind_words=KIND_WORDS,
        address_of=lambda candidate: _address_of(candidate, running_plan_id),
    )


def _find(wanted: Wanted, user: User) -> tuple[list[Found], int | None]:
    """What the person finds, and the newest plan in force that they may see."""

    def found() -> tuple[list[Found], int | None]:
        plans = [plan for plan in all_plans(with_drafts=True) if policy.may(user, "plan:see", plan)]
        running = (plan.id for plan in plans if plan.state is PlanState.ISSUED)
        # Not by a name: that would hold all that was found of one kind while the next is sought.
        groups = list(map(_cut, find(wanted, user, plans)))
        return groups, next(running, None)

    return kept((wanted, user.id, clock.today()), found)


def _cut(group: Found) -> Found:
    return group.cut(MANY)


def _address_of(candidate: Candidate, running_plan_id: int | None) -> str | None:
    """The page of what was found; of a unit its work in the newest plan that runs."""
    anchor, number = candidate.anchor or None, candidate.page_id
    if candidate.page in (Kind.TASK, Kind.REMARK, Kind.DIFFICULTY):
        return url_for("workspace.task", task_id=number, _anchor=anchor)
    if candidate.page is Kind.TARGET:
        return url_for("targets.show", target_id=number)
    if candidate.page is Kind.PLAN:
        return url_for("workspace.plan", plan_id=number)
    if candidate.page is Kind.LETTER:
        return url_for("urging.show", letter_id=number)
    if candidate.page is Kind.DIRECTIVE:
        return url_for("directives.show", directive_id=number)
    if running_plan_id is not None:
        return url_for("workspace.plan", plan_id=running_plan_id, unit=number)
    if policy.may(current_user, "unit:administer"):
        return url_for("units.edit", unit_id=number)
    return None
