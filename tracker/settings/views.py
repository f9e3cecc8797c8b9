"""The ward's settings as a page."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker import policy
from tracker.core.web import go_to, render
from tracker.settings import queries, service
from tracker.settings.access_form import AccessForm
from tracker.settings.forms import SettingsForm
from tracker.settings.letter_forms import LetterForm
from tracker.settings.rules import WardSettings

blueprint = Blueprint("settings", __name__)

_Form = SettingsForm | LetterForm | AccessForm


@blueprint.route("/settings", methods=["GET", "POST"])
def index() -> Response:
    """See and change the settings; only what differs is written."""
    return _settings_page(SettingsForm(), "settings/index.html")


@blueprint.route("/settings/letters", methods=["GET", "POST"])
def letters() -> Response:
    """How the ward's letters are headed and signed."""
    return _settings_page(LetterForm(), "settings/letters.html")


@blueprint.route("/settings/access", methods=["GET", "POST"])
def access() -> Response:
    """Who signs in with a second step, and which networks are the office's."""
    policy.require("access:change")
    return _settings_page(AccessForm(request.remote_addr), "settings/access.html")


def _settings_page(form: _Form, template: str) -> Response:
    policy.require("setting:change")
    present = queries.ward_settings()
    if not form.is_submitted():
        form.show(present)
        form.seen.data = form.mark(present)
        return render(template, form=form)
    if not form.validate():
        return render(template, form=form, status=422)
    if form.seen.data != form.mark(present):
        form.seen.data, form.seen.raw_data = form.mark(present), None
        form.form_errors.append(_changed_meanwhile(form, present))
        return render(template, form=form, status=409)
    for name, value in form.values().items():
        if value != getattr(present, name):
            service.change_setting(name, value, actor=current_user)
    return go_to(url_for(request.endpoint or "settings.index"), "Đã lưu thiết lập.")


def _changed_meanwhile(form: _Form, present: WardSettings) -> str:
    """Which of the fields differ from what holds now, whoever it was that changed it."""
    differing = [
        form[name].label.text
        for name, value in form.values().items()
        if value != getattr(present, name)
    ]
    return (
        "Có người vừa đổi thiết lập. Nội dung bạn nhập vẫn còn ở dưới, khác với thiết lập đang "
        f"dùng ở: {'; '.join(differing) or 'không ô nào'}. Hãy xem lại rồi lưu lần nữa."
    )
