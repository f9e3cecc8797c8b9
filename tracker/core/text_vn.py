"""Vietnamese text: one spelling for the same letters, and keys to compare words by."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache, wraps
from itertools import filterfalse

# PDF fonts map Ư/ư to the Latin letter OI; plans printed from such files carry it everywhere.
# Soft hyphens, blanks without width and marks of writing direction print nothing.
_UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_MISREAD = str.maketrans({"Ƣ": "Ư", "ƣ": "ư"} | dict.fromkeys(_UNSEEN + _DIRECTIONS))
_BLANKS = re.compile(r"\s+")
# "hoà", "thuỷ" (tone on the second vowel) are the same syllables as "hòa", "thủy". In "quý" and
# "quá" the u belongs to the consonant, so nothing moves there.
_NEW_TONE = re.compile(
    r"(o|(?<!q)u)([\u0300\u0301\u0303\u0309\u0323])?(a|e|y)([\u0300\u0301\u0303\u0309\u0323])(?![a-z\u0300-\u036f])",
    re.IGNORECASE,
)


# Cells and names come back many times while a document is read; whole documents do not.
_REMEMBERED, _SHORT = 4096, 300


def remembered(work: Callable[[str], str]) -> Callable[[str], str]:
    """The same function, which keeps its last answers for short texts."""
    known = lru_cache(maxsize=_REMEMBERED)(work)

    @wraps(work)
    def answer(text: str) -> str:
        return known(text) if len(text) <= _SHORT else work(text)

    return answer


def _normalised(text: str) -> str:
    composed = unicodedata.normalize("NFC", text.translate(_MISREAD))
    lines = [_BLANKS.sub(" ", line).strip() for line in composed.splitlines()]
    return "\n".join(lines).rstrip("\n")


@remembered
def normalise(text: str) -> str:
    """Composed Unicode, misread Ƣ/ƣ mended, one blank for a run of blanks, no empty end."""
    return _normalised(text)


def one_line(text: str) -> str:
    """The text as printed, its lines joined by one blank."""
    return _BLANKS.sub(" ", normalise(text)).strip()


@remembered
def fold(text: str) -> str:
    """Lower case without any marks, đ as d: the key for searching without accents."""
    decomposed = unicodedata.normalize("NFD", _normalised(text).casefold().replace("đ", "d"))
    return _BLANKS.sub(" ", "".join(filterfalse(unicodedata.combining, decomposed))).strip()


@remembered
def tone_placement_folded(text: str) -> str:
    """Lower case with "hoà" and "hòa" spelled alike; other marks kept, so the words stay apart."""
    decomposed = unicodedata.normalize("NFD", _normalised(text).casefold())
    moved = _NEW_TONE.sub(lambda m: f"{m[1]}{m[4]}{m[3]}" if not m[2] else m[0], decomposed)
    return unicodedata.normalize("NFC", moved)


def search_key(*parts: str | None) -> str:
    """What a thing is called by, on one line without accents and on one as typed."""
    words = " ".join(part for part in parts if part)
    return f"{fold(words)}\n{one_line(tone_placement_folded(words))}"


def lower_first(words: str) -> str:
    """For the middle of a sentence."""
    return words[:1].lower() + words[1:]
