"""The mark a paragraph opens with (I., 1., 1.1, a), -, +, •) and how deep it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracker.reading.labels import LabelKind, read_label

# Ranks of marks; what is not numbered stands between them.
PART, ARTICLE, OPENING, LEAD_IN, BULLET = 0.0, 2.5, 2.6, 4.5, 5.0
_RANKS = {
    LabelKind.LETTER: 1.0,
    LabelKind.ROMAN: 2.0,
    LabelKind.NUMBER: 3.0,
    LabelKind.SMALL_LETTER: 4.0,
}
_DASHES = "-–—−‐‑"
# Word's own bullets are letters of a symbol font, kept in the private area.
_BULLET = re.compile(r"(?P<label>[-–—−‐‑+*•●○◦▪■□►➢➤✓✔·\uf000-\uf0ff])(?P<gap>\s*)(?P<rest>\S.*)")
_ARTICLE = re.compile(
    r"(?P<label>(?P<kind>điều|phần|chương|mục)\s+(?:thứ\s+\w+|\d{1,3}|[ivxl]{1,5}))(?:[.:]\s*|\s+-\s+)"
    r"(?P<rest>\S.*)",
    re.IGNORECASE,
)
# "Thứ nhất, …", "Một là, …"
_ORDINALS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
_COUNTS = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_IN_WORDS = re.compile(
    rf"(?P<label>thứ (?P<ordinal>{'|'.join(_ORDINALS)})|(?P<count>{'|'.join(_COUNTS)}) là)"
    r"\s*[,:.]\s+(?P<rest>\S.*)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?P<label>\(?(?:[IVXL]{1,5}|[A-ZĐ]|\d{1,3}(?:\.\d{1,2}){0,4}|[a-zđ])[.)/]"
    r"|\d{1,3}(?:\.\d{1,2}){1,4})(?P<gap>\s*)(?P<rest>\S.*)"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A printed mark: `style` is shared by marks of one list, a smaller `rank` stands further out.

    `number` is the place in the list where the mark counts.
    """

    label: str
    style: str
    rank: float
    number: int | None = None

    @property
    def is_bullet(self) -> bool:
        return self.rank == BULLET


def take_mark(line: str) -> tuple[Mark, str] | None:
    """The mark a line opens with and the words after it; None when it opens with words."""
    if match := _BULLET.fullmatch(line):
        return _bullet(match)
    if match := _ARTICLE.fullmatch(line):
        rank = PART if match["kind"].lower() in {"phần", "chương"} else ARTICLE
        return Mark(match["label"], match["kind"].lower(), rank, _number_in(match["label"])), match[
            "rest"
        ]
    if match := _NUMBERED.fullmatch(line):
        return _numbered(match)
    if match := _IN_WORDS.fullmatch(line):
        return _in_words(match)
    return None


def _bullet(match: re.Match[str]) -> tuple[Mark, str] | None:
    label, rest = match["label"], match["rest"]
    if not match["gap"] and (rest[0].isdigit() or not rest[0].isalnum()):
        return None
    style = "-" if label in _DASHES else label
    return Mark(label, style, BULLET), rest


def _numbered(match: re.Match[str]) -> tuple[Mark, str] | None:
    label, rest = match["label"], match["rest"]
    parsed = read_label(label.strip("()./"))
    if parsed.kind not in _RANKS:
        return None
    if not match["gap"] and not (label[-1] in ".)" and rest[0].isupper() and _is_safe(label)):
        return None
    if label[-1] == "/" and rest[0].isdigit():
        return None
    rank, style = _RANKS[parsed.kind], parsed.kind.name.lower()
    if parsed.kind is LabelKind.NUMBER:
        depth = len(parsed.path)
        in_brackets = depth == 1 and label[-1] in ")"
        rank = 4.0 if in_brackets else rank + 0.1 * (depth - 1)
        style = f"{style} {depth}{')' if in_brackets else ''}"
    return Mark(label, style, rank, parsed.path[-1] if parsed.path else None), rest


def _in_words(match: re.Match[str]) -> tuple[Mark, str]:
    """Counted in words: as deep as a number; the sentence goes on in small letters."""
    ordinal, count = match["ordinal"], match["count"]
    place = _ORDINALS.index(ordinal.lower()) if ordinal else _COUNTS.index(count.lower())
    rest = match["rest"]
    style = "thứ" if ordinal else "là"
    mark = Mark(match["label"], style, _RANKS[LabelKind.NUMBER], place + 1)
    return mark, rest[:1].upper() + rest[1:]


def _is_safe(label: str) -> bool:
    """ "1.Giao" and "a)Rà soát" open a list; "A.B" and "V.I" are parts of a name."""
    return label[0].isdigit() or label[-1] == ")"


def _number_in(text: str) -> int | None:
    match = re.search(r"\d{1,9}", text)
    return int(match[0]) if match else None
