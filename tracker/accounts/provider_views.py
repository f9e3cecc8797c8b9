"""Signing in at the provider: going there, coming back, and going in.

Coming back is reading, so it writes nothing: whom the provider told of stands in the signed cookie
until the person goes in by a form of our own.
"""

from __future__ import annotations

from flask import Blueprint, abort, current_app, request, session, url_for
from werkzeug.wrappers import Response

from tracker.accounts.provider import lead_there, provider_of, told_by
from tracker.accounts.queries import user_called
from tracker.accounts.service import note_sign_in
from tracker.accounts.signing_in import begin_session, next_page
from tracker.audit.rules import AuditAction
from tracker.audit.service import record_installation
from tracker.config import OidcProvider
from tracker.core import clock
from tracker.core.db import keep_even_if_refused
from tracker.core.errors import TrackerError
from tracker.core.web import go_to, render

blueprint = Blueprint("provider", __name__)

TOLD, NEXT = "told_by_provider", "next_after_provider"
SECONDS_TO_GO_IN = 300
UNKNOWN = "Tài khoản của bạn ở đó chưa được gắn với tài khoản nào ở đây: hãy báo quản trị."


@blueprint.get("/login/oidc")
def leave() -> Response:
    """To the provider's page."""
    provider = _provider()
    session[NEXT] = next_page(request.args.get("next"))
    try:
        return lead_there(provider, _return_address())
    except TrackerError as error:
        return _refused(provider, error)


@blueprint.get("/login/oidc/answer")
def come_back() -> Response:
    """The provider's answer, checked; one press goes in."""
    provider = _provider()
    try:
        told = told_by(provider)
    except TrackerError as error:
        return _refused(provider, error)
    session[TOLD] = [told, int(clock.now().timestamp())]
    return render("accounts/provider_answer.html", provider=provider)


@blueprint.post("/login/oidc/enter")
def enter() -> Response:
    """Go in as whom the provider told of; once, and soon after."""
    provider = _provider()
    told, since = session.pop(TOLD, ("", 0))
    target = session.pop(NEXT, None)
    if not told or clock.now().timestamp() - since > SECONDS_TO_GO_IN:
        return go_to(url_for("accounts.sign_in"))
    user = user_called(told)
    if user is None or not user.is_enabled:
        keep_even_if_refused()
        record_installation(AuditAction.USER_SIGN_IN_REFUSED, name=provider.name)
        return _refused(provider, TrackerError(UNKNOWN))
    note_sign_in(user)
    begun = begin_session(user)
    session["by_provider"] = True
    if provider.asks_second_step:
        begun.second_step_at = clock.now()
    return go_to(next_page(target))


def _provider() -> OidcProvider:
    return provider_of(current_app) or abort(404)


def _return_address() -> str:
    base_url: str = current_app.config["TRACKER"].base_url
    return base_url + url_for("provider.come_back")


def _refused(provider: OidcProvider, error: TrackerError) -> Response:
    return render(
        "accounts/provider_refused.html",
        provider=provider,
        sentence=error.message,
        status=error.status_code,
    )
