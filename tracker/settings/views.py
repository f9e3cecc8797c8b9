"""The ward's settings as a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

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


class SettingsPart(Protocol):
    """A form of some of the ward's settings."""

    seen: Any
    form_errors: Any
    is_submitted: Callable[[], bool]
    validate: Callable[[], bool]

    def __getitem__(self, name: str) -> Any:
        """The field of the setting."""

    def show(self, settings: WardSettings) -> None:
        """Fill in the settings in force."""

    def values(self) -> dict[str, Any]:
        """The settings as the service takes them."""

    def mark(self, settings: WardSettings) -> str:
        """What the page was made from."""


@blueprint.route("/settings", methods=["GET", "POST"])
def index() -> Response:
    """See and change the settings; only what differs is written."""
    return settings_page(SettingsForm(), "settings/index.html")


@blueprint.route("/settings/letters", methods=["GET", "POST"])
def letters() -> Response:
    """How the ward's letters are headed and signed."""
    return settings_page(LetterForm(), "settings/letters.html")


@blueprint.route("/settings/access", methods=["GET", "POST"])
def access() -> Response:
    """Who signs in with a second step, and which networks are the office's."""
    policy.require("access:change")
    return settings_page(AccessForm(request.remote_addr), "settings/access.html")


def settings_page(form: SettingsPart, template: str, **shown: Any) -> Response:
    """See and change the settings of one form; only what differs from what was seen is written."""
    policy.require("setting:change")
    present = queries.ward_settings()
    if not form.is_submitted():
        form.show(present)
        form.seen.data = form.mark(present)
        return render(template, form=form, **shown)
    if not form.validate():
        return render(template, form=form, status=422, **shown)
    if form.seen.data != form.mark(present):
        form.seen.data, form.seen.raw_data = form.mark(present), None
        form.form_errors.append(_changed_meanwhile(form, present))
        return render(template, form=form, status=409, **shown)
    for name, value in form.values().items():
        if value != getattr(present, name):
            service.change_setting(name, value, actor=current_user)
    return go_to(url_for(request.endpoint or "settings.index"), "Đã lưu thiết lập.")


def _changed_meanwhile(form: SettingsPart, present: WardSettings) -> str:
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
