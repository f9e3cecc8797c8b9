"""Keys in forms: the same form sent twice is taken once, and what somebody adds to it is not lost.

A press too many, and a telephone that lost the answer, send the same once more. Whoever goes back
in the browser and writes something else sends the former key with it: that is another form.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import IO

from flask import g, request

FIELD = "request_key"
# Another one whenever a page is made, whatever else is sent.
TOKEN = "csrf_token"  # noqa: S105 - the name of the field
_KEYS = "request_keys_of_the_page"


def new_request_key() -> str:
    """A key for a form that is shown."""
    key = drawn_key()
    if _KEYS in g:
        g.get(_KEYS).append(key)
    return key


def drawn_key() -> str:
    """A key that no other form has."""
    return secrets.token_urlsafe(12)


def note_keys(keys: list[str] | None) -> None:
    """Have the keys put into forms from now on added to the list; to none any more with None."""
    if keys is None:
        g.pop(_KEYS, None)
    else:
        setattr(g, _KEYS, keys)


def sent_key() -> str:
    """The form that was sent in a few letters, by its key and all that was written into it.

    One without a key is like no other.
    """
    return _digest() if request.form.get(FIELD) else drawn_key()


def _digest() -> str:
    written = sorted(
        (name, value) for name, value in request.form.items(multi=True) if name != TOKEN
    )
    files = [
        (name, file.filename, _digest_of_file(file.stream))
        for name, file in request.files.items(multi=True)
        if file.filename
    ]
    content = json.dumps([request.full_path, written, files])
    return hashlib.blake2b(content.encode(), digest_size=16).hexdigest()


def _digest_of_file(stream: IO[bytes]) -> str:
    stream.seek(0)
    digest = hashlib.file_digest(stream, "blake2b").hexdigest()  # type: ignore[arg-type]
    stream.seek(0)
    return digest
