"""What is late, by unit; what waits for an answer."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import shorten

from flask import Blueprint, Response, flash, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from tracker import policy
from tracker.core import clock
from tracker.core.kept_pages import kept_page
from tracker.core.numbers import whole_number
from tracker.core.paging import Pages
from tracker.core.web import go_to, render
from tracker.follow_up import reviewing
from tracker.follow_up.board import (
    CONTACT_WORDS,
    GROUPING_WORDS,
    STAGE_WORDS,
    BoardFilter,
)
from tracker.follow_up.board_keeping import kept_board
from tracker.follow_up.board_lines import as_read_by, board_lines, with_letters_of
from tracker.follow_up.board_rows import ROWS_PER_PAGE
from tracker.follow_up.check_ins import check_ins_by_unit
from tracker.follow_up.tabs import office_tabs
from tracker.progress import queries as progress
from tracker.progress.causes import claims, unjudged_claim
from tracker.progress.forms import AcceptForm
from tracker.progress.many import Seen
from tracker.progress.models import Contribution
from tracker.progress.moment import Moment
from tracker.progress.oversight import require_oversight
from tracker.progress.queries import Waiting

blueprint = Blueprint("follow_up", __name__)

# Each with its papers and its form: as many as one reads through before answering.
SUBMISSIONS_PER_PAGE = 25


@blueprint.get("/follow-up")
@kept_page
def index() -> Response:
    """What is late and about to be, with the last contact about each row."""
    unit_overseen = require_oversight(current_user, "follow_up:see")
    moment = Moment.of(clock.now())
    chosen = BoardFilter.from_query(request.args)
    board = kept_board(chosen, unit_overseen, moment)
    pages = Pages(board.page, total=board.shown, per_page=ROWS_PER_PAGE)
    on_page = [piece for _group, pieces in pages.items for piece in pieces]
    lines = board_lines(on_page, today=moment.today)
    if unit_overseen is None and not policy.may(current_user, "difficulty:see"):
        lines = as_read_by(current_user, lines)
    if unit_overseen is not None:
        lines = with_letters_of(current_user, lines)
    return render(
        "follow_up/index.html",
        groups=[(group, [lines[piece] for piece in pieces]) for group, pieces in pages.items],
        pages=pages,
        chosen=chosen,
        shown=board.shown,
        total=board.total,
        urgeable=[line.id for line in lines.values() if line.may_be_urged],
        unit_options=[("", "Tất cả"), *board.unit_options],
        plan_options=[("", "Tất cả"), *board.plan_options],
        stage_options=list(STAGE_WORDS.items()),
        grouping_options=list(GROUPING_WORDS.items()),
        contact_options=list(CONTACT_WORDS.items()),
        tabs=office_tabs("follow_up.index"),
        can_urge=policy.may(current_user, "urging:send") or unit_overseen is not None,
        check_ins=check_ins_by_unit(
            unit_overseen, moment.today, whole=whole_number(request.args.get("check_ins", ""))
        ),
        today=moment.today,
    )


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
        if unit_id in {None, item.unit_id} and plan_id in {None, item.plan_id}
    ]
    pages = Pages.of(shown, per_page=SUBMISSIONS_PER_PAGE)
    on_page = progress.submissions([item.id for item in pages.items])
    return render(
        "follow_up/review.html",
        contributions=on_page,
        shown=len(shown),
        pages=pages,
        accept_forms={
            item.id: AcceptForm.about(item) for item in on_page if unjudged_claim(item) is not None
        },
        causes_waiting=len(claims(is_judged=False, coordinated_by=unit_overseen)),
        total=len(waiting),
        can_accept_many=any(_may_answer(item) for item in on_page),
        unit_options=_options((item.unit_id, item.unit_name) for item in waiting),
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
    return [("", "Tất cả"), *sorted(set(found), key=lambda option: option[::-1])]


def _plan_option(item: Waiting) -> tuple[int, str]:
    return item.plan_id, item.plan_number or shorten(item.plan_title, 60, placeholder="…")
