"""Marks of footnotes, which Word files and web pages both have."""

from __future__ import annotations

import re

NOTE_LEFT_OUT = "Đã bỏ dấu chú thích “{}” viết nhỏ ở trên dòng; hãy so với bản gốc."

_NOTE_MARK = re.compile(r"[\[(]?(?:\d{1,2}|\*{1,3}|[a-z])[\])]?")
# "100 m²" keeps its exponent.
_MEASURE = re.compile(r"(?:^|[\s\d(/])(?:[kdcm]?m|ha|hm)\s*$")


def is_note_mark(raised: str, before: str) -> bool:
    """Whether raised words after these are the mark of a footnote, not an exponent."""
    if not before.strip() or _NOTE_MARK.fullmatch(raised) is None:
        return False
    return _MEASURE.search(before) is None
