"""Keys under which the spellings of one unit's name are the same."""

from __future__ import annotations

import re
import unicodedata

from tracker.core.text_vn import fold, one_line, tone_placement_folded

_WORD = re.compile(r"[^\W_]+")
_LONG_FORMS = (
    (re.compile(r"\buy ban nhan dan\b"), "ubnd"),
    (re.compile(r"\bhoi dong nhan dan\b"), "hdnd"),
    (re.compile(r"\bhdnd va ubnd\b"), "hdnd ubnd"),
)
# Sought with its marks on: without them "Một cửa phường" would look like "của phường". The UBND
# of "HĐND và UBND phường" belongs to the name.
_WARD_TAIL = re.compile(
    r"(?: (?:của|thuộc|trực thuộc))?"
    r"(?: (?<!hđnd )(?<!hội đồng nhân dân )(?<!và )(?<![-–—&] )(?:ubnd|ủy ban nhân dân))?"
    r" (?:phường|xã)$"
)


def unit_key(name: str) -> str:
    """The words of a name without marks and signs; HĐND and UBND joined however printed."""
    words = " ".join(_WORD.findall(fold(name)))
    for long_form, short in _LONG_FORMS:
        words = long_form.sub(short, words)
    return words


def loose_unit_key(name: str) -> str:
    """As `unit_key`, without a trailing "phường", "xã", "UBND phường": only to propose a match."""
    words = tone_placement_folded(one_line(name))
    return unit_key(_WARD_TAIL.sub("", words)) or unit_key(words)


def base_letters(text: str) -> str:
    """Each letter without case and marks, one for one, so that places stay those of the text."""
    return "".join(_base_letter(letter) for letter in text)


def _base_letter(letter: str) -> str:
    if letter in "đĐ":
        return "d"
    base = unicodedata.normalize("NFD", letter)[0].lower()
    return base if len(base) == 1 else letter
