"""Whom a browser knows: a stranger's guesses must not keep people out at their own machines.

A whole ward sits behind one address, and anybody can type a wrong password for the chairman. So
whoever signed in is named in a cookie that outlives the session, and what fails there for them is
counted for that browser alone (OWASP, "Slow down online guessing attacks with device cookies").
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask, Request, Response, after_this_request, current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from tracker.accounts.models import User
from tracker.core.sealed import derived_key

COOKIE = "known"
LASTS = timedelta(days=180)
# Of a machine that many use, those who were there last.
MOST_PEOPLE = 12
_PURPOSE = "known browser"


@dataclass(frozen=True, slots=True)
class KnownBrowser:
    """A browser by its number, and the marks of the people who signed in with it."""

    number: str
    people: tuple[str, ...] = ()

    def knows(self, user: User) -> bool:
        """Whether the person signed in here since they have this password."""
        return _mark(user) in self.people

    def with_person(self, user: User) -> KnownBrowser:
        """The same, knowing this person too."""
        others = tuple(mark for mark in self.people if mark != _mark(user))
        return KnownBrowser(self.number, (*others, _mark(user))[-MOST_PEOPLE:])


def this_browser() -> KnownBrowser | None:
    """What the browser of this request says; None if nobody signed in there for half a year."""
    return _of_cookie(request.cookies.get(_name_of_cookie()))


def is_known(app: Flask, cookies: str) -> bool:
    """Whether somebody has signed in where these cookies (as a browser sends them) come from.

    Asked before there is a request; nothing is looked up in the database.
    """
    sent = Request({"HTTP_COOKIE": cookies}).cookies
    with app.app_context():
        return _of_cookie(sent.get(_name_of_cookie())) is not None


def _of_cookie(sent: str | None) -> KnownBrowser | None:
    if not sent:
        return None
    try:
        number, *people = _signer().loads(sent, max_age=int(LASTS.total_seconds()))
    except BadSignature:
        return None
    return KnownBrowser(number, tuple(people))


def let_browser_know(user: User) -> None:
    """Name the person in the cookie that this request's answer brings."""
    known = (this_browser() or KnownBrowser(secrets.token_urlsafe(12))).with_person(user)

    @after_this_request
    def _send(response: Response) -> Response:
        response.set_cookie(
            _name_of_cookie(),
            _signer().dumps([known.number, *known.people]),
            max_age=LASTS,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
        )
        return response


def _mark(user: User) -> str:
    """Of the person and their password: who changes it is to be known anew."""
    key = derived_key(_PURPOSE)
    return hmac.new(key, user.get_id().encode(), hashlib.sha256).hexdigest()[:20]


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(derived_key(_PURPOSE), salt=COOKIE)


def _name_of_cookie() -> str:
    # Browsers take a cookie of this name only over https and from this very host.
    return f"__Host-{COOKIE}" if current_app.config["SESSION_COOKIE_SECURE"] else COOKIE
