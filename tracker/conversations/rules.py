"""Who is called by name in a remark. Pure: words and people in, people out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.core.text_vn import fold

LONGEST_WORDS = 2000


@dataclass(frozen=True, slots=True)
class Named:
    """A person as others may call them."""

    user_id: int
    username: str
    full_name: str


def mentioned(words: str, people: Iterable[Named]) -> set[int]:
    """Whom an "@" calls, by user name or full name, with or without accents.

    A name only counts as a whole: "@An" calls neither "An Bình" nor "anhtuan"; of two names that
    begin alike, the longer one is meant.
    """
    text = fold(words)
    keys = sorted(
        ((fold(name), person.user_id) for person in people for name in _names(person)),
        key=lambda pair: -len(pair[0]),
    )
    called: set[int] = set()
    for start in (place for place, letter in enumerate(text) if letter == "@"):
        longest = 0
        for key, user_id in keys:
            if len(key) >= longest and _stands_at(text, start + 1, key):
                called.add(user_id)
                longest = len(key)
    return called


def _names(person: Named) -> tuple[str, str]:
    return person.username, person.full_name


def _stands_at(text: str, start: int, key: str) -> bool:
    end = start + len(key)
    if text[start:end] != key:
        return False
    after = text[end : end + 2]
    # A user name may hold dots: the one that ends a sentence is followed by a space or nothing.
    return not after or not (after[0].isalnum() or (after[0] == "." and after[1:].isalnum()))
