"""Names the office knows, found in lines of text: no border of a cell lies inside one."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from tracker.reading.readers.text_lines import Line

_BETWEEN = r"\s*[,;]\s*(?:- )?|\s+và\s+|\s+- "


class KnownNames:
    """The keys of known names as patterns, the longest tried first."""

    def __init__(self, keys: Collection[str]) -> None:
        longest_first = sorted(keys, key=lambda key: (-len(key), key))
        name = "|".join(re.escape(key) for key in longest_first if key) or r"(?!)"
        self._name = re.compile(rf"(?<!\w)(?:{name})(?!\w)")
        self._list = re.compile(rf"(?:[-+] )?(?:{name})(?:(?:{_BETWEEN})(?:{name}))*")

    def fill(self, key: str) -> bool:
        """Whether a cell is made of nothing but known names and what holds them apart."""
        return self._list.fullmatch(key) is not None

    def open(self, lines: Sequence[Line]) -> bool:
        """Whether a known name begins with the first of the lines, wherever it ends."""
        return self._name.match(" ".join(line.key for line in lines)) is not None

    def broken_lines(self, lines: Sequence[Line]) -> set[int]:
        """The lines that begin in the middle of a known name broken over them."""
        starts: dict[int, int] = {}
        text = ""
        for at, line in enumerate(lines):
            starts[len(text)] = at
            text += line.key + " "
        return {
            starts[place]
            for match in self._name.finditer(text)
            for place in range(match.start() + 1, match.end())
            if place in starts
        }
