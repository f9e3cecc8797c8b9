"""The monthly list as pages: the months, one list, a row's decision, files."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from tracker import policy
from tracker.core.db import db
from tracker.core.errors import TrackerError
from tracker.core.paging import one_page_of
from tracker.core.web import go_to, render
from tracker.exports.sending import send_exported
from tracker.figures.windows import window_holding
from tracker.follow_up.tabs import office_tabs
from tracker.late_lists import paper, queries, service
from tracker.late_lists.forms import JudgeForm, MonthForm, VersionForm
from tracker.late_lists.models import LateList, LateRow
from tracker.late_lists.rules import by_unit, from_kept
from tracker.reading.result import Rhythm
from tracker.settings.queries import ward_settings

# Two years of months.
LISTS_PER_PAGE = 24

blueprint = Blueprint("late_lists", __name__, url_prefix="/late-lists")


@blueprint.get("")
def index() -> Response:
    """The months: released ones for everybody, drafts for the Office and leaders."""
    sees_drafts = policy.may(current_user, "late_list:see_draft")
    draws_up = policy.may(current_user, "late_list:draw_up")
    months = queries.months_to_draw_up() if draws_up else []
    pages = one_page_of(queries.late_lists(with_drafts=sees_drafts), per_page=LISTS_PER_PAGE)
    return render(
        "late_lists/index.html",
        pages=pages,
        rows_standing=queries.rows_standing(pages.items),
        months=[(f"{month.last:%d/%m/%Y}", month.name) for month in months],
        tabs=office_tabs("late_lists.index"),
    )


@blueprint.post("/new")
def new() -> BaseResponse:
    """Draw the list of a month up."""
    policy.require("late_list:draw_up")
    form = MonthForm()
    if not form.validate() or form.day.data is None:
        flash("Hãy chọn tháng cần lập danh sách.", "warning")
        return go_to(url_for("late_lists.index"))
    window = window_holding(Rhythm.MONTHLY, form.day.data, ward_settings().data_window)
    late_list = service.draw_up(window, actor=current_user)
    return go_to(
        url_for("late_lists.show", late_list_id=late_list.id),
        f"Đã lập dự thảo danh sách {late_list.name}: chỉ Văn phòng và lãnh đạo thấy.",
    )


@blueprint.get("/<int:late_list_id>")
def show(late_list_id: int) -> Response:
    """One list; a draft with what may be decided of it."""
    late_list = _list(late_list_id)
    sees_drafts = policy.may(current_user, "late_list:see_draft")
    form = VersionForm(data={"version": late_list.version})
    return render(
        "late_lists/show.html",
        late_list=late_list,
        groups=by_unit(late_list.standing),
        struck=late_list.struck if sees_drafts else [],
        facts_of=lambda row: from_kept(row.facts),
        different=service.differences(late_list),
        form=form,
    )


@blueprint.post("/<int:late_list_id>/anew")
def anew(late_list_id: int) -> BaseResponse:
    """Take the rows as the figures give them now."""
    late_list = _list(late_list_id)
    policy.require("late_list:draw_up", late_list)
    service.draw_up_anew(late_list, actor=current_user)
    return go_to(url_for("late_lists.show", late_list_id=late_list_id), "Đã tính lại danh sách.")


@blueprint.post("/<int:late_list_id>/release")
def release(late_list_id: int) -> BaseResponse:
    """The leader lets everybody see it."""
    late_list, form = _list(late_list_id), VersionForm()
    policy.require("late_list:release", late_list)
    service.release(late_list, version=form.version.data or 0, actor=current_user)
    return go_to(url_for("late_lists.show", late_list_id=late_list_id), "Đã công bố danh sách.")


@blueprint.route("/rows/<int:late_row_id>", methods=["GET", "POST"])
def judge(late_row_id: int) -> BaseResponse:
    """Strike a row out with a reason, put it back, add words."""
    row = db.session.get(LateRow, late_row_id) or abort(404)
    policy.require("late_list:see", row.late_list, visible=False)
    policy.require("late_list:draw_up", row.late_list)
    form = JudgeForm()
    back = url_for("late_lists.show", late_list_id=row.late_list_id, _anchor=f"row-{late_row_id}")
    if row.late_list.is_released:
        flash(service.IS_SEALED, "warning")
        return go_to(back)
    if not form.is_submitted():
        form.show(row)
    elif form.validate():
        try:
            version = form.version.data or 0
            service.judge(row, form.judgement(), version=version, actor=current_user)
        except TrackerError as error:
            db.session.rollback()
            row = db.session.get_one(LateRow, late_row_id)
            form.version.raw_data, form.version.data = None, row.version
            form[error.field or "added_words"].errors = [error.message]
        else:
            return go_to(back, "Đã ghi.")
    status = 422 if form.is_submitted() else 200
    facts = from_kept(row.facts)
    return render("late_lists/judge.html", row=row, facts=facts, form=form, status=status)


@blueprint.get("/<int:late_list_id>/<any(pdf, docx):format>")
def download(late_list_id: int, format: str) -> Response:  # noqa: A002 - the word in the address
    """The list to sign, print or keep."""
    return send_exported(paper.file_of(_list(late_list_id), format))


def _list(late_list_id: int) -> LateList:
    """Fetch and check in one: of a draft only the Office and leaders know."""
    late_list = db.session.get(LateList, late_list_id) or abort(404)
    policy.require("late_list:see", late_list, visible=False)
    return late_list
