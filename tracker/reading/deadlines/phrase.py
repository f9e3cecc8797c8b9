"""A deadline phrase while it is being read: what has been understood is struck out of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from tracker.core.text_vn import one_line, tone_placement_folded
from tracker.reading.deadlines.spelling import is_unmarked, parted, unified, with_marks

# Stands in `rest` for letters already understood; no printed text holds this private-use sign.
STRUCK = "\ue000"
# A cell longer than this is a paragraph, not a deadline; only its head is read.
LONGEST = 400

_T = TypeVar("_T")


@dataclass
class Phrase:
    """`shown` is the text as printed, on one line; `rest` its key, letter by letter alongside."""

    shown: str
    rest: str
    unmarked: bool = False
    whole: str = field(init=False)

    def __post_init__(self) -> None:
        self.whole = self.rest

    def mentions(self, *words: str) -> bool:
        """Whether any of the words is still there: spares searches that cannot succeed."""
        return any(word in self.rest for word in words)

    def take(
        self, pattern: re.Pattern[str], understand: Callable[[re.Match[str]], _T | None]
    ) -> list[_T]:
        """What `understand` makes of each match; a match it refuses (None) stays in the rest."""
        return list(self._taken(pattern, understand))

    def drop(self, pattern: re.Pattern[str]) -> list[str]:
        """Strike out every match; the words as printed."""
        return self.take(pattern, self.printed)

    def printed(self, match: re.Match[str], group: str | int = 0) -> str:
        """The matched words as they are printed."""
        return self.shown[slice(*match.span(group))].strip(" ,;:.-")

    def _taken(
        self, pattern: re.Pattern[str], understand: Callable[[re.Match[str]], _T | None]
    ) -> Iterator[_T]:
        for match in pattern.finditer(self.rest):
            understood = understand(match)
            if understood is None:
                continue
            struck = STRUCK * (match.end() - match.start())
            self.rest = self.rest[: match.start()] + struck + self.rest[match.end() :]
            yield understood


def open_phrase(text: str, longest: int = LONGEST) -> Phrase:
    """The phrase ready for reading, cut to its first letters where it is longer."""
    shown = parted(one_line(text.replace(STRUCK, " ")))[:longest]
    key = tone_placement_folded(shown)
    if len(key) != len(shown):  # a letter such as İ grows when folded: show the folded text then
        shown = key
    unmarked = is_unmarked(key)
    return Phrase(shown, unified(with_marks(key) if unmarked else key), unmarked)
