"""Tells a line that was full from one that its writer ended: only the latter is a line break."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from tracker.reading.readers.pdf_pages import PdfLine

# Inside borders: Word and LibreOffice leave 5.4 pt on each side, others a little more.
_PADDING = 14.0
_BLANK = 0.25
_NEAR = 1.5
_BROKEN_WORD = re.compile(r"\w[-/]$")
_BULLET = re.compile(r"[-–+•*]\s")


def room_for(lines: Sequence[PdfLine], cell_width: float) -> float:
    """How wide a line may get in a column, from its widest lines and its ruled width."""
    return max([cell_width - _PADDING, *(line.width for line in lines)])


def unwrapped(lines: Sequence[PdfLine], room: float) -> str:
    """The words of a cell, its lines parted only where the writer parted them."""
    if not lines:
        return ""
    text = lines[0].text
    is_list = _BULLET.match(text) is not None
    for above, line in pairwise(lines):
        text += _between(above, line, room, is_list=is_list) + line.text
    return text


def _between(above: PdfLine, line: PdfLine, room: float, *, is_list: bool) -> str:
    """A dash opens an item in a list or after a colon; elsewhere it may stand inside a name."""
    would_fit = above.width + _BLANK * line.height + line.first_word <= room - _NEAR
    opens_item = is_list or above.text.endswith((":", ";", "."))
    if would_fit or (opens_item and _BULLET.match(line.text)):
        return "\n"
    return "" if _BROKEN_WORD.search(above.text) else " "
