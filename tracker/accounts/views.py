"""Signing in and out, one's own password, and the administrator's list of accounts."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, request, session, url_for
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from tracker import policy
from tracker.accounts import queries, second_step, service
from tracker.accounts.forms import (
    NO_UNIT,
    ChangePasswordForm,
    ChangeUserForm,
    NewUserForm,
    SignInForm,
    UserForm,
)
from tracker.accounts.known_browsers import let_browser_know, this_browser
from tracker.accounts.models import SignIn, User
from tracker.accounts.provider import provider_of
from tracker.accounts.rules import Role
from tracker.accounts.sessions import (
    close_sign_in,
    end_other_sign_ins,
    end_sign_in,
)
from tracker.accounts.signing_in import SEEN, SIGN_IN, begin_session, next_page, waiting_person
from tracker.audit.rules import AuditAction
from tracker.audit.service import record
from tracker.core.db import db, keep_even_if_refused
from tracker.core.errors import ConflictError, RuleError, TrackerError
from tracker.core.web import go_to, render
from tracker.units.models import Unit
from tracker.units.queries import all_units
from tracker.units.rules import UnitKind

blueprint = Blueprint("accounts", __name__)


@blueprint.route("/login", methods=["GET", "POST"])
def sign_in() -> Response:
    """Sign in; a wrong password and an unknown name get the same answer."""
    if current_user.is_authenticated:
        return go_to(next_page(request.args.get("next")))
    form = SignInForm()
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return _sign_in_page(form, status)
    try:
        user = service.sign_in(
            form.username.data,
            form.password.data,
            address=request.remote_addr,
            browser=this_browser(),
        )
    except TrackerError as error:
        keep_even_if_refused()
        form.password.errors = [error.message]
        return _sign_in_page(form, error.status_code)
    begin_session(user)
    return go_to(next_page(request.args.get("next")))


def _sign_in_page(form: SignInForm, status: int) -> Response:
    provider = provider_of(current_app)
    return render("accounts/sign_in.html", form=form, provider=provider, status=status)


@blueprint.post("/logout")
def sign_out() -> Response:
    """Sign out; whoever still waits for the second step may too."""
    person = waiting_person() or current_user
    record(AuditAction.USER_SIGNED_OUT, person, name=person.username, actor=person)
    close_sign_in(session.pop(SIGN_IN, None))
    session.pop(SEEN, None)
    logout_user()
    return go_to(url_for("accounts.sign_in"), "Đã đăng xuất.")


@blueprint.get("/account/sign-ins")
def sign_ins() -> Response:
    """Where I am signed in."""
    return render(
        "accounts/sign_ins.html",
        sign_ins=queries.open_sign_ins(current_user),
        present_key=session.get(SIGN_IN),
    )


@blueprint.post("/account/sign-ins/end-others")
def end_others() -> Response:
    """End every sign-in of mine but this one."""
    ended = _end_others(current_user._get_current_object())
    words = (
        f"Đã đăng xuất ở {ended} nơi khác." if ended else "Không có nơi nào khác đang đăng nhập."
    )
    return go_to(url_for("accounts.sign_ins"), words)


@blueprint.post("/sign-ins/<int:sign_in_id>/end")
def end_one(sign_in_id: int) -> Response:
    """End one sign-in: one's own, or anybody's as an administrator."""
    found = db.session.get(SignIn, sign_in_id) or abort(404)
    policy.require("sign_in:end", found, visible=False)
    end_sign_in(found, actor=current_user)
    own = found.user_id == current_user.id
    back = url_for("accounts.sign_ins") if own else url_for("accounts.edit", user_id=found.user_id)
    return go_to(back, f"Đã đăng xuất ở {found.device}.")


@blueprint.post("/accounts/<int:user_id>/sign-ins/end")
def end_all(user_id: int) -> Response:
    """End every sign-in of a person; one's own is kept."""
    policy.require("account:administer")
    user = db.session.get(User, user_id) or abort(404)
    ended = _end_others(user)
    return go_to(
        url_for("accounts.edit", user_id=user.id),
        f"Đã đăng xuất “{user.username}” ở {ended} nơi.",
    )


@blueprint.post("/accounts/<int:user_id>/second-step/reset")
def reset_second_step(user_id: int) -> Response:
    """The person's phone is lost: let them set up a new one, and end what is open."""
    policy.require("account:administer")
    user = db.session.get(User, user_id) or abort(404)
    second_step.reset(user, actor=current_user)
    _end_others(user)
    return go_to(
        url_for("accounts.edit", user_id=user.id),
        f"Đã đặt lại xác thực hai bước của “{user.username}”: thiết lập lại khi đăng nhập.",
    )


def _end_others(user: User) -> int:
    """End every sign-in of a person but the one that this is done from."""
    ended = end_other_sign_ins(user, kept_key=session.get(SIGN_IN), actor=current_user)
    if user.id == current_user.id:
        login_user(user)
    return ended


@blueprint.route("/account/password", methods=["GET", "POST"])
def change_password() -> Response:
    """Change one's own password; stays signed in here, ends every other session."""
    form = ChangePasswordForm()
    if form.validate_on_submit():
        try:
            service.change_password(
                current_user,
                old=form.old.data,
                new=form.new.data,
                kept_key=session.get(SIGN_IN),
            )
        except RuleError as error:
            keep_even_if_refused()
            field = form.new if error.field in {"new", "password"} else form.old
            field.errors = [error.message]
        else:
            user = current_user._get_current_object()
            login_user(user)
            let_browser_know(user)
            return go_to(url_for("workspace.home"), "Đã đổi mật khẩu.")
    status = 422 if form.is_submitted() else 200
    return render("accounts/password.html", form=form, status=status)


@blueprint.get("/accounts")
def index() -> Response:
    """All accounts."""
    policy.require("account:administer")
    return render("accounts/index.html", users=queries.all_users())


@blueprint.route("/accounts/new", methods=["GET", "POST"])
def new() -> Response:
    """Add an account with a temporary password."""
    policy.require("account:administer")
    form = NewUserForm()
    form.unit.choices = _unit_choices()
    if form.validate_on_submit():
        try:
            user = service.create_user(
                form.username.data,
                full_name=form.full_name.data,
                role=Role(form.role.data),
                password=form.password.data,
                unit=_chosen_unit(form),
                actor=current_user,
                job_title=form.job_title.data or None,
                email=form.email.data or None,
                must_change_password=True,
            )
        except RuleError as error:
            form[error.field or "username"].errors = [error.message]
        else:
            return go_to(url_for("accounts.index"), f"Đã tạo tài khoản “{user.username}”.")
    return render("accounts/edit.html", form=form, user=None, status=_status(form))


@blueprint.route("/accounts/<int:user_id>", methods=["GET", "POST"])
def edit(user_id: int) -> Response:
    """Change or disable an account, or give it a temporary password."""
    policy.require("account:administer")
    user = db.session.get(User, user_id) or abort(404)
    form = ChangeUserForm(data=_as_shown(user))
    form.unit.choices = _unit_choices(user.unit)
    if form.validate_on_submit():
        try:
            _change(user, form)
        except TrackerError as error:
            return _refused(form, user_id, error)
        return go_to(url_for("accounts.index"), f"Đã lưu tài khoản “{user.username}”.")
    return _edit_page(form, user, _status(form))


def _refused(form: ChangeUserForm, user_id: int, error: TrackerError) -> Response:
    """The form again with what was typed; nothing of the attempt stays."""
    db.session.rollback()
    user = db.session.get_one(User, user_id)
    if isinstance(error, ConflictError):
        form.form_errors.append(error.message)
        form.version.raw_data, form.version.data = None, user.version
    else:
        form[error.field or "full_name"].errors = [error.message]
    return _edit_page(form, user, error.status_code)


def _edit_page(form: ChangeUserForm, user: User, status: int) -> Response:
    return render(
        "accounts/edit.html",
        form=form,
        user=user,
        sign_ins=queries.open_sign_ins(user),
        provider=provider_of(current_app),
        status=status,
    )


def _as_shown(user: User) -> dict[str, object]:
    return {
        "full_name": user.full_name,
        "job_title": user.job_title,
        "email": user.email,
        "role": user.role.value,
        "unit": user.unit_id or NO_UNIT,
        "is_enabled": user.is_enabled,
        "external_name": user.external_name,
        "version": user.version,
    }


def _change(user: User, form: ChangeUserForm) -> None:
    details = service.AccountDetails(
        full_name=form.full_name.data,
        role=Role(form.role.data),
        unit=_chosen_unit(form),
        job_title=form.job_title.data,
        email=form.email.data,
        is_enabled=form.is_enabled.data,
        external_name=_external_name(user, form),
    )
    service.change_user(user, details, version=form.version.data, actor=current_user)
    if form.password.data:
        service.set_password(user, form.password.data, actor=current_user, temporary=True)


def _external_name(user: User, form: ChangeUserForm) -> str | None:
    """What was typed; where no provider is set the field is not shown, and the name stays."""
    typed: str | None = form.external_name.data
    return user.external_name if provider_of(current_app) is None else typed


def _status(form: UserForm) -> int:
    return 422 if form.is_submitted() else 200


def _unit_choices(present: Unit | None = None) -> list[SelectChoice]:
    """The units of the ward that still work, and the one the person is in."""
    kinds = {UnitKind.INTERNAL, UnitKind.LEADERSHIP}
    units = [unit for unit in all_units() if unit.kind in kinds or unit is present]
    if present is not None and present not in units:
        units.append(present)
    return [
        SelectChoice(NO_UNIT, "— Không thuộc đơn vị nào —"),
        *(SelectChoice(unit.id, unit.name) for unit in units),
    ]


def _chosen_unit(form: UserForm) -> Unit | None:
    return db.session.get(Unit, form.unit.data) if form.unit.data != NO_UNIT else None
