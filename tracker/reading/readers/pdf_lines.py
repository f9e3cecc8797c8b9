"""Letters placed on a page become words and lines."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from pdfplumber.utils.text import extract_words

from tracker.reading.readers.pdf_pages import PdfLine

Letter = dict[str, Any]
# A wider step between two words than this many letter heights parts two columns.
_COLUMN_GAP = 1.8
_CELL_GAP = 0.55
_DOUBLED = 0.1
_CLOSE = 0.08


def lines_of(letters: Sequence[Letter]) -> list[PdfLine]:
    """The lines of a cell, from top to bottom."""
    return [_line(words) for words in _rows_of_words(letters)]


def split_at_gaps(letters: Sequence[Letter], *, fine: bool = False) -> list[PdfLine]:
    """The lines of running text; what stands side by side (letterhead, signature) is parted.

    `fine` parts columns of a table without rules as well, though blanks of a sentence may be wide.
    """
    gap = _CELL_GAP if fine else _COLUMN_GAP
    return [_line(piece) for words in _rows_of_words(letters) for piece in _pieces(words, gap)]


def follows_closely(before: Letter, letter: Letter) -> bool:
    """Whether a letter is printed right behind another one, on its line and without a gap."""
    size = letter["bottom"] - letter["top"]
    level = abs(letter["top"] - before["top"]) <= _CLOSE * size
    return bool(level and -size / 2 <= letter["x0"] - before["x1"] <= _CLOSE * size)


def letters_once(letters: list[Letter]) -> list[Letter]:
    """Some programs print bold by printing twice; such letters are taken once."""
    seen: set[tuple[str, int, int]] = set()
    once: list[Letter] = []
    for letter in letters:
        at = round(letter["x0"]), round(letter["top"])
        key = (letter["text"], *at)
        if key not in seen:
            once.append(letter)
        seen.update((letter["text"], at[0] + step, at[1]) for step in (-1, 0, 1))
    return once if len(letters) - len(once) > _DOUBLED * len(letters) else letters


def _rows_of_words(letters: Sequence[Letter]) -> list[list[dict[str, Any]]]:
    words = extract_words(
        list(letters), x_tolerance_ratio=0.22, return_chars=True, keep_blank_chars=False
    )
    rows: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=_centre):
        if rows and _centre(word) - _centre(rows[-1][0]) <= _height(rows[-1]) / 2:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda word: float(word["x0"])) for row in rows]


def _centre(word: dict[str, Any]) -> float:
    return float(word["top"] + word["bottom"]) / 2


def _height(words: Sequence[dict[str, Any]]) -> float:
    return max(float(word["bottom"] - word["top"]) for word in words)


def _pieces(words: list[dict[str, Any]], gap: float) -> list[list[dict[str, Any]]]:
    limit = gap * _height(words)
    pieces = [words[:1]]
    for before, word in pairwise(words):
        if word["x0"] - before["x1"] > limit:
            pieces.append([])
        pieces[-1].append(word)
    return pieces


def _line(words: Sequence[dict[str, Any]]) -> PdfLine:
    return PdfLine(
        text=" ".join(word["text"] for word in words),
        left=round(float(words[0]["x0"]), 2),
        right=round(float(words[-1]["x1"]), 2),
        top=round(min(float(word["top"]) for word in words), 2),
        bottom=round(max(float(word["bottom"]) for word in words), 2),
        first_word=round(float(words[0]["x1"] - words[0]["x0"]), 2),
        bold=all("bold" in _font(letter) for word in words for letter in word["chars"]),
    )


def _font(letter: Letter) -> str:
    return str(letter.get("fontname", "")).lower()
