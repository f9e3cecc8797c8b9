"""Figures, the rows behind each number, what changed, sealing, the workbook."""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from typing import Any

from flask import Blueprint, Response, request, send_file, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from tracker import policy
from tracker.core.db import db
from tracker.core.errors import TrackerError
from tracker.core.kept_pages import kept_page
from tracker.core.paging import Pages
from tracker.core.request_keys import new_request_key, sent_key
from tracker.core.web import go_to, render
from tracker.figures import queries, service
from tracker.figures.forms import SealAgainForm, measure_asked_for
from tracker.figures.page import FiguresPage, page_asked_for, shown_figures
from tracker.figures.rules import (
    BASIS_WORDS,
    CLASS_MEASURES,
    MEASURE_WORDS,
    Basis,
    Measure,
    average_words,
    counts_in,
    share_words,
)
from tracker.figures.sealing import TURN_WORDS, Difference, verdict_words
from tracker.figures.windows import after, before

blueprint = Blueprint("figures", __name__)

ROWS_PER_PAGE = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORDS: dict[str, Any] = {
    "basis_words": BASIS_WORDS,
    "class_measures": CLASS_MEASURES,
    "measure_words": MEASURE_WORDS,
    "share_words": share_words,
    "average_words": average_words,
    "verdict_words": verdict_words,
    "M": Measure,
    "Basis": Basis,
}


@blueprint.get("/figures")
@kept_page
def index() -> Response:
    """The figures of a window: the six classes, the table, charts."""
    return _index(page_asked_for(), SealAgainForm())


def _index(asked: FiguresPage, form: SealAgainForm, *, status: int = 200) -> Response:
    if asked.sealed is not None:
        form.begin(asked.sealed.edition)
    return render(
        "figures/index.html",
        status=status,
        asked=asked,
        form=form,
        window=asked.window,
        former=before(asked.window),
        following=after(asked.window),
        shown=shown_figures(asked, WORDS),
        request_key=new_request_key(),
        **WORDS,
    )


@blueprint.get("/figures/rows")
def rows() -> Response:
    """The rows behind one number: as many as the number says."""
    asked = page_asked_for()
    measure = measure_asked_for(request.args.get("measure", ""))
    line = request.args.get("line", "")
    found = [row for row in asked.rows if counts_in(row, measure, asked.basis)]
    if line:
        found = [row for row in found if asked.names.key_of(row) == line]
    pages = Pages.of(found, per_page=ROWS_PER_PAGE)
    return render(
        "figures/rows.html",
        asked=asked,
        window=asked.window,
        measure=measure,
        line_name=asked.names.name_of(line) if line else "",
        pages=pages,
        officer_names=queries.officer_names(),
        contributions=queries.contributions_by_id(queries.counted_ids(pages.items)),
        **WORDS,
    )


@blueprint.get("/figures/changes")
def changes() -> Response:
    """What changed since the last report."""
    asked = page_asked_for()
    since, found = asked.changes()
    return _differences(asked, "Có gì thay đổi từ kỳ trước", f"So với {since}", found)


@blueprint.get("/figures/corrections")
def corrections() -> Response:
    """What would count otherwise now than in the sealed report."""
    asked = page_asked_for()
    against = "So với số đã báo cáo"
    if asked.sealed and asked.newer:
        against = f"Lần chốt {asked.newer.edition} so với lần chốt {asked.sealed.edition}"
    return _differences(asked, "Đính chính sau khi chốt", against, asked.corrections)


@blueprint.post("/figures/seal")
def seal() -> BaseResponse:
    """Keep the window's figures as reported."""
    policy.require("figures:seal")
    asked = page_asked_for()
    service.seal(asked.window, request_key=sent_key(), actor=current_user)
    return go_to(url_for("figures.index", **asked.address), "Đã chốt số liệu của kỳ.")


@blueprint.post("/figures/seal-again")
def seal_again() -> BaseResponse:
    """Report corrected figures as another edition, with the reason."""
    policy.require("figures:seal")
    asked, form = page_asked_for(), SealAgainForm()
    if not form.validate():
        return _index(asked, form, status=422)
    try:
        sealed = service.seal_again(
            asked.window,
            reason=form.reason.data or "",
            after_edition=form.edition.data or 0,
            request_key=sent_key(),
            actor=current_user,
        )
    except TrackerError as error:
        db.session.rollback()
        form.reason.errors = [error.message]
        return _index(page_asked_for(), form, status=error.status_code)
    address = asked.address_to(asked.window)
    return go_to(url_for("figures.index", **address), f"Đã chốt lại số liệu lần {sealed.edition}.")


@blueprint.get("/figures/xlsx")
def workbook() -> Response:
    """The table and every row behind it as a workbook."""
    from tracker.figures.workbook import figures_workbook

    asked = page_asked_for()
    return send_file(
        BytesIO(figures_workbook(asked)),
        mimetype=XLSX,
        as_attachment=True,
        download_name=f"so-lieu-{asked.window.first:%Y%m%d}-{asked.window.last:%Y%m%d}.xlsx",
    )


@blueprint.post("/figures/rating")
def rating() -> Response:
    """The inputs of rating officials: of all for those who oversee, of their own for heads.

    Sent as a form, because who takes figures about persons stands in the journal.
    """
    from tracker.figures.rating import rated_rows, rating_workbook

    policy.require("figures:rate")
    asked = page_asked_for()
    oversees = policy.may(current_user, "figures:see_all")
    found = rated_rows(asked, None if oversees else current_user.unit_id)
    service.record_rating(asked.window, len(found), actor=current_user)
    return send_file(
        BytesIO(rating_workbook(asked, found)),
        mimetype=XLSX,
        as_attachment=True,
        download_name=f"danh-gia-{asked.window.first:%Y%m%d}-{asked.window.last:%Y%m%d}.xlsx",
    )


def _differences(
    asked: FiguresPage, title: str, subtitle: str, found: list[Difference]
) -> Response:
    counts = Counter(difference.turn for difference in found)
    turns = [turn for turn in TURN_WORDS if counts[turn]]
    ordered = [difference for turn in turns for difference in found if difference.turn is turn]
    pages = Pages.of(ordered, per_page=ROWS_PER_PAGE)
    groups = {turn: [d for d in pages.items if d.turn is turn] for turn in turns}
    return render(
        "figures/differences.html",
        asked=asked,
        window=asked.window,
        title=title,
        subtitle=subtitle,
        total=len(found),
        pages=pages,
        groups={turn: items for turn, items in groups.items() if items},
        counts=counts,
        turn_words=TURN_WORDS,
        contributions=queries.contributions_by_id([d.row.contribution_id for d in pages.items]),
        **WORDS,
    )
