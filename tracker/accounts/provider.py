"""Signing in at another place (OpenID Connect): the province's or the ministry's own accounts.

The library checks state, nonce, signature, issuer, audience and age of what comes back; here it is
only said whom it speaks of. No account is ever made: an administrator writes into the account what
the provider calls the person.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app
from werkzeug.wrappers import Response

from tracker.config import Config, OidcProvider
from tracker.core.errors import TrackerError

_SECONDS_TO_ANSWER = 10
REFUSED = "Hệ thống đăng nhập một lần không trả lời hoặc trả lời không đúng. Hãy thử lại."


def provider_of(app: Flask) -> OidcProvider | None:
    """The provider that the installation is set to, if any."""
    config: Config = app.config["TRACKER"]
    return config.oidc


def lead_there(provider: OidcProvider, return_to: str) -> Response:
    """To the provider's page, which comes back to the address."""
    answer: Response = _guarded(lambda: _client(provider).authorize_redirect(return_to))
    return answer


def told_by(provider: OidcProvider) -> str:
    """Whom the provider's answer in this request speaks of; TrackerError when it is not sound."""
    token = _guarded(lambda: _client(provider).authorize_access_token())
    claims: dict[str, Any] = token.get("userinfo") or {}
    told = claims.get(provider.claim)
    if provider.claim == "email" and claims.get("email_verified") is not True:
        told = None
    if not isinstance(told, str) or not told:
        raise TrackerError(REFUSED)
    return told


def _guarded(step: Any) -> Any:
    """Do the step; whatever is wrong with the answer or the line is one sentence."""
    from authlib.common.errors import AuthlibBaseError
    from joserfc.errors import JoseError
    from requests import RequestException

    try:
        return step()
    except (AuthlibBaseError, JoseError, RequestException, RuntimeError, ValueError) as error:
        # By its kind only: the words may hold what the provider sent.
        current_app.logger.warning("sign-in at the provider failed: %s", type(error).__name__)
        raise TrackerError(REFUSED) from error


def _client(provider: OidcProvider) -> Any:
    """The library's client, which keeps the provider's addresses and keys."""
    known: dict[OidcProvider, Any] = current_app.extensions.setdefault("oidc_clients", {})
    if provider not in known:
        from authlib.integrations.flask_client import OAuth

        known[provider] = OAuth(current_app).register(
            "oidc",
            server_metadata_url=f"{provider.issuer}/.well-known/openid-configuration",
            client_id=provider.client_id,
            client_secret=provider.client_secret,
            client_kwargs={
                "scope": "openid profile email",
                "code_challenge_method": "S256",
                "default_timeout": _SECONDS_TO_ANSWER,
            },
        )
    client = known[provider]
    if client.load_server_metadata().get("issuer") != provider.issuer:
        raise ValueError("the provider calls itself otherwise")
    return client
