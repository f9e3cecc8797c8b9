"""How much room words take in Times at 12 points, without setting them."""

from __future__ import annotations

import math
import re
from functools import lru_cache

FONT_SIZE_MM = 12 * 25.4 / 72

# No wider than 0.6 of the type size in any style of Tinos; nearly all others stay under 1.
_SLIM_LETTERS = re.compile(
    "[a-ln-vx-z0-9 .,;:()/àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ-]"
)
_BETWEEN_WORDS = re.compile("[ \u200b]")
_SPACE_MM = 0.25 * FONT_SIZE_MM


@lru_cache(maxsize=8192)
def usual_width(text: str) -> float:
    """The width in millimetres, about right for Vietnamese words."""
    slim = len(_SLIM_LETTERS.findall(text))
    return (slim * 0.47 + (len(text) - slim) * 0.75) * FONT_SIZE_MM


def usual_lines(text: str, width: float) -> int:
    """The number of lines the text most likely takes in a column of so many millimetres."""
    return sum(_usual_lines_of_paragraph(paragraph, width) for paragraph in text.split("\n"))


def most_lines(text: str, width: float) -> int:
    """A number of lines the text does not exceed in a column of so many millimetres."""
    return sum(_most_lines_of_paragraph(paragraph, width) for paragraph in text.split("\n"))


def most_lines_by_word(text: str, width: float) -> int:
    """A closer bound than `most_lines`, that takes longer to find."""
    return sum(_filled_lines(paragraph, width) for paragraph in text.split("\n"))


# The same words stand in cell after cell of a column: units, products, "Chưa thực hiện".
@lru_cache(maxsize=4096)
def _usual_lines_of_paragraph(paragraph: str, width: float) -> int:
    if len(paragraph) * FONT_SIZE_MM <= width:
        return 1
    lines, filled = 1, 0.0
    for word in paragraph.split(" "):
        needed = usual_width(word)
        if filled and filled + needed > width:
            lines, filled = lines + 1, 0.0
        broken = int(needed // width)
        lines += broken
        filled += needed - broken * width + _SPACE_MM
    return lines


@lru_cache(maxsize=4096)
def _most_lines_of_paragraph(paragraph: str, width: float) -> int:
    """Each line leaves less room empty than the longest word; broken words leave at most half."""
    length = _most_width(paragraph)
    longest_word = max(map(len, paragraph.split(" "))) * FONT_SIZE_MM
    return 1 + math.ceil(length / (width - min(longest_word, width / 2)))


def _filled_lines(paragraph: str, width: float) -> int:
    """Words never wider than counted here, set line by line, end no later than counted here."""
    lines, filled = 1, 0.0
    for word in _BETWEEN_WORDS.split(paragraph):
        needed = _most_width(word)
        if filled and filled + needed > width:
            lines, filled = lines + 1, 0.0
        if needed > width:
            # Wherever it is broken, two lines of it together are longer than one is wide.
            lines += math.ceil(2 * needed / width)
            filled = width
        else:
            filled += needed + _SPACE_MM
    return lines


@lru_cache(maxsize=4096)
def _most_width(word: str) -> float:
    slim = len(_SLIM_LETTERS.findall(word))
    return (slim * 0.6 + len(word) - slim) * FONT_SIZE_MM
