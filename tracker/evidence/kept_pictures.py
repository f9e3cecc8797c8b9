"""Pictures that were drawn lately, so that going from row to row draws each once.

Asked for only after the person's right to see the file was checked. A process keeps its own; few
are drawn at the same time, as each drawing may take much memory.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

from tracker.evidence.kinds import PICTURES
from tracker.evidence.own_process import FailedProcessError, answer_of
from tracker.evidence.page_pictures import NoPictureError, page_picture

LARGEST = 24 * 1024 * 1024
AT_ONCE = 2
SECONDS = 20.0
_SCRIPT = Path(__file__).with_name("draw_picture.py")

_Key = tuple[str, int]
_kept: OrderedDict[_Key, bytes] = OrderedDict()
_lock = threading.Lock()
_drawing = threading.BoundedSemaphore(AT_ONCE)


def kept_picture(sha256: str, number: int, content: Callable[[], bytes]) -> bytes:
    """The PDF page's picture; `content` gives the file where it must be drawn. NoPictureError."""
    return _drawn((sha256, number), lambda: page_picture(content(), number))


def kept_redrawn(sha256: str, media_type: str, content: Callable[[], bytes]) -> bytes:
    """The picture drawn anew (WebP), its pixels and nothing else; NoPictureError."""
    return _drawn((sha256, 0), lambda: _redrawn(content(), media_type))


def _redrawn(content: bytes, media_type: str) -> bytes:
    try:
        return answer_of(_SCRIPT, [PICTURES[media_type]], content, seconds=SECONDS)
    except FailedProcessError as error:
        raise NoPictureError from error


def _drawn(key: _Key, draw: Callable[[], bytes]) -> bytes:
    found = _find(key)
    if found is not None:
        return found
    with _drawing:
        found = _find(key)
        if found is None:
            found = draw()
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
