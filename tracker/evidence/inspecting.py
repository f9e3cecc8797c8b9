"""PDFs and pictures are opened by a reader of their kind before they are taken.

In a process of its own. What it found of a content is remembered, so that a form that is sent
again, or judged before and inside a transaction, costs one look.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from pathlib import Path

from tracker.evidence.kinds import (
    BROKEN,
    PDF,
    PDF_WITH_FILES,
    PDF_WITH_SCRIPT,
    PICTURES,
    TOO_HARD,
    TOO_MANY_PIXELS,
    WITH_PASSWORD,
    NotEvidenceError,
)
from tracker.evidence.own_process import FailedProcessError, answer_of

SECONDS = 30.0
MOST_REMEMBERED = 256
AT_ONCE = 2

_FINE, _HARD = "fine", "hard"
_SCRIPT = Path(__file__).with_name("look_inside.py")
_WORDS = {
    "broken": BROKEN,
    "password": WITH_PASSWORD,
    "script": PDF_WITH_SCRIPT,
    "files": PDF_WITH_FILES,
    "pixels": TOO_MANY_PIXELS,
    _HARD: TOO_HARD,
}
_found: OrderedDict[str, str] = OrderedDict()
_lock = threading.Lock()
_looking = threading.BoundedSemaphore(AT_ONCE)


def refuse_harmful(content: bytes, media_type: str) -> None:
    """NotEvidenceError where its reader cannot open the file, or would run something in it."""
    if media_type != PDF and media_type not in PICTURES:
        return
    key = f"{media_type} {hashlib.sha256(content).hexdigest()}"
    with _lock:
        found = _found.get(key)
    if found is None:
        with _looking:
            found = _look(content, media_type)
        _remember(key, found)
    if found != _FINE:
        raise NotEvidenceError(_WORDS[found])


def _remember(key: str, found: str) -> None:
    """Not what may be the machine's fault: a look that took too long is taken again."""
    if found == _HARD:
        return
    with _lock:
        _found[key] = found
        while len(_found) > MOST_REMEMBERED:
            _found.popitem(last=False)


def _look(content: bytes, media_type: str) -> str:
    arguments = [media_type, PICTURES.get(media_type, "")]
    try:
        found = answer_of(_SCRIPT, arguments, content, seconds=SECONDS).decode("ascii")
    except FailedProcessError:
        return _HARD
    return found if found == _FINE or found in _WORDS else _HARD
