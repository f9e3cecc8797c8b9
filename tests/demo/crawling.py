"""Going through the app as its links lead."""

from __future__ import annotations

import re
from collections import deque
from html import unescape
from urllib.parse import urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

_LINK = re.compile(r'\b(?:href|hx-get)="([^"#]+)')
_FILES = {"static", "style_sheet"}


def pages_by_kind(app: Flask, client: FlaskClient) -> dict[str, tuple[str, str]]:
    """From home along every link: one page of each kind, its address and its text.

    Pages of one kind differ by their rows only; all of all would take minutes.
    """
    pages: dict[str, tuple[str, str]] = {}
    seen, waiting = {"/"}, deque(["/"])
    while waiting:
        address = waiting.popleft()
        kind = _kind_of(app, address)
        if kind is None or kind in pages:
            continue
        with client.get(address) as answer:
            assert answer.status_code in {200, 303}, f"{address}: {answer.status_code}"
            pages[kind] = (address, answer.text if answer.mimetype == "text/html" else "")
        for link in _LINK.findall(pages[kind][1]):
            found = urljoin(address, unescape(link))
            if found not in seen:
                seen.add(found)
                waiting.append(found)
    return pages


def _kind_of(app: Flask, address: str) -> str | None:
    """The endpoint of a page; None for a file, and for what is not ours."""
    parts = urlsplit(address)
    if parts.netloc:
        return None
    try:
        endpoint = str(app.url_map.bind("localhost").match(parts.path, method="GET")[0])
    except HTTPException:
        return None
    return None if endpoint in _FILES else endpoint
