"""Number, day and issuer of an official document, from the lines of its first page.

A proposal that a person confirms: where anything is doubtful there is none, as a wrong number in
the records is worse than an empty field. Places as Nghị định 30/2020/NĐ-CP, Phụ lục I, lays them
out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.core.text_vn import normalise
from tracker.reading.metadata import read_metadata

_LETTERHEAD_LINES = 14
_NUMBER = re.compile(
    r"^\W*số\s*:\s*(?P<number>\d+[\w-]*\s*/\s*[\w/&-]*[^\W\d][\w/&-]*)", re.IGNORECASE
)
_PLACE_AND_DAY = re.compile(
    r"\S,\s*ngày\s+(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})\s+năm\s+(?P<year>\d{4})\b",
    re.IGNORECASE,
)
# A page's text often has the left and the right half of the letterhead on one line.
_RIGHT_HALF = re.compile(r"\s+(?=CỘNG H[ÒO]|Độc lập|ĐẢNG CỘNG SẢN)")
_RIGHT_DAY = re.compile(r"\s+(?=[^\s,\d]+(?: [^\s,\d]+){0,4},\s*ngày\s+\d)", re.IGNORECASE)
# From here on other documents are cited by their numbers.
_BODY = re.compile(r"\W*(kính gửi|căn cứ|thực hiện|theo |về việc ban hành)", re.IGNORECASE)
FIRST_YEAR = 1990


@dataclass(frozen=True, slots=True)
class NamedDocument:
    """What a letterhead says of its document."""

    number: str
    issued_on: date
    issuer: str | None = None


def document_named(lines: Sequence[str], *, today: date) -> NamedDocument | None:
    """The document of this page; None unless one number and one day stand in its letterhead."""
    head = _letterhead(lines)
    numbers = {
        re.sub(r"\s+", "", found["number"]) for line in head if (found := _NUMBER.match(line))
    }
    days = {_day(found) for line in head if (found := _PLACE_AND_DAY.search(line))}
    if len(numbers) != 1 or len(days) != 1:
        return None
    day = days.pop()
    if day is None or not day.year >= FIRST_YEAR or day > today:
        return None
    return NamedDocument(numbers.pop(), day, read_metadata(head).issuer)


def _letterhead(lines: Sequence[str]) -> list[str]:
    """The first lines, halves apart, up to where the text of the document begins."""
    head: list[str] = []
    for line in (normalise(text) for text in lines):
        for half in _RIGHT_HALF.split(line):
            head += [part for part in _RIGHT_DAY.split(half, maxsplit=1) if part.strip()]
        if len(head) >= _LETTERHEAD_LINES:
            break
    for at, line in enumerate(head):
        if _BODY.match(line):
            return head[:at]
    return head[:_LETTERHEAD_LINES]


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
