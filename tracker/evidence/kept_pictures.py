"""Pictures of pages that were drawn lately, so that going from row to row draws a page once.

Asked for only after the person's right to see the draft was checked. A process keeps its own; few
pages are drawn at the same time, as each drawing may take much memory.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

from tracker.evidence.page_pictures import page_picture

LARGEST = 24 * 1024 * 1024
AT_ONCE = 2

_Key = tuple[str, int]
_kept: OrderedDict[_Key, bytes] = OrderedDict()
_lock = threading.Lock()
_drawing = threading.BoundedSemaphore(AT_ONCE)


def kept_picture(sha256: str, number: int, content: Callable[[], bytes]) -> bytes:
    """The page's picture; `content` gives the file where it must be drawn. NoPictureError."""
    key = sha256, number
    found = _find(key)
    if found is not None:
        return found
    with _drawing:
        found = _find(key)
        if found is None:
            found = page_picture(content(), number)
            _keep(key, found)
    return found


def _find(key: _Key) -> bytes | None:
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
        return _kept.get(key)


def _keep(key: _Key, picture: bytes) -> None:
    with _lock:
        _kept[key] = picture
        while sum(map(len, _kept.values())) > LARGEST:
            _kept.popitem(last=False)
