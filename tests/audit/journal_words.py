"""Whatever a test does: nothing that the journal keeps of it is shown in the code's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tracker.audit.models import AuditEntry

_WORDS = Path(__file__).parents[2] / "templates" / "macros" / "audit.html"
_OF_CODE = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")


@cache
def known_words() -> frozenset[str]:
    """The names of fields and values that the page has Vietnamese words for."""
    return frozenset(re.findall(r'"(\w+)":', _WORDS.read_text("utf-8")))


def require_words(_entry: AuditEntry, _args: object, given: Mapping[str, Any]) -> None:
    """For the event of an entry that is made; a new field wants its word on the page.

    Not of one that is inserted: what is sealed at the commit goes into the database as plain rows.
    """
    changes = given.get("changes") or {}
    unknown = {name for name in changes if _is_code(name)}
    for pair in changes.values():
        unknown |= {value for value in _texts(pair) if "_" in value and _is_code(value)}
    assert not unknown, f"{given.get('action')}: no Vietnamese for {sorted(unknown)}"


def _is_code(text: str) -> bool:
    return bool(_OF_CODE.fullmatch(text)) and text not in known_words()


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts(list(value.values()))
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
