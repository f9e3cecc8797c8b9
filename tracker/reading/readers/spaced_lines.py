"""Lines of text whose columns are held apart by blanks, as `pdftotext -layout` prints a page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tracker.core.text_vn import fold, normalise

_WORD = re.compile(r"\S+")
_GAP = 2
_APART = re.compile(r"\S(?:[ \u00a0]{2}|[ \u00a0]?\t)")
# Signs drawn in place of ruled lines hold no word.
_DRAWN_RULE = re.compile(r"[\s|+]*[-=_─━—]{3}[-=_─━—\s|+┼]*")
_PAGE_NUMBER = re.compile(r"\W{0,2}(trang )?\d{1,3}(\s*/\s*\d{1,3})?\W{0,2}")


class Word(NamedTuple):
    """A word and the places of its first letter and behind its last one."""

    text: str
    left: int
    right: int


class Piece(NamedTuple):
    """Words with single blanks between them."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def left(self) -> int:
        return self.words[0].left

    @property
    def right(self) -> int:
        return self.words[-1].right


@dataclass(frozen=True, slots=True)
class SpacedLine:
    """A line that holds something; `gap` says that an empty line stands above it."""

    number: int
    page: int
    pieces: tuple[Piece, ...]
    gap: bool = False

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.pieces)

    @property
    def words(self) -> list[Word]:
        return [word for piece in self.pieces for word in piece.words]


@dataclass(slots=True)
class SpacedPage:
    """The lines of one page."""

    number: int
    lines: list[SpacedLine] = field(default_factory=list)


def has_gaps(text: str) -> bool:
    """Whether anything is held apart by blanks; a text without is not taken to pieces at all."""
    return _APART.search(text) is not None


def split_pages(text: str) -> list[SpacedPage]:
    """The pages of a text, parted by form feeds, without their page numbers."""
    pages: list[SpacedPage] = []
    number = 0
    for at, content in enumerate(text.replace("\r\n", "\n").split("\f"), start=1):
        page = SpacedPage(at)
        gap = False
        for line in content.split("\n"):
            number += 1
            pieces = () if _DRAWN_RULE.fullmatch(line) else _pieces(line)
            if pieces:
                page.lines.append(SpacedLine(number, at, pieces, gap))
            gap = not pieces
        number -= 1  # a form feed ends no line
        pages.append(page)
    if len(pages) > 1:
        for page in pages:
            _drop_page_number(page)
    return pages


def _drop_page_number(page: SpacedPage) -> None:
    for at in (0, -1):
        if page.lines and _is_page_number(page.lines, at):
            del page.lines[at]


def _is_page_number(lines: Sequence[SpacedLine], at: int) -> bool:
    """A lone number away from the page's left edge, where a row's label would stand."""
    line = lines[at]
    edge = min(other.pieces[0].left for other in lines)
    away = line.pieces[0].left > edge + 12 or len(lines) == 1
    return away and _PAGE_NUMBER.fullmatch(fold(line.text)) is not None


def _pieces(line: str) -> tuple[Piece, ...]:
    composed = unicodedata.normalize("NFC", line.replace("\u00a0", " ").expandtabs(8))
    pieces: list[list[Word]] = []
    for match in _WORD.finditer(composed):
        word = Word(normalise(match[0]), match.start(), match.end())
        if not word.text:
            continue
        if pieces and word.left - pieces[-1][-1].right < _GAP:
            pieces[-1].append(word)
        else:
            pieces.append([word])
    return tuple(Piece(tuple(words)) for words in pieces)
