"""Finds names of a known list in a cell, whatever commas, dashes or "và" they hold."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from tracker.reading.unit_keys import base_letters, unit_key
from tracker.reading.unit_words import BULLET, LEAD_IN, UNIT_WORD

Span = tuple[int, int]

_GAP = r"[^\w]+"
_COUNCIL = rf"(?:hdnd|hoi{_GAP}dong{_GAP}nhan{_GAP}dan)"
_COMMITTEE = rf"(?:ubnd|uy{_GAP}ban{_GAP}nhan{_GAP}dan)"
_JOINED = r"[^\w]*(?:\bva\b)?[^\w]*"
_FORMS = {
    "hdnd+ubnd": f"{_COUNCIL}{_JOINED}{_COMMITTEE}",
    "hdnd": f"{_COUNCIL}(?!{_JOINED}{_COMMITTEE})",
    "ubnd": _COMMITTEE,
}
_BEGINS_ALONE = re.compile(r"(?:^|[,;\n/&+:(]|(?:^|\s)-|[•*·]|\d[.)]|\bvà|\bvới|\bcùng)\s*$")
_ENDS_ALONE = re.compile(r"\s*(?:$|[,;\n/.()])")
_JOINT = re.compile(r"\s*(?:-|&|\+|và)\s+")
_LONGEST_JOINT = 8
_LONGEST_LEAD_IN = 60
_UNIT = re.compile(UNIT_WORD)


def known_spans(text: str, key: str, known: Collection[str]) -> list[Span]:
    """Where known names stand, longest first; only where they are the whole of a name.

    "Văn phòng" in "Văn phòng Đảng ủy" is no match: nothing may follow but a separator.
    """
    letters = base_letters(text)
    keys = {unit_key(name) for name in known} - {""}
    longest_first = sorted(keys, key=lambda found: (-len(found), found))
    found = [match.span() for name in longest_first for match in _pattern(name).finditer(letters)]
    starts = {start for start, _ in found}
    taken: list[Span] = []
    for span in found:
        if _is_free(span, taken) and _stands_alone(key, span, starts):
            taken.append(span)
    return taken


@lru_cache(maxsize=1024)
def _pattern(name_key: str) -> re.Pattern[str]:
    """The words of a key with any blanks and signs between them."""
    words = name_key.replace("hdnd ubnd", "hdnd+ubnd").split()
    return re.compile(r"\b" + _GAP.join(_FORMS.get(w, re.escape(w)) for w in words) + r"\b")


def _is_free(span: Span, taken: list[Span]) -> bool:
    return all(span[1] <= start or end <= span[0] for start, end in taken)


def _stands_alone(key: str, span: Span, starts: set[int]) -> bool:
    return _begins_alone(key, span[0]) and _ends_alone(key, span[1], starts)


def _begins_alone(key: str, start: int) -> bool:
    """A separator stands before, or nothing but a lead-in such as "đề nghị phối hợp với"."""
    if _BEGINS_ALONE.search(key, max(0, start - _LONGEST_JOINT), start):
        return True
    if start > _LONGEST_LEAD_IN:
        return False
    return LEAD_IN.fullmatch(BULLET.sub("", key[:start], count=1)) is not None


def _ends_alone(key: str, end: int, starts: set[int]) -> bool:
    """A separator follows; after a dash or "và" another unit must, known or by its first word."""
    if _ENDS_ALONE.match(key, end):
        return True
    joint = _JOINT.match(key, end)
    return joint is not None and (joint.end() in starts or bool(_UNIT.match(key, joint.end())))
