"""Pages for machines: whether the process lives, whether it can work, what it has counted."""

from __future__ import annotations

import hmac
from ipaddress import ip_address

from flask import Blueprint, Response, abort, current_app, make_response, request
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from tracker import machine
from tracker.backup.queries import last_backup_at
from tracker.config import Config
from tracker.core import clock
from tracker.core.db import db
from tracker.core.metrics import CONTENT_TYPE, metrics_text
from tracker.core.observing import EXTENSION
from tracker.core.storage import file_store
from tracker.health import database_problem
from tracker.reminders.models import OutboxMessage

blueprint = Blueprint("health", __name__)

# A server in front of this one tells by these for whom it asks.
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP")


@blueprint.get("/healthz")
def alive() -> Response:
    """Whether the process answers; nothing else is asked."""
    return _plain("ok")


@blueprint.get("/readyz")
def ready() -> Response:
    """Whether it can work: database, its version, folders, files, room. Names only, no values."""
    lacking = [name for name, holds in _needs().items() if not holds]
    return _plain("ok" if not lacking else f"not ready: {', '.join(lacking)}", bool(lacking))


@blueprint.get("/metrics")
def metrics() -> Response:
    """For Prometheus: from this very machine, or with the token of TRACKER_METRICS_TOKEN."""
    if not _may_read_metrics():
        abort(404)
    text = metrics_text(current_app.extensions[EXTENSION], _gauges())
    return make_response(text, 200, {"Content-Type": CONTENT_TYPE})


def _needs() -> dict[str, bool]:
    config = _config()
    try:
        has_database = database_problem() is None
    except SQLAlchemyError:
        has_database = False
    return {
        "database": has_database,
        "data folder": machine.can_write(config.data_dir),
        "evidence": _evidence_answers(),
        "disk": machine.free_room(config) > machine.LEAST_FREE,
    }


def _evidence_answers() -> bool:
    try:
        file_store().has("0" * 64)
    except Exception:
        return False
    return True


def _gauges() -> dict[str, tuple[str, float]]:
    found: dict[str, tuple[str, float]] = {
        "free_bytes": ("Room where the data lie.", machine.free_room(_config()))
    }
    last = last_backup_at()
    if last is not None:
        age = (clock.now() - last).total_seconds()
        found["backup_age_seconds"] = ("Since the last backup.", age)
    statement = select(OutboxMessage.state, func.count()).group_by(OutboxMessage.state)
    for state, count in db.session.execute(statement):
        found[f"mails_{state.value}"] = ("Mails in this state.", count)
    return found


def _may_read_metrics() -> bool:
    token = _config().metrics_token
    if token:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), token.encode())
    is_passed_on = any(name in request.headers for name in FORWARDED)
    return not is_passed_on and ip_address(request.remote_addr or "0.0.0.0").is_loopback  # noqa: S104


def _config() -> Config:
    config: Config = current_app.config["TRACKER"]
    return config


def _plain(words: str, is_problem: bool = False) -> Response:
    return make_response(words, 503 if is_problem else 200, {"Content-Type": "text/plain"})
