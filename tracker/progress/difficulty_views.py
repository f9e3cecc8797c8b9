"""The list of difficulties, the office's answer in its row, closing one."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from tracker import policy
from tracker.accounts.signing_in import next_page
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import TrackerError
from tracker.core.web import go_to, goes_on_in_place, render
from tracker.progress import difficulties, difficulty_queries
from tracker.progress.forms import AnswerForm
from tracker.progress.models import Difficulty
from tracker.progress.oversight import overseen_unit, require_oversight
from tracker.progress.rules import DifficultyState

blueprint = Blueprint("difficulties", __name__, url_prefix="/difficulties")


@blueprint.get("")
def index() -> Response:
    """What keeps units from their work, the longest unanswered first."""
    unit_overseen = require_oversight(current_user, "difficulty:see")
    asked = request.args.get("state", DifficultyState.OPEN.value)
    state = DifficultyState(asked) if asked in set(DifficultyState) else None
    return render(
        "progress/difficulties.html",
        found=difficulty_queries.difficulties_told(state=state, coordinated_by=unit_overseen),
        waiting=difficulty_queries.count_open_difficulties(coordinated_by=unit_overseen),
        state=state.value if state else "all",
        today=clock.today(),
    )


@blueprint.route("/<int:difficulty_id>/answer", methods=["GET", "POST"])
def answer(difficulty_id: int) -> BaseResponse:
    """The answer, written where the question stands."""
    found = _difficulty(difficulty_id, "difficulty:answer")
    form = AnswerForm(data={"version": found.version} if request.method == "GET" else None)
    if not form.validate_on_submit():
        return _answer_page(found, form, status=422 if form.is_submitted() else 200)
    try:
        difficulties.answer(
            found, form.answer.data or "", version=form.version.data or 0, actor=current_user
        )
    except TrackerError as error:
        db.session.rollback()
        found = _difficulty(difficulty_id, "difficulty:answer")
        form.answer.errors = [error.message]
        form.version.raw_data, form.version.data = None, found.version
        return _answer_page(found, form, status=error.status_code)
    return _changed(found, "Đã trả lời đơn vị.")


@blueprint.post("/<int:difficulty_id>/close")
def close(difficulty_id: int) -> BaseResponse:
    """The unit or the office says that it stands in the way no longer."""
    found = _difficulty(difficulty_id, "difficulty:close")
    difficulties.close(found, actor=current_user)
    return _changed(found, "Đã khép vướng mắc.")


def _difficulty(difficulty_id: int, action: str) -> Difficulty:
    """Fetch and check in one; the words belong to the papers of the contribution."""
    found = db.session.get(Difficulty, difficulty_id) or abort(404)
    policy.require("contribution:see_papers", found.contribution, visible=False)
    policy.require(action, found.contribution)
    return found


def _answer_page(found: Difficulty, form: AnswerForm, *, status: int) -> Response:
    form.tell_apart(found)
    return render(
        "progress/answer.html",
        "form",
        difficulty=found,
        form=form,
        back_to=_back_to(found),
        status=status,
    )


def _changed(found: Difficulty, message: str) -> BaseResponse:
    if not goes_on_in_place():
        return go_to(_back_to(found), message)
    sees_list = policy.may(current_user, "difficulty:see", found.contribution)
    unit = overseen_unit(current_user, "difficulty:see") if sees_list else None
    return render(
        "progress/difficulty_changed.html",
        difficulty=found,
        message=message,
        waiting=difficulty_queries.count_open_difficulties(coordinated_by=unit)
        if sees_list
        else None,
    )


def _back_to(found: Difficulty) -> str:
    target = request.values.get("next")
    if target:
        return next_page(target)
    anchor = f"difficulty-{found.id}"
    return url_for("workspace.task", task_id=found.contribution.occurrence.task_id, _anchor=anchor)
