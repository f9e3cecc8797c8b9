"""Somebody forgot the password: asking for a link, and choosing a new one with it."""

from __future__ import annotations

from flask import Blueprint, current_app, request, url_for
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from tracker.accounts import attempts
from tracker.accounts.forms import NewPasswordForm
from tracker.accounts.resets import owner_of_reset, use_reset
from tracker.accounts.rules import Try
from tracker.core.errors import RuleError, TooOftenError
from tracker.core.forms import VietnameseForm
from tracker.core.web import go_to, render
from tracker.reminders.resetting import ask_for_reset

blueprint = Blueprint("password_reset", __name__)


class AskForm(VietnameseForm):
    """Whose password it is."""

    username = StringField(
        "Tên đăng nhập", [DataRequired("Hãy nhập tên đăng nhập."), Length(max=60)]
    )


@blueprint.route("/login/forgotten", methods=["GET", "POST"])
def ask() -> Response:
    """Ask for a link; the answer is the same whether or not there is such an account."""
    form = AskForm()
    if form.validate_on_submit():
        try:
            attempts.refuse_busy(Try.RESET, request.remote_addr)
        except TooOftenError as error:
            form.username.errors = [error.message]
            return _ask_page(form, error.status_code)
        attempts.count_try(Try.RESET, request.remote_addr)
        ask_for_reset(form.username.data)
        return render("accounts/reset_asked.html")
    return _ask_page(form, 422 if form.is_submitted() else 200)


@blueprint.route("/login/new-password/<token>", methods=["GET", "POST"])
def choose(token: str) -> Response:
    """Choose a new password with the link of the mail."""
    user = owner_of_reset(token)
    if user is None:
        return render("accounts/reset_too_late.html", status=410)
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            use_reset(token, form.new.data)
        except RuleError as error:
            if error.field == "token":
                return render("accounts/reset_too_late.html", status=410)
            form.new.errors = [error.message]
        else:
            return go_to(url_for("accounts.sign_in"), "Đã đặt mật khẩu mới. Hãy đăng nhập.")
    status = 422 if form.is_submitted() else 200
    return render("accounts/reset.html", form=form, person=user, token=token, status=status)


def _ask_page(form: AskForm, status: int) -> Response:
    has_mail_server = current_app.config["TRACKER"].mail_server is not None
    return render(
        "accounts/forgotten.html", form=form, has_mail_server=has_mail_server, status=status
    )
