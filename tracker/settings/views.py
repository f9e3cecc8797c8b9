"""The ward's settings as a page."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker import policy
from tracker.core.web import go_to, render
from tracker.settings import queries, service
from tracker.settings.forms import SettingsForm
from tracker.settings.letter_forms import LetterForm

blueprint = Blueprint("settings", __name__)


@blueprint.route("/settings", methods=["GET", "POST"])
def index() -> Response:
    """See and change the settings; only what differs is written."""
    return _settings_page(SettingsForm(), "settings/index.html")


@blueprint.route("/settings/letters", methods=["GET", "POST"])
def letters() -> Response:
    """How the ward's letters are headed and signed."""
    return _settings_page(LetterForm(), "settings/letters.html")


def _settings_page(form: SettingsForm | LetterForm, template: str) -> Response:
    policy.require("setting:change")
    present = queries.ward_settings()
    if form.validate_on_submit():
        for name, value in form.values().items():
            if value != getattr(present, name):
                service.change_setting(name, value, actor=current_user)
        return go_to(url_for(request.endpoint or "settings.index"), "Đã lưu thiết lập.")
    if not form.is_submitted():
        form.show(present)
    return render(template, form=form, status=422 if form.is_submitted() else 200)
