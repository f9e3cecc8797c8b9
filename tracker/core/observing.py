"""Every request and every slow query: noted in the log, counted for the page of metrics.

A page is named by its rule (`/tasks/<int:task_id>`), never by its address: addresses hold the
words of a search. Queries are noted without the values given to them.
"""

from __future__ import annotations

import logging
import re
import time
from collections import Counter
from contextvars import ContextVar
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from flask import Flask, Response, current_app, g, has_app_context, request
from sqlalchemy import Engine, event

log = logging.getLogger("tracker.requests")
slow_log = logging.getLogger("tracker.slow_queries")

EXTENSION = "observed"
# Upper ends of the classes of seconds, as Prometheus wants them.
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_UNKNOWN = "unknown"
# The places of values, as SQLite and as PostgreSQL want them.
_VALUE = r"(?:\?|%\(\w+\)s(?:::\w+)?)"
_MANY_VALUES = re.compile(rf"\(({_VALUE})(?:, {_VALUE})+\)")

_statements: ContextVar[int] = ContextVar("statements", default=0)


@dataclass
class Observed:
    """What has been counted since the process began."""

    slow_seconds: float
    requests: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    buckets: Counter[float] = field(default_factory=Counter)
    seconds: float = 0.0
    statements: int = 0
    slow_queries: int = 0
    lock: Lock = field(default_factory=Lock)

    def add(self, method: str, page: str, status: int, seconds: float, statements: int) -> None:
        """One more request."""
        with self.lock:
            self.requests[method, page, status] += 1
            self.seconds += seconds
            self.statements += statements
            for end in BUCKETS:
                self.buckets[end] += seconds <= end


def init_app(app: Flask, *, slow_milliseconds: int) -> None:
    """Watch the app's requests; the first hook, so that it sees the whole time."""
    app.extensions[EXTENSION] = Observed(slow_seconds=slow_milliseconds / 1000)
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.observed_since = time.perf_counter()
    _statements.set(0)


def _end(response: Response) -> Response:
    seconds = time.perf_counter() - g.get("observed_since", time.perf_counter())
    page = request.url_rule.rule if request.url_rule is not None else _UNKNOWN
    method = request.method if request.url_rule is not None else _UNKNOWN
    statements = _statements.get()
    _observed().add(method, page, response.status_code, seconds, statements)
    if request.endpoint not in {"static", "style_sheet"}:
        known = {
            "method": method,
            "page": page,
            "status": response.status_code,
            "milliseconds": round(seconds * 1000, 1),
            "statements": statements,
        }
        log.info("request", extra=known)
    return response


def _observed() -> Observed:
    observed: Observed = current_app.extensions[EXTENSION]
    return observed


@event.listens_for(Engine, "before_cursor_execute")
def _begin_statement(
    _connection: Any, _cursor: Any, _statement: str, _values: Any, context: Any, _many: bool
) -> None:
    _statements.set(_statements.get() + 1)
    if context is not None:
        context.observed_since = time.perf_counter()


@event.listens_for(Engine, "after_cursor_execute")
def _end_statement(
    _connection: Any, _cursor: Any, statement: str, _values: Any, context: Any, _many: bool
) -> None:
    since = getattr(context, "observed_since", None)
    if since is None or not has_app_context():
        return
    seconds = time.perf_counter() - since
    observed = current_app.extensions.get(EXTENSION)
    if observed is None or seconds < observed.slow_seconds:
        return
    with observed.lock:
        observed.slow_queries += 1
    slow_log.warning(
        "slow query",
        extra={"milliseconds": round(seconds * 1000), "statement": _in_short(statement)},
    )


def _in_short(statement: str) -> str:
    """On one line; a list of a thousand plans would leave no room for what is asked of them."""
    return _MANY_VALUES.sub(r"(\1, …)", " ".join(statement.split()))[:2000]
