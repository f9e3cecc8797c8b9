"""How much room words take in Times at 12 points, without setting them."""

from __future__ import annotations

import math
import re

FONT_SIZE_MM = 12 * 25.4 / 72

# No wider than 0.6 of the type size in any style of Tinos; nearly all others stay under 1.
_SLIM_LETTERS = re.compile(
    "[a-ln-vx-z0-9 .,;:()/àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ-]"
)
_SPACE_MM = 0.25 * FONT_SIZE_MM


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


def _most_lines_of_paragraph(paragraph: str, width: float) -> int:
    """Each line leaves less room empty than the longest word; broken words leave at most half."""
    slim = len(_SLIM_LETTERS.findall(paragraph))
    length = (slim * 0.6 + len(paragraph) - slim) * FONT_SIZE_MM
    longest_word = max(map(len, paragraph.split(" "))) * FONT_SIZE_MM
    return 1 + math.ceil(length / (width - min(longest_word, width / 2)))
