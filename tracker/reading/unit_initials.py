"""Whether a printed name is a unit's name cut to its initials: "Phòng VH-XH", "TTPVHCC"."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.reading.unit_keys import loose_unit_key

# "và" is named in "Hạ tầng và Đô thị" and left out of "HT-ĐT".
_AND = "va"
# One letter alone stands for too many words.
_LEAST_INITIALS = 2


def abbreviates(short: str, name: str) -> bool:
    """Whether each word of `short` is the next word of `name` or the initials of its next ones.

    Every word of the name is spoken for, so "Phòng VH" is no "Phòng Văn hóa - Xã hội".
    """
    parts, words = _words(short), _words(name)
    if parts == words or not any(len(part) >= _LEAST_INITIALS for part in parts):
        return False
    return _speaks_for(parts, words)


def _words(name: str) -> list[str]:
    return [word for word in loose_unit_key(name).split() if word != _AND]


def _speaks_for(parts: Sequence[str], words: Sequence[str]) -> bool:
    if not parts or not words:
        return not parts and not words
    part, rest = parts[0], parts[1:]
    if part == words[0] and _speaks_for(rest, words[1:]):
        return True
    initials = "".join(word[0] for word in words[: len(part)])
    return part == initials and _speaks_for(rest, words[len(part) :])
