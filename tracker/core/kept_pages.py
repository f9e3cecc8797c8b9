"""Whole pages kept for the browser that asked, until anything is written or the minute ends.

What such a page shows depends on the database, the person, the address and the minute, and on
nothing else; whoever must not see it any more is stopped before the view is reached. A form's
key against sending twice is another one in every copy handed out, or two remarks written in two
windows would count as one.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import ParamSpec

from flask import Response, request, session
from werkzeug.wrappers import Response as BaseResponse

from tracker.core import clock
from tracker.core.request_keys import drawn_key, note_keys
from tracker.core.unchanged import kept_few_until_written

# Of each view; a long one is 200 kB.
MOST_KEPT = 16

Parameters = ParamSpec("Parameters")


@dataclass(frozen=True, slots=True)
class _Page:
    """What is kept of an answer, its words as they are sent; `keys` are those of its forms."""

    body: bytes
    headers: tuple[tuple[str, str], ...]
    status: int
    keys: tuple[str, ...]


def kept_page(
    view: Callable[Parameters, BaseResponse],
) -> Callable[Parameters, BaseResponse]:
    """Keep the pages of a view that only reads."""

    @kept_few_until_written(MOST_KEPT, key=lambda asked, _make: asked, is_shared=False)
    def page(_asked: Hashable, make: Callable[[], BaseResponse]) -> _Page:
        return _drawn(make)

    @wraps(view)
    def answer(*args: Parameters.args, **kwargs: Parameters.kwargs) -> BaseResponse:
        asked = _asked()
        if asked is None:
            return view(*args, **kwargs)
        return _handed_out(page(asked, lambda: view(*args, **kwargs)))

    return answer


def _asked() -> Hashable:
    """Who asks for what, and when; None for what is made anew each time.

    The token in the cookie tells one browser of a person from another: each has its own in the
    forms. A message for the next page is shown once, a part for htmx is small.
    """
    is_page = request.method == "GET" and "HX-Request" not in request.headers
    if not is_page or "_flashes" in session or "csrf_token" not in session:
        return None
    begun = clock.now() - timedelta(microseconds=1)
    minute = begun.replace(second=0, microsecond=0)
    return session.get("_user_id"), session["csrf_token"], request.url, minute


def _drawn(make: Callable[[], BaseResponse]) -> _Page:
    keys: list[str] = []
    note_keys(keys)
    try:
        response = make()
    finally:
        note_keys(None)
    headers = tuple(response.headers.items())
    return _Page(response.get_data(), headers, response.status_code, tuple(keys))


def _handed_out(page: _Page) -> Response:
    body = page.body
    for key in page.keys:
        body = body.replace(key.encode(), drawn_key().encode())
    response = Response(body, page.status)
    response.headers.clear()
    response.headers.extend(page.headers)
    response.headers["Content-Length"] = str(len(body))
    return response
