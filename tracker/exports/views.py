"""Handing a plan out as a file."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, Response, abort, request, send_file
from flask_login import current_user

from tracker import policy
from tracker.core.db import db
from tracker.exports.matrix import MatrixKind
from tracker.exports.service import export_plan
from tracker.plans.models import Plan
from tracker.progress.models import Contribution

blueprint = Blueprint("exports", __name__)


@blueprint.get("/plans/<int:plan_id>/export/<any(pdf, docx, xlsx):format>")
def export(plan_id: int, format: str) -> Response:  # noqa: A002 - the word in the address
    """The plan with its progress, or with `?sheet=issued` the appendix as it was issued."""
    plan = db.session.get(Plan, plan_id) or abort(404)
    policy.require("plan:see", plan, visible=False)
    policy.require("plan:export", plan)
    wanted = request.args.get("sheet")
    kind = MatrixKind(wanted) if wanted in set(MatrixKind) else MatrixKind.PROGRESS
    file = export_plan(plan.id, format, kind=kind, may_see=_may_see_papers)
    return send_file(
        BytesIO(file.data),
        mimetype=file.media_type,
        as_attachment=True,
        download_name=file.name,
    )


def _may_see_papers(contribution: Contribution) -> bool:
    return policy.may(current_user, "contribution:see_papers", contribution)
