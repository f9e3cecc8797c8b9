"""The labels of printed rows (I, A, 1, 1.1, a), -): what kind they are and which may follow."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

_ROMAN = re.compile(r"(?=[IVXL])(X{0,3}|XL|L)(IX|IV|V?I{0,3})")
_NUMBER = re.compile(r"\d{1,3}(\.\d{1,3}){0,4}")
_ROMAN_PATH = re.compile(r"(?P<roman>[IVX]{1,5})\.(?P<rest>\d{1,3}(\.\d{1,3}){0,3})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}
_LETTERS = "abcdđeghiklmnopqrstuvxy"
_DASHES = "-–—+•*"
# A label typed into the same cell as the words after it.
_LEADING = re.compile(
    r"(?P<label>(?:[IVXL]{1,5}|[A-ZĐ]|\d{1,3}(?:\.\d{1,3}){0,4}|[a-zđ])(?P<mark>[.)]?))\s+(?P<rest>\S.*)",
    re.DOTALL,
)


class LabelKind(IntEnum):
    """From the outermost to the innermost as Nghị định 30/2020 and practice number them."""

    LETTER = 1
    ROMAN = 2
    NUMBER = 3
    SMALL_LETTER = 4
    DASH = 5
    NONE = 6


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label as understood; `path` holds the numbers of 1.2.3, or a letter's place."""

    kind: LabelKind
    path: tuple[int, ...] = ()

    @property
    def depth(self) -> tuple[int, int]:
        return self.kind, len(self.path)

    def is_below(self, other: Label) -> bool:
        """Whether a row with this label may stand inside a row with the other one."""
        if self.kind is LabelKind.NUMBER and other.kind is LabelKind.NUMBER:
            shorter = len(self.path) > len(other.path)
            return shorter and self.path[: len(other.path)] == other.path
        return self.kind > other.kind

    def follows(self, other: Label) -> bool:
        """Whether this is the next label on the same level."""
        if not self.path or self.kind is not other.kind or len(self.path) != len(other.path):
            return False
        return self.path[:-1] == other.path[:-1] and self.path[-1] == other.path[-1] + 1

    @property
    def is_first(self) -> bool:
        return bool(self.path) and self.path[-1] == 1


def read_label(text: str) -> Label:
    """What a label cell says; anything that is no label has kind NONE."""
    bare = text.strip().strip("().").strip()
    if bare and all(letter in _DASHES for letter in bare):
        return Label(LabelKind.DASH)
    if _ROMAN.fullmatch(bare):
        return Label(LabelKind.ROMAN, (_roman_value(bare),))
    if _NUMBER.fullmatch(bare):
        return Label(LabelKind.NUMBER, tuple(int(part) for part in bare.split(".")))
    if match := _ROMAN_PATH.fullmatch(bare):
        return Label(LabelKind.NUMBER, tuple(int(part) for part in match["rest"].split(".")))
    if len(bare) == 1 and bare.lower() in _LETTERS:
        kind = LabelKind.LETTER if bare.isupper() else LabelKind.SMALL_LETTER
        return Label(kind, (_LETTERS.index(bare.lower()) + 1,))
    return Label(LabelKind.NONE)


def split_leading_label(text: str, *, bare_number: bool) -> tuple[str, str] | None:
    """("1.1", "words") when a cell opens with a label; without a mark only where it is safe.

    `bare_number` says that the cell runs over the label's column too, so "I Công tác" is a label.
    """
    match = _LEADING.fullmatch(text.strip())
    if match is None or read_label(match["label"]).kind is LabelKind.NONE:
        return None
    label = match["label"]
    safe = match["mark"] or label.count(".")
    if not safe and not (bare_number and (label.isdigit() or len(label) > 1 or label in "IVX")):
        return None
    if not safe and match["rest"][0].islower():
        return None
    return label, match["rest"]


def _roman_value(text: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in text]
    return sum(
        -value if value < max(values[at:], default=0) else value for at, value in enumerate(values)
    )
