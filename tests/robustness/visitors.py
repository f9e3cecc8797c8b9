"""Who sends requests: one of each role, and whoever stands before a door of the sign-in.

A stranger; somebody whose code is still asked for; somebody with a phone of their own; somebody
whom the provider has just sent back.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from pyotp import TOTP
from sqlalchemy import select, update

from tests.accounts.identity_provider import (
    CLIENT_ID,
    CLIENT_SECRET,
    IdentityProvider,
    open_identity_provider,
)
from tests.conftest import config_for
from tests.reminders.post_office import PostOffice, open_post_office
from tests.robustness.filled import (
    ROLES,
    accounts_of,
    put_accounts_back,
    signed_in,
    token_in,
    ward_app,
)
from tracker.accounts import second_step
from tracker.accounts.models import User
from tracker.accounts.resets import issue_reset
from tracker.config import Config, OidcProvider
from tracker.core import clock
from tracker.core.db import db, read, write
from tracker.core.sealed import seal
from tracker.demo.people import PASSWORD
from tracker.settings.queries import ward_settings
from tracker.settings.service import change_setting

STRANGER, SENT_BACK = "stranger", "sent back"
HALF_IN, WITH_PHONE = "truong.kinhte", "congchuc.kinhte"
VISITORS = (*ROLES, "vanphong", "truong.vanhoa", HALF_IN, WITH_PHONE, STRANGER, SENT_BACK)
# Before which door a visitor stands: there the others are led away at once.
DOORS = {
    "accounts.sign_in": STRANGER,
    "password_reset.ask": STRANGER,
    "password_reset.choose": STRANGER,
    "provider.leave": STRANGER,
    "provider.come_back": SENT_BACK,
    "provider.enter": SENT_BACK,
    "second_step.enter": HALF_IN,
    "second_step.renew": WITH_PHONE,
    "second_step.turn_off": WITH_PHONE,
}
METRICS_TOKEN = "a token that a collector would hold"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@dataclass(frozen=True)
class Place:
    """An installation with everything that can be set up, and what it talks to."""

    app: Flask
    provider: IdentityProvider
    post_office: PostOffice


@contextmanager
def whole_installation(database_url: str, folder: Path) -> Iterator[Place]:
    """With a mail server, a provider of sign-ins, backups, a collector's token."""
    with (
        open_identity_provider() as provider,
        open_post_office() as (office, server),
        ward_app(database_url, folder) as app,
    ):
        config: Config = replace(
            config_for(database_url, folder),
            mail_server=server,
            backup_dir=folder / "backups",
            metrics_token=METRICS_TOKEN,
            oidc=OidcProvider(provider.address, CLIENT_ID, CLIENT_SECRET),
        )
        app.config["TRACKER"] = config
        yield Place(app, provider, office)


class Visitors:
    """Their browsers; whoever was led out is let in again when next asked for."""

    def __init__(self, place: Place) -> None:
        self.app, self._provider = place.app, place.provider
        # Fresh secret parts of addresses and fields, which no page shows.
        self.tokens: set[str] = set()
        self._clients: dict[str, tuple[FlaskClient, str]] = {}
        self._give_phones()
        self._accounts = accounts_of(self.app, (*ROLES, HALF_IN, WITH_PHONE))
        with self.app.app_context(), read():
            self._asked = ward_settings().second_step_roles

    def client(self, name: str) -> tuple[FlaskClient, str]:
        """The visitor's browser, and the token its forms carry."""
        if name not in self._clients:
            put_accounts_back(self.app, self._accounts)
            self._ask_nobody_else_for_a_code()
            self._clients[name] = self._let_in(name)
        return self._clients[name]

    @property
    def secrets(self) -> set[str]:
        """What no log may hold: passwords, keys, what addresses and forms are signed with."""
        cookies = {
            cookie.value
            for client, _token in self._clients.values()
            if (cookie := client.get_cookie("session")) is not None
        }
        own = {token for _client, token in self._clients.values()}
        return {PASSWORD, SECRET, METRICS_TOKEN, CLIENT_SECRET} | self.tokens | cookies | own

    def forget(self, name: str) -> None:
        """Led out, or further in than the door they are to stand before."""
        self._clients.pop(name, None)

    def _ask_nobody_else_for_a_code(self) -> None:
        """A form of the administrator's that was taken may ask more people for a second step."""
        with self.app.app_context(), write():
            if ward_settings().second_step_roles != self._asked:
                change_setting("second_step_roles", self._asked, actor=None)

    def _let_in(self, name: str) -> tuple[FlaskClient, str]:
        if name in ROLES:
            return signed_in(self.app, name)
        if name in {STRANGER, SENT_BACK}:
            client = self.app.test_client()
            token = token_in(client.get("/login").text)
            self._bring_token() if name == STRANGER else self._send_back(client)
            return client, token
        client, token = signed_in(self.app, name, lands_on="/login/second-step")
        if name == WITH_PHONE:
            with self.app.app_context():
                code = TOTP(SECRET).at(clock.now())
            sent = {"code": code, "csrf_token": token}
            assert client.post("/login/second-step", data=sent).status_code == 303
            token = token_in(client.get("/account/password").text)
        return client, token

    def _send_back(self, client: FlaskClient) -> None:
        """The provider has told of somebody; one press of a button goes in."""
        asked = self._provider.page_asked(client.get("/login/oidc").headers["Location"])
        back = client.get(f"/login/oidc/answer?code=a-code&state={asked['state']}")
        assert back.status_code == 200, back.text

    def _bring_token(self) -> None:
        """A new link to choose a password, as one's mail would hold it."""
        with self.app.app_context(), write():
            user = db.session.scalars(select(User).where(User.username == HALF_IN)).one()
            self.tokens.add(issue_reset(user))

    def _give_phones(self) -> None:
        with self.app.app_context(), write():
            kept = seal(SECRET, purpose=second_step._SEALED_FOR)
            has_phone = User.username.in_([HALF_IN, WITH_PHONE])
            db.session.execute(update(User).where(has_phone).values(totp_secret=kept))
