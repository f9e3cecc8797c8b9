"""What the page of a search lists."""

from __future__ import annotations

import re

from flask.testing import FlaskClient


def found(client: FlaskClient, words: str, kind: str = "") -> list[tuple[str, str]]:
    """What the page lists: the address and the words of each line."""
    page = client.get("/search", query_string={"words": words, "kind": kind}).text
    lines = re.findall(r'class="files__name" href="([^"]+)">(.*?)</a>', page, re.S)
    return [(url, re.sub(r"<[^>]+>", "", text).strip()) for url, text in lines]
