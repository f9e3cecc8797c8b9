"""Pages about files as such: what may be sent and how much is used, who fetched which."""

from __future__ import annotations

from flask import Blueprint, current_app, request
from werkzeug.wrappers import Response

from tracker import policy
from tracker.core.paging import one_page_of
from tracker.core.storage import file_store
from tracker.core.web import render
from tracker.evidence import downloads as fetched
from tracker.evidence import quotas
from tracker.evidence.settings_form import FilesForm
from tracker.settings.queries import ward_settings
from tracker.settings.views import settings_page
from tracker.units.queries import all_units

blueprint = Blueprint("evidence", __name__)


@blueprint.route("/settings/files", methods=["GET", "POST"])
def settings() -> Response:
    """What files may be sent, how much is used and by whom."""
    policy.require("setting:change")
    present, by_unit = ward_settings(), quotas.bytes_by_unit()
    return settings_page(
        FilesForm(),
        "evidence/settings.html",
        used=quotas.bytes_kept(),
        free=file_store().free_bytes(),
        total_limit=present.evidence_total_gigabytes * quotas.GIGABYTE,
        unit_limit=present.evidence_unit_gigabytes * quotas.GIGABYTE,
        by_unit=sorted(by_unit.items(), key=lambda item: (-item[1], item[0] or 0)),
        units={unit.id: unit for unit in all_units(active_only=False)},
        scanner=current_app.config["TRACKER"].clamav_url,
    )


@blueprint.get("/downloads")
def downloads() -> Response:
    """Who fetched which file, the newest first."""
    policy.require("audit:see")
    words = request.args.get("words", "")
    pages = one_page_of(fetched.downloads(words), per_page=fetched.PAGE_SIZE, error_out=False)
    return render("evidence/downloads.html", pages=pages, words=words)
