"""Making and revoking a personal feed, and finding whose feed a token opens."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode

from flask import current_app

from tracker.accounts.models import User
from tracker.audit.rules import AuditAction
from tracker.audit.service import record
from tracker.core import clock
from tracker.core.db import db
from tracker.due_calendar import queries
from tracker.due_calendar.models import CalendarSubscription


def subscribe(user: User, *, covers_all: bool) -> CalendarSubscription:
    """Give the person a new secret address; an address they had opens nothing any more."""
    subscription = queries.subscription_of(user.id) or CalendarSubscription(user=user)
    subscription.nonce = secrets.token_urlsafe(16)
    subscription.token_hash = _hash(_token(user.id, subscription.nonce))
    subscription.covers_all, subscription.created_at = covers_all, clock.now()
    subscription.session_key = user.session_key
    db.session.add(subscription)
    db.session.flush()
    record(AuditAction.FEED_CREATED, subscription, name=user.username, actor=user)
    return subscription


def revoke(user: User) -> None:
    """Close the person's feed; doing so twice changes nothing."""
    subscription = queries.subscription_of(user.id)
    if subscription is None:
        return
    record(AuditAction.FEED_REVOKED, subscription, name=user.username, actor=user)
    db.session.delete(subscription)
    db.session.flush()


def token_of(subscription: CalendarSubscription) -> str | None:
    """The token to show its owner; None when it was made under another key of the installation."""
    token = _token(subscription.user_id, subscription.nonce)
    return token if _hash(token) == subscription.token_hash else None


def open_feed(token: str) -> CalendarSubscription | None:
    """The feed the token opens; None for a wrong token, a disabled account, one that has ended."""
    subscription = queries.subscription_by_hash(_hash(token))
    if subscription is None or not subscription.user.is_enabled or subscription.has_ended:
        return None
    return subscription


def _token(user_id: int, nonce: str) -> str:
    key = str(current_app.config["SECRET_KEY"]).encode()
    message = f"calendar-feed:{user_id}:{nonce}".encode()
    return urlsafe_b64encode(hmac.digest(key, message, "sha256")).decode().rstrip("=")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
