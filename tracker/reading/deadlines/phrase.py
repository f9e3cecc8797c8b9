"""A deadline phrase while it is being read: what has been understood is struck out of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from tracker.core.text_vn import one_line, tone_placement_folded

# Stands in `rest` for letters already understood; no printed text holds this private-use sign.
STRUCK = "\ue000"
# A cell longer than this is a paragraph, not a deadline; only its head is read.
LONGEST = 400

_SPELLINGS = {"hằng": "hàng", "kì": "kỳ", "quí": "quý", "qúy": "quý", "qúi": "quý", "qui": "quy"}
_SPELLING = re.compile(r"\b(?:" + "|".join(_SPELLINGS) + r")\b")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"))
_FULL_DATE = re.compile(
    r"(?<![\d/])\d{1,2} ?(?P<sep>[.\-]) ?\d{1,2} ?(?P=sep) ?(?:(?:19|20)\d\d|\d\d)(?![\d/])"
)
_MIXED_DATE = re.compile(r"\b(?:ngày|trước) \d{1,2} ?[./\-] ?\d{1,2} ?[./\-] ?(?:19|20)\d\d(?!\d)")
_DOTTED_DAY = re.compile(r"\b(?:ngày|trước) \d{1,2} ?\. ?\d{1,2}(?![\d./])")
_MONTH_OR_QUARTER_AND_YEAR = re.compile(
    r"(?:(?<![\d/.\-])\d{1,2}|\b[ivx]+) ?[.\-] ?(?:19|20)\d\d(?![\d/])"
)

_T = TypeVar("_T")


@dataclass
class Phrase:
    """`shown` is the text as printed, on one line; `rest` its key, letter by letter alongside."""

    shown: str
    rest: str
    whole: str = field(init=False)

    def __post_init__(self) -> None:
        self.whole = self.rest

    def take(
        self, pattern: re.Pattern[str], understand: Callable[[re.Match[str]], _T | None]
    ) -> list[_T]:
        """What `understand` makes of each match; a match it refuses (None) stays in the rest."""
        return list(self._taken(pattern, understand))

    def drop(self, pattern: re.Pattern[str]) -> bool:
        """Strike out every match; True when there was one."""
        return bool(self.take(pattern, lambda match: match))

    def printed(self, match: re.Match[str], group: str | int = 0) -> str:
        """The matched words as they are printed."""
        return self.shown[slice(*match.span(group))].strip(" ,;:.-")

    def _taken(
        self, pattern: re.Pattern[str], understand: Callable[[re.Match[str]], _T | None]
    ) -> Iterator[_T]:
        for match in pattern.finditer(self.rest):
            understood = understand(match)
            if understood is not None:
                self.rest = (
                    self.rest[: match.start()]
                    + STRUCK * (match.end() - match.start())
                    + self.rest[match.end() :]
                )
                yield understood


def open_phrase(text: str) -> Phrase:
    """The phrase ready for reading; every replacement keeps the length, so places stay true."""
    shown = one_line(text.replace(STRUCK, " "))[:LONGEST]
    key = tone_placement_folded(shown)
    if len(key) != len(shown):  # a letter such as İ grows when folded: show the folded text then
        shown = key
    return Phrase(shown, _unified(key))


def _unified(key: str) -> str:
    spelled = _SPELLING.sub(lambda m: _SPELLINGS[m[0]], key.translate(_DASHES))
    slashed = _FULL_DATE.sub(lambda m: _slashed_unless_months(spelled, m), spelled)
    for pattern in (_MIXED_DATE, _DOTTED_DAY, _MONTH_OR_QUARTER_AND_YEAR):
        slashed = pattern.sub(lambda m: _slashed(m[0]), slashed)
    return slashed


def _slashed_unless_months(text: str, match: re.Match[str]) -> str:
    """ "tháng 3-6-12" names three months; it is not the third of June."""
    before = text[: match.start()].rstrip()
    return match[0] if before.endswith("tháng") else _slashed(match[0])


def _slashed(text: str) -> str:
    return re.sub(r"[.\-]", "/", text)
