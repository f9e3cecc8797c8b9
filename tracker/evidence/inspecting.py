"""PDFs (those in archives too) and pictures are opened by a reader of their kind before taken.

In a process of its own. What it found of a content is remembered, so that a form that is sent
again, or judged before and inside a transaction, costs one look.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections import OrderedDict
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from tracker.evidence.kinds import (
    BROKEN,
    CANNOT_LOOK,
    PDF,
    PDF_WITH_FILES,
    PDF_WITH_SCRIPT,
    PICTURES,
    TOO_HARD,
    TOO_MANY_PIXELS,
    WITH_PASSWORD,
    ZIP,
    NotEvidenceError,
)
from tracker.evidence.own_process import FailedProcessError, NotStartedError, answer_of

log = logging.getLogger(__name__)

SECONDS = 30.0
MOST_REMEMBERED = 256
AT_ONCE = 2

_FINE, _HARD, _UNABLE = "fine", "hard", "unable"
_SCRIPT = Path(__file__).with_name("look_inside.py")
_WORDS = {
    "broken": BROKEN,
    "password": WITH_PASSWORD,
    "script": PDF_WITH_SCRIPT,
    "files": PDF_WITH_FILES,
    "pixels": TOO_MANY_PIXELS,
    _HARD: TOO_HARD,
    _UNABLE: CANNOT_LOOK,
}


class _Found(NamedTuple):
    """The word, and what it is about: a file in an archive, or what the reader lacks."""

    word: str
    about: str = ""


class _UnableError(Exception):
    """Nothing can be looked into here, whatever is in it."""


_found: OrderedDict[str, _Found] = OrderedDict()
_lock = threading.Lock()
_looking = threading.BoundedSemaphore(AT_ONCE)


def refuse_harmful(content: bytes, media_type: str) -> None:
    """NotEvidenceError where its reader cannot open the file, or would run something in it.

    Of an archive the PDFs in it are opened.
    """
    if media_type not in {PDF, ZIP, *PICTURES}:
        return
    key = _key(content, media_type)
    with _lock:
        found = _found.get(key)
    if found is None:
        with _looking:
            found = _look(content, media_type)
        _remember(key, found)
    if found.word == _UNABLE:
        log.error("files cannot be looked into: %s", found.about)
    if found.word != _FINE:
        words = _WORDS[found.word]
        is_inside = media_type == ZIP and found.about and found.word != _UNABLE
        raise NotEvidenceError(f"chứa tệp “{found.about[-60:]}” {words}" if is_inside else words)


def vouch_for(content: bytes, media_type: str) -> None:
    """The program itself has just made this content: there is no need to look into it."""
    _remember(_key(content, media_type), _Found(_FINE))


def reader_problem() -> str | None:
    """Why this machine cannot look into PDFs and pictures; None when it can.

    Asked once: the libraries stay as they are while the program runs.
    """
    try:
        _look_into_own_files()
    except _UnableError as error:
        return (
            f"không đọc được PDF và ảnh ({error}), nên không nhận tệp loại này: "
            "hãy cài lại chương trình đúng theo hướng dẫn cài đặt rồi khởi động lại"
        )
    return None


@lru_cache(maxsize=1)
def _look_into_own_files() -> None:
    found = _look(b"", "self-check")
    if found.word != _FINE:
        raise _UnableError(found.about or found.word)


def _key(content: bytes, media_type: str) -> str:
    return f"{media_type} {hashlib.sha256(content).hexdigest()}"


def _remember(key: str, found: _Found) -> None:
    """Not what may be the machine's fault: a look that took too long is taken again."""
    if found.word in {_HARD, _UNABLE}:
        return
    with _lock:
        _found[key] = found
        while len(_found) > MOST_REMEMBERED:
            _found.popitem(last=False)


def _look(content: bytes, media_type: str) -> _Found:
    arguments = [media_type, PICTURES.get(media_type, "")]
    try:
        said = answer_of(_SCRIPT, arguments, content, seconds=SECONDS).decode("utf-8", "replace")
    except NotStartedError as error:
        return _Found(_UNABLE, str(error))
    except FailedProcessError:
        return _Found(_HARD)
    word, _, about = said.partition("\t")
    return _Found(word if word == _FINE or word in _WORDS else _HARD, about)
