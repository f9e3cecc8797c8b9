"""The pages of the second step: its code at signing in, setting it up, codes for paper."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, session, url_for
from flask_login import current_user
from markupsafe import Markup
from werkzeug.wrappers import Response

from tracker.accounts import second_step
from tracker.accounts.forms import CodeForm
from tracker.accounts.models import SignIn, User
from tracker.accounts.queries import open_sign_in
from tracker.accounts.rules import may_set_up_second_step, needs_second_step
from tracker.accounts.signing_in import SIGN_IN, next_page, waiting_person
from tracker.core.db import keep_even_if_refused
from tracker.core.errors import ConflictError, TrackerError
from tracker.core.web import go_to, render
from tracker.settings.queries import ward_settings

blueprint = Blueprint("second_step", __name__)


@blueprint.route("/login/second-step", methods=["GET", "POST"])
def enter() -> Response:
    """The code that signing in still waits for."""
    person = waiting_person()
    if person is None:
        return go_to(next_page(request.args.get("next")))
    if not second_step.has_second_step(person):
        return go_to(url_for("second_step.set_up", next=request.args.get("next")))
    form = CodeForm()
    if form.validate_on_submit():
        try:
            second_step.take_step(
                person, form.code.data, _present_sign_in(person), address=request.remote_addr
            )
        except TrackerError as error:
            return _refused("accounts/second_step.html", form, error, person)
        return go_to(next_page(request.args.get("next")))
    return render("accounts/second_step.html", form=form, person=person, status=_status(form))


@blueprint.route("/account/second-step/set-up", methods=["GET", "POST"])
def set_up() -> Response:
    """Put the secret into the phone and show that it is there."""
    person = waiting_person() or current_user
    if second_step.has_second_step(person):
        return go_to(url_for("second_step.own"))
    if not may_set_up_second_step(request.remote_addr, ward_settings()):
        return render("accounts/second_step_refused.html", person=person)
    form, template = CodeForm(), "accounts/second_step_set_up.html"
    sign_in = _present_sign_in(person)
    offered = _offered(person, second_step.secret_to_offer(sign_in.key))
    if form.validate_on_submit():
        try:
            codes = second_step.set_up(person, form.code.data, sign_in, address=request.remote_addr)
        except TrackerError as error:
            return _refused(template, form, error, person, **offered)
        return _codes_page(codes)
    return render(template, form=form, person=person, status=_status(form), **offered)


@blueprint.get("/account/second-step")
def own() -> Response:
    """Whether one's own second step is set up, and what can be done about it."""
    return _own_page(CodeForm())


@blueprint.post("/account/second-step/paper-codes")
def renew() -> Response:
    """New codes for paper."""
    form = CodeForm()
    if form.validate_on_submit():
        try:
            codes = second_step.renew_paper_codes(
                current_user, form.code.data, address=request.remote_addr
            )
        except TrackerError as error:
            return _refused_own(form, error)
        return _codes_page(codes)
    return _own_page(form)


@blueprint.post("/account/second-step/off")
def turn_off() -> Response:
    """Sign in with the password alone again, where that is allowed."""
    form = CodeForm()
    if _is_needed():
        raise ConflictError("Tài khoản của bạn phải dùng xác thực hai bước: không tắt được.")
    if form.validate_on_submit():
        try:
            second_step.turn_off(current_user, form.code.data, address=request.remote_addr)
        except TrackerError as error:
            return _refused_own(form, error)
        return go_to(url_for("second_step.own"), "Đã tắt xác thực hai bước.")
    return _own_page(form)


def _present_sign_in(person: User) -> SignIn:
    found = open_sign_in(session.get(SIGN_IN), person)
    if found is None:
        raise ConflictError("Phiên đăng nhập đã kết thúc. Hãy đăng nhập lại.")
    return found


def _offered(person: User, secret: str) -> dict[str, Any]:
    """The secret as a square to scan, as an address for this phone's own app, and to type."""
    import segno
    from pyotp import TOTP

    issuer = ward_settings().ward_name
    address = TOTP(secret).provisioning_uri(name=person.username, issuer_name=issuer)
    # Without a size of its own it is drawn whole at the width the page gives it, not cut off there.
    square = segno.make_qr(address, error="m").svg_inline(
        border=4, light="#fff", omitsize=True, title="Ô vuông để quét bằng điện thoại"
    )
    groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return {"square": Markup(square), "address": address, "typed": groups}  # noqa: S704 - drawn here


def _codes_page(codes: list[str]) -> Response:
    return render(
        "accounts/paper_codes.html", codes=codes, onward=next_page(request.args.get("next"))
    )


def _own_page(form: CodeForm, status: int | None = None) -> Response:
    is_set_up = second_step.has_second_step(current_user)
    return render(
        "accounts/own_second_step.html",
        form=form,
        is_set_up=is_set_up,
        is_needed=_is_needed(),
        paper_codes=second_step.paper_codes_left(current_user) if is_set_up else 0,
        status=status or _status(form),
    )


def _is_needed() -> bool:
    return needs_second_step(current_user.role, request.remote_addr, ward_settings())


def _refused(
    template: str, form: CodeForm, error: TrackerError, person: User, **context: Any
) -> Response:
    keep_even_if_refused()
    form.code.errors = [error.message]
    return render(template, form=form, person=person, status=error.status_code, **context)


def _refused_own(form: CodeForm, error: TrackerError) -> Response:
    keep_even_if_refused()
    form.code.errors = [error.message]
    return _own_page(form, error.status_code)


def _status(form: CodeForm) -> int:
    return 422 if form.is_submitted() else 200
