"""Lines of text taken out of a PDF: their words, and the blanks around them that hint at cells.

Extractors print nothing for a cell border. What is left of the table are hints: an empty cell or
paragraph prints a single blank, a larger step down the page prints an empty line, a step to the
next cell at the same height prints none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from tracker.core.text_vn import normalise, tone_placement_folded

_PAGE = "\f"
_LABEL_TITLES = {"sốthứtự", "sốtt", "stt"}
_BEGIN_LABEL_TITLE = {"số", "số thứ", "s", "st"}
_PAGE_NUMBER = re.compile(r"-?\s*\d{1,3}\s*-?")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line; `key` is its words in lower case, `number` counts from 1.

    `leading` and `trailing` count the blanks around the words.

    `close` says that no empty line separates it from the line above; `padding` counts the lines
    between them that hold only blanks. A `glued` piece stands on the same line as the one before.
    """

    number: int
    words: str
    key: str
    leading: int = 0
    trailing: int = 0
    close: bool = False
    padding: int = 0
    page_start: bool = False
    glued: bool = False
    page_edge: bool = False

    @property
    def starts_small(self) -> bool:
        first = self.words[0]
        return first.islower() or first in ",.;:)%/…"


def split_lines(text: str) -> list[Line]:
    """The non-empty lines of a text with the hints around them."""
    lines: list[Line] = []
    padding, gap, page_start = 0, False, False
    for number, raw in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        page_start = page_start or _PAGE in raw
        bare = raw.replace(_PAGE, "").replace("\u00a0", " ").replace("\t", " ")
        words = normalise(bare).replace("\n", " ").strip()
        if words:
            lines.append(_line(number, bare, words, not gap, padding, page_start))
            padding, gap, page_start = 0, False, False
        elif bare:
            padding += len(bare) if bare.isspace() else 1
        else:
            gap = True
    return _with_page_edges(_with_label_titles_whole(lines))


def _with_label_titles_whole(lines: Sequence[Line]) -> list[Line]:
    """ "Số / thứ / tự", broken over the lines of its narrow column, as one line again."""
    whole: list[Line] = []
    at = 0
    while at < len(lines):
        taken = _pieces_of_label_title(lines, at)
        if taken > 1:
            parts = lines[at : at + taken]
            between = "" if parts[0].key in {"s", "st"} else " "
            words = between.join(part.words for part in parts)
            key = tone_placement_folded(words)
            whole.append(replace(parts[0], words=words, key=key, trailing=parts[-1].trailing))
        else:
            whole.append(lines[at])
        at += taken
    return whole


def _pieces_of_label_title(lines: Sequence[Line], at: int) -> int:
    """How many lines from this one on make up the title of the label's column; 1 for none."""
    if lines[at].key not in _BEGIN_LABEL_TITLE:
        return 1
    joined = ""
    for taken, line in enumerate(lines[at : at + 3], start=1):
        joined += line.key.replace(" ", "")
        if taken > 1 and joined in _LABEL_TITLES:
            return taken
    return 1


def _line(number: int, bare: str, words: str, close: bool, padding: int, page_start: bool) -> Line:
    return Line(
        number=number,
        words=words,
        key=tone_placement_folded(words),
        leading=len(bare) - len(bare.lstrip()),
        trailing=len(bare) - len(bare.rstrip()),
        close=close and padding == 0,
        padding=padding,
        page_start=page_start,
    )


def _with_page_edges(lines: Sequence[Line]) -> list[Line]:
    """Marks lone numbers beside a page break: a label or the page's number, the labels decide."""
    marked: list[Line] = []
    for at, line in enumerate(lines):
        below = lines[at + 1] if at + 1 < len(lines) else None
        beside = line.page_start or (below is not None and below.page_start)
        edge = beside and _PAGE_NUMBER.fullmatch(line.words) is not None
        marked.append(replace(line, page_edge=True) if edge else line)
    return marked


def without_lines(lines: Sequence[Line], dropped: Collection[int]) -> list[Line]:
    """The lines without those at the given places; a page begun by one begins with the next."""
    kept: list[Line] = []
    page_start = False
    for at, line in enumerate(lines):
        page_start = page_start or line.page_start
        if at not in dropped:
            kept.append(replace(line, page_start=True) if page_start else line)
            page_start = False
    return kept
