"""Small secrets kept in the database in such a way that the database alone does not tell them."""

from __future__ import annotations

import base64
import hashlib
import hmac

from flask import current_app


def derived_key(purpose: str) -> bytes:
    """A key of the installation's for one purpose; nothing of it leads back to the secret."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, purpose.encode(), hashlib.sha256).digest()


def seal(text: str, *, purpose: str) -> str:
    """The text as the database keeps it."""
    from cryptography.fernet import Fernet

    return Fernet(_fernet_key(purpose)).encrypt(text.encode()).decode()


def unseal(sealed: str, *, purpose: str) -> str | None:
    """The text again; None when the installation's secret is not the one it was sealed with."""
    from cryptography.fernet import Fernet, InvalidToken

    try:
        return Fernet(_fernet_key(purpose)).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def _fernet_key(purpose: str) -> bytes:
    return base64.urlsafe_b64encode(derived_key(purpose))
