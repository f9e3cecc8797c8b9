"""Passwords that many people choose, whatever digits and signs stand around them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

_WORDS = Path(__file__).with_name("common_passwords.txt")
# Signs that people put in place of letters.
_STANDING_FOR = str.maketrans("0134578@$!", "oieastbasi")
_AROUND = re.compile(r"^[^a-z]+|[^a-z]+$")
_NO_LETTER = re.compile(r"[^a-z]")
# Runs of keys and of letters, there and back.
_RUNS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "qazwsxedcrfvtgb", "abcdefghijklmnopqrstuvwxyz")
_SHORTEST_RUN = 4


def is_common(password: str, *, own_words: tuple[str, ...] = ()) -> bool:
    """Whether the heart of the password is a common word, a run of keys, or a word of one's own.

    "M@tKhau2026!" is "matkhau"; a word said twice is that word.
    """
    heart = _heart(password)
    if not heart or _is_run(heart):
        return True
    known = _common_words() | {_heart(words) for words in own_words if words}
    return any(
        len(heart) % size == 0
        and heart[:size] * (len(heart) // size) == heart
        and heart[:size] in known
        for size in range(1, len(heart) + 1)
    )


def _heart(password: str) -> str:
    """The letters without marks, without what stands around them, with signs read as letters."""
    plain = unicodedata.normalize("NFD", password.lower().replace("đ", "d"))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _NO_LETTER.sub("", _AROUND.sub("", plain).translate(_STANDING_FOR))


def _is_run(heart: str) -> bool:
    """Whether it consists of keys beside one another."""
    if len(heart) < _SHORTEST_RUN:
        return False
    return any(heart in run + run or heart in (run + run)[::-1] for run in _RUNS)


@lru_cache(maxsize=1)
def _common_words() -> frozenset[str]:
    lines = _WORDS.read_text("ascii").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
