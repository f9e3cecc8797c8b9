"""Handing a plan out: on a page to look at and print, and as a file."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

from flask import Blueprint, Response, abort, request, send_file
from flask_login import current_user

from tracker import policy
from tracker.core.db import db
from tracker.core.errors import RuleError
from tracker.core.web import render
from tracker.exports.bearers import units_in
from tracker.exports.choice import (
    FORM_WORDS,
    KIND_WORDS,
    ORIENTATION_WORDS,
    PAPER_WORDS,
    MatrixKind,
    SheetChoice,
)
from tracker.exports.forms import SheetForm
from tracker.exports.service import USUAL, export_plan, sheet_of
from tracker.exports.sheet import COUNTRY, MOTTO, Style, cells_of, cleaned
from tracker.plans.models import Plan
from tracker.progress.models import Contribution
from tracker.progress.parts import Part
from tracker.targets.models import Target
from tracker.tasks.queries import appendix_rows

blueprint = Blueprint("exports", __name__)


@blueprint.get("/plans/<int:plan_id>/print")
def show(plan_id: int) -> Response:
    """The chosen sheet as it will be printed, with the choices and the files above it."""
    plan = _exported_plan(plan_id)
    form = SheetForm(request.args)
    choice = _choice()
    units = units_in(appendix_rows(plan))
    sheet, problem = None, form.problem
    if not problem:
        try:
            sheet = cleaned(sheet_of(plan, choice, _may_see_papers))
        except RuleError as error:
            problem = str(error)
    return render(
        "exports/print.html",
        plan=plan,
        choice=choice,
        form=form,
        usual=USUAL,
        sheet=sheet,
        problem=problem,
        unit_options=[("", "Chọn đơn vị"), *((unit.id, unit.name) for unit in units)],
        kind_words=KIND_WORDS,
        form_words=FORM_WORDS,
        paper_words=PAPER_WORDS,
        orientation_words=ORIENTATION_WORDS,
        country=COUNTRY,
        motto=MOTTO,
        italic=Style.ITALIC,
        cells_of=cells_of,
    )


@blueprint.get("/plans/<int:plan_id>/export/<any(pdf, docx, xlsx):format>")
def export(plan_id: int, format: str) -> Response:  # noqa: A002 - the word in the address
    """The chosen sheet as a file; the appendix with its progress when nothing is chosen."""
    plan = _exported_plan(plan_id)
    if problem := SheetForm(request.args).problem:
        raise RuleError(problem)
    file = export_plan(plan.id, format, choice=_choice(), may_see=_may_see_papers)
    return send_file(
        BytesIO(file.data),
        mimetype=file.media_type,
        as_attachment=True,
        download_name=file.name,
    )


def _exported_plan(plan_id: int) -> Plan:
    plan = db.session.get(Plan, plan_id) or abort(404)
    policy.require("plan:see", plan, visible=False)
    policy.require("plan:export", plan)
    return plan


def _choice() -> SheetChoice:
    """What the address asks for; an extract is of one's own unit unless another is named."""
    asked = SheetChoice.from_query(request.args)
    choice = replace(asked, as_of=SheetForm(request.args).as_of.data)
    if choice.kind is MatrixKind.UNIT and choice.unit_id is None:
        return replace(choice, unit_id=current_user.unit_id)
    return choice


def _may_see_papers(thing: Part | Target) -> bool:
    """By the living row, which is at hand: what was handed in then may have come back since."""
    if isinstance(thing, Target):
        return policy.may(current_user, "target:see_papers", thing)
    living = db.session.get(Contribution, thing.id)
    return policy.may(current_user, "contribution:see_papers", living)
