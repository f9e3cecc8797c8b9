"""Signing in at the provider (OpenID Connect), against one that really listens and signs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.accounts.identity_provider import (
    CLIENT_ID,
    CLIENT_SECRET,
    IdentityProvider,
    open_identity_provider,
)
from tests.conftest import MORNING
from tests.personas import Browser, Ward
from tracker.accounts.queries import open_sign_ins
from tracker.audit.models import AuditEntry
from tracker.config import OidcProvider, load_config
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import ConfigurationError

NOT_SOUND = "không trả lời hoặc trả lời không đúng"


def use_provider(app: Flask, issuer: str, **changes: Any) -> None:
    provider = OidcProvider(issuer, CLIENT_ID, CLIENT_SECRET, name="Cổng của tỉnh", **changes)
    app.config["TRACKER"] = replace(app.config["TRACKER"], oidc=provider)


@pytest.fixture
def provider(app: Flask) -> Iterator[IdentityProvider]:
    """A provider that the installation uses; it knows the head of the culture division."""
    with open_identity_provider() as opened:
        use_provider(app, opened.address)
        yield opened


@pytest.fixture
def tied(ward: Ward, provider: IdentityProvider) -> Ward:
    """The head's account holds what the provider calls them."""
    ward.culture_head.external_name = provider.subject
    db.session.commit()
    return ward


def go_there(client: FlaskClient, provider: IdentityProvider, path: str = "/login/oidc") -> str:
    """The address at which the provider sends the browser back."""
    answer = client.get(path)
    assert answer.status_code == 302, answer.text
    asked = provider.page_asked(answer.headers["Location"])
    assert asked["redirect_uri"] == "http://localhost/login/oidc/answer"
    return f"/login/oidc/answer?code=a-code&state={asked['state']}"


def go_in(client: FlaskClient, provider: IdentityProvider) -> TestResponse:
    back = client.get(go_there(client, provider))
    assert back.status_code == 200, back.text
    return client.post("/login/oidc/enter")


def test_whom_the_provider_knows_comes_in_where_they_wanted(
    tied: Ward, browser: Browser, provider: IdentityProvider
) -> None:
    client = browser.anonymous()
    assert "Cổng của tỉnh" in client.get("/login?next=/plans").text
    back = client.get(go_there(client, provider, "/login/oidc?next=/plans"))
    assert "Cổng của tỉnh đã xác nhận bạn." in back.text
    assert client.get("/plans").status_code == 302, "coming back alone opens nothing"
    assert client.post("/login/oidc/enter").headers["Location"] == "/plans"
    assert client.get("/plans").status_code == 200
    assert tied.culture_head.last_signed_in_at == MORNING
    assert len(open_sign_ins(tied.culture_head)) == 2


def test_nobody_is_led_elsewhere(tied: Ward, browser: Browser, provider: IdentityProvider) -> None:
    assert tied
    client = browser.anonymous()
    client.get(go_there(client, provider, "/login/oidc?next=//elsewhere.example/"))
    assert client.post("/login/oidc/enter").headers["Location"] == "/"


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "of another sign-in"},
        {"aud": "another-client"},
        {"iss": "https://elsewhere.example"},
        {"exp": int(time.time()) - 600},
        {"sub": ""},
    ],
    ids=["nonce", "audience", "issuer", "expired", "nobody"],
)
def test_a_token_that_is_not_for_this_sign_in_is_refused(
    tied: Ward, browser: Browser, provider: IdentityProvider, wrong: dict[str, Any]
) -> None:
    assert tied
    provider.wrong = wrong
    client = browser.anonymous()
    back = client.get(go_there(client, provider))
    assert (back.status_code, NOT_SOUND in back.text) == (422, True)
    client.post("/login/oidc/enter")
    assert client.get("/").status_code == 302


def test_a_foreign_signature_is_refused(
    tied: Ward, browser: Browser, provider: IdentityProvider
) -> None:
    assert tied
    provider.signing_key = "stranger"
    client = browser.anonymous()
    assert client.get(go_there(client, provider)).status_code == 422


def test_an_answer_that_nobody_asked_for_is_refused(
    tied: Ward, browser: Browser, provider: IdentityProvider
) -> None:
    assert tied
    address = go_there(browser.anonymous(), provider)
    other = browser.anonymous()
    assert other.get(address).status_code == 422, "the state is of another browser"
    assert other.get("/login/oidc/answer?error=access_denied").status_code == 422
    assert other.post("/login/oidc/enter").headers["Location"] == "/login"


def test_no_account_is_made_and_a_disabled_one_stays_shut(
    ward: Ward, browser: Browser, provider: IdentityProvider
) -> None:
    answer = go_in(browser.anonymous(), provider)
    assert (answer.status_code, "chưa được gắn" in answer.text) == (422, True)
    told = db.session.query(AuditEntry).filter_by(action="user:sign_in_refused").one()
    assert told.subject_name == "Cổng của tỉnh"
    ward.culture_head.external_name = provider.subject
    ward.culture_head.is_enabled = False
    db.session.commit()
    assert go_in(browser.anonymous(), provider).status_code == 422


def test_an_answer_is_good_once_and_not_for_long(
    tied: Ward, browser: Browser, provider: IdentityProvider
) -> None:
    assert tied
    client = browser.anonymous()
    client.get(go_there(client, provider))
    with clock.at(MORNING + timedelta(minutes=6)):
        assert client.post("/login/oidc/enter").headers["Location"] == "/login"
    assert client.post("/login/oidc/enter").headers["Location"] == "/login"


@pytest.mark.parametrize("asks", [False, True])
def test_the_second_step_is_asked_here_unless_the_provider_asks_for_it(
    app: Flask, ward: Ward, browser: Browser, provider: IdentityProvider, asks: bool
) -> None:
    use_provider(app, provider.address, asks_second_step=asks)
    ward.administrator.external_name = provider.subject
    db.session.commit()
    client = browser.anonymous()
    go_in(client, provider)
    assert client.get("/accounts").status_code == (200 if asks else 302)


def test_an_address_that_is_not_verified_names_nobody(
    app: Flask, ward: Ward, browser: Browser, provider: IdentityProvider
) -> None:
    use_provider(app, provider.address, claim="email")
    ward.culture_head.external_name = "truong@tinh.example"
    db.session.commit()
    provider.wrong = {"email": "truong@tinh.example"}
    client = browser.anonymous()
    assert client.get(go_there(client, provider)).status_code == 422
    provider.wrong["email_verified"] = True
    assert go_in(browser.anonymous(), provider).headers["Location"] == "/"


@pytest.mark.usefixtures("ward")
def test_a_provider_that_does_not_answer_is_said(app: Flask, browser: Browser) -> None:
    use_provider(app, "http://127.0.0.1:1")
    assert NOT_SOUND in browser.anonymous().get("/login/oidc").text


def test_the_administrator_ties_accounts(
    ward: Ward, browser: Browser, provider: IdentityProvider
) -> None:
    keeper = browser.as_(ward.administrator)

    def tie(user: Any) -> TestResponse:
        data = {
            "full_name": user.full_name,
            "role": user.role.value,
            "unit": user.unit_id or 0,
            "email": user.email,
            "is_enabled": "y",
            "version": user.version,
            "external_name": f" {provider.subject} ",
        }
        return keeper.post(f"/accounts/{user.id}", data=data)

    assert tie(ward.culture_head).status_code == 303
    assert ward.culture_head.external_name == provider.subject
    assert "Tên ở hệ thống đăng nhập một lần" in keeper.get("/audit").text
    taken = tie(ward.office)
    assert (taken.status_code, "đã gắn với tài khoản “truong.vanhoa”" in taken.text) == (422, True)


def test_it_is_off_unless_set(ward: Ward, browser: Browser) -> None:
    assert ward
    client = browser.anonymous()
    assert "/login/oidc" not in client.get("/login").text
    assert client.get("/login/oidc").status_code == 404
    assert client.get("/login/oidc/answer").status_code == 404


def test_settings_are_whole_and_over_https(tmp_path: Path) -> None:
    whole = {
        "TRACKER_DATA_DIR": str(tmp_path),
        "TRACKER_OIDC_ISSUER": "https://sso.tinh.example/",
        "TRACKER_OIDC_CLIENT_ID": "tracker",
        "TRACKER_OIDC_CLIENT_SECRET": "secret",
    }
    found = load_config(whole).oidc
    assert found
    assert (found.issuer, found.claim) == ("https://sso.tinh.example", "sub")
    assert load_config({"TRACKER_DATA_DIR": str(tmp_path)}).oidc is None
    for changes in (
        {"TRACKER_OIDC_CLIENT_SECRET": ""},
        {"TRACKER_OIDC_ISSUER": "http://sso.tinh.example"},
        {"TRACKER_OIDC_SECOND_STEP": "maybe"},
    ):
        with pytest.raises(ConfigurationError, match="TRACKER_OIDC"):
            load_config({**whole, **changes})
