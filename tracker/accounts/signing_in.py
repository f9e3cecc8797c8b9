"""Who is signed in: the session, and pages that ask for it."""

from __future__ import annotations

import re

from flask import Flask, flash, g, has_request_context, redirect, request, session, url_for
from flask_login import LoginManager, current_user, login_user, logout_user
from werkzeug.wrappers import Response

from tracker.accounts.known_browsers import let_browser_know
from tracker.accounts.models import SignIn, User
from tracker.accounts.rules import SignInStanding, idle_minutes, needs_second_step
from tracker.accounts.sessions import begin_sign_in
from tracker.accounts.signed_in import signed_in
from tracker.core import clock
from tracker.settings.queries import ward_settings

# What the signed cookie holds: the key of the sign-in, the second of the last page.
SIGN_IN, SEEN = "sign_in", "seen"
_SECONDS_PER_MINUTE = 60
_SECONDS_BEFORE_SEEN_AGAIN = 10
_OWN_ADDRESS = re.compile(r"/(?!/)[^\\\x00-\x1f\x7f]*")
# A name and a password; what strangers send to pages that are not open is not read at all.
LARGEST_OPEN_FORM = 64 * 1024
# Pages that anyone may open; every other page asks to sign in first.
OPEN_ENDPOINTS = frozenset(
    {
        "static",
        "style_sheet",
        "accounts.sign_in",
        "health.alive",
        "health.ready",
        "health.metrics",
        "password_reset.ask",
        "password_reset.choose",
        "provider.leave",
        "provider.come_back",
        "provider.enter",
        "due_calendar.feed",
    }
)
CHANGE_PASSWORD_ENDPOINTS = OPEN_ENDPOINTS | {"accounts.change_password", "accounts.sign_out"}
# All that somebody sees whose password was right and whose code is still asked for.
SECOND_STEP_ENDPOINTS = frozenset({"second_step.enter", "second_step.set_up", "accounts.sign_out"})


def init_app(app: Flask) -> None:
    """Let Flask-Login keep the session, and close every page to strangers."""
    manager = LoginManager(app)
    manager.session_protection = "basic"
    manager.user_loader(_signed_in_person)
    app.before_request(_ask_to_sign_in)


def next_page(target: str | None) -> str:
    """Where to go after signing in: only ever a page of our own.

    Two slashes begin another host, and browsers read a backslash as a slash. They drop a tab or a
    line break, with which no answer could be sent at all.
    """
    is_own = target is not None and _OWN_ADDRESS.fullmatch(target)
    return target if target and is_own else url_for("workspace.home")


def begin_session(user: User) -> SignIn:
    """Let this browser in as the person; nothing that stood in its cookie before is taken along."""
    session.clear()
    session.permanent = True
    login_user(user)
    let_browser_know(user)
    begun = begin_sign_in(user, agent=request.user_agent.string, remote_address=request.remote_addr)
    session[SIGN_IN], session[SEEN] = begun.key, int(clock.now().timestamp())
    return begun


def waiting_person() -> User | None:
    """Whose password was right and whose second step is still to come; a stranger to all pages."""
    if current_user.is_authenticated:
        return None
    waiting: User | None = g.get("waiting_person")
    return waiting


def _signed_in_person(session_id: str) -> User | None:
    """The person, if their sign-in is open and went as far as is asked of them here and now.

    Asked anew with every page: whoever carries the machine out of the office is asked there.
    """
    found = signed_in(session_id, session.get(SIGN_IN)) if has_request_context() else None
    if found is None or not found.person.is_enabled:
        return None
    user, standing = found
    if standing is SignInStanding.ENDED:
        g.sign_in_has_ended = True
        return None
    if standing is SignInStanding.OPEN and needs_second_step(
        user.role,
        request.remote_addr,
        ward_settings(),
        is_set_up=user.totp_secret is not None,
    ):
        g.waiting_person = user
        return None
    return user


def _ask_to_sign_in() -> Response | None:
    if request.endpoint in OPEN_ENDPOINTS or request.endpoint is None:
        request.max_content_length = LARGEST_OPEN_FORM
        return None
    person = current_user if current_user.is_authenticated else waiting_person()
    if person is None:
        if g.get("sign_in_has_ended"):
            logout_user()
            flash("Phiên đăng nhập đã kết thúc. Hãy đăng nhập lại.", "info")
        return _page_before("accounts.sign_in")
    if _has_been_idle(person):
        logout_user()
        return _page_before("accounts.sign_in")
    if person is not current_user:
        is_asked = request.endpoint in SECOND_STEP_ENDPOINTS
        return None if is_asked else _page_before("second_step.enter")
    # Whoever came from the provider has shown no password that could be a temporary one.
    is_asked = current_user.must_change_password and not session.get("by_provider")
    if is_asked and request.endpoint not in CHANGE_PASSWORD_ENDPOINTS:
        return redirect(url_for("accounts.change_password"))
    return None


def _has_been_idle(person: User) -> bool:
    """Whether no page was opened for too long; the moment of the last one stands in the cookie."""
    settings = ward_settings()
    limit = idle_minutes(
        person.role,
        administrator=settings.idle_minutes_administrator,
        others=settings.idle_minutes,
    )
    now = int(clock.now().timestamp())
    idle = now - session.get(SEEN, now)
    # Not with every answer: the cookie of one that is late undoes what a later one put there.
    if SEEN not in session or abs(idle) >= _SECONDS_BEFORE_SEEN_AGAIN:
        session[SEEN] = now
    if idle < limit * _SECONDS_PER_MINUTE:
        return False
    flash(f"Đã tự đăng xuất vì {limit} phút không dùng. Hãy đăng nhập lại.", "info")
    return True


def _page_before(endpoint: str) -> Response:
    """A full page load to what comes before the page asked for, also when htmx asked for a part."""
    can_be_opened = request.url_rule is not None and "GET" in (request.url_rule.methods or ())
    target = request.full_path.rstrip("?") if can_be_opened else None
    url = url_for(endpoint, next=target)
    if request.headers.get("HX-Request") == "true":
        response = Response(status=401)
        response.headers["HX-Redirect"] = url
        return response
    return redirect(url)
