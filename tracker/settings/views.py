"""The ward's settings as a page."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker import policy
from tracker.core.web import go_to, render
from tracker.settings import queries, service
from tracker.settings.forms import SettingsForm

blueprint = Blueprint("settings", __name__)


@blueprint.route("/settings", methods=["GET", "POST"])
def index() -> Response:
    """See and change the settings; only what differs is written."""
    policy.require("setting:change")
    form = SettingsForm()
    present = queries.ward_settings()
    if form.validate_on_submit():
        for name, value in form.values().items():
            if value != getattr(present, name):
                service.change_setting(name, value, actor=current_user)
        return go_to(url_for("settings.index"), "Đã lưu thiết lập.")
    if not form.is_submitted():
        form.show(present)
    return render("settings/index.html", form=form, status=422 if form.is_submitted() else 200)
