"""How well a thing fits what was typed, and which comes first. Pure: words in, order out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from tracker.core.text_vn import fold, tone_placement_folded

# Nobody types more; a pasted page would only cost time.
MOST_LETTERS, MOST_WORDS = 200, 12
# A shorter piece inside another word ("an" in "ban") is chance.
SHORTEST_INSIDE = 3
# A dot between digits belongs to a number: "2.1" is not "2" and "1".
_BETWEEN_WORDS = re.compile(r"(?:[^\w.]|_|\.(?!\d)|(?<!\d)\.)+")
_DOT_BETWEEN_WORDS = re.compile(r"\.(?!\d)|(?<!\d)\.")
# What mostly stands there; letter by letter only where it is something else.
_USUAL_BETWEEN_WORDS = ",;:()/-–\n"


class Kind(StrEnum):
    """What can be found, in the order of the page."""

    TASK = "task"
    PLAN = "plan"
    PAPER = "paper"
    TARGET = "target"
    UNIT = "unit"
    LETTER = "letter"
    DIRECTIVE = "directive"
    REMARK = "remark"
    DIFFICULTY = "difficulty"


KIND_WORDS = {
    Kind.TASK: "Nhiệm vụ",
    Kind.PLAN: "Kế hoạch",
    Kind.PAPER: "Văn bản, minh chứng",
    Kind.TARGET: "Chỉ tiêu",
    Kind.UNIT: "Đơn vị",
    Kind.LETTER: "Công văn đôn đốc",
    Kind.DIRECTIVE: "Ý kiến chỉ đạo",
    Kind.REMARK: "Trao đổi",
    Kind.DIFFICULTY: "Khó khăn, vướng mắc",
}


class Fit(IntEnum):
    """How well, the best first: its very number; accents as typed; without regard to accents."""

    NUMBER = 0
    TYPED_TOGETHER = 1
    TYPED_APART = 2
    FOLDED_TOGETHER = 3
    FOLDED_APART = 4
    PARTS_OF_WORDS = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed, as words between blanks: with its accents, and without."""

    typed: str
    folded: str

    @classmethod
    def from_text(cls, text: str) -> Wanted:
        """The words of the text; punctuation only parts them."""
        typed = _typed(text)
        return cls(typed, " ".join(fold(word) for word in typed.split()))

    @property
    def words(self) -> list[str]:
        """The words without accents."""
        return self.folded.split()


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that may be what was looked for, and the page that shows it.

    `numbers` are the labels and document numbers it is called by, `more` its other words; `place`
    orders things that fit equally well. A paper's page is that of its task or target.
    """

    kind: Kind
    page: Kind
    page_id: int
    title: str
    numbers: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    place: tuple[int, ...] = ()
    anchor: str = ""
    # The contribution that says who may see a paper.
    contribution_id: int | None = None
    is_restricted: bool = False
    # All its words without accents, in the order of `words`, where the database keeps them.
    folded: str = ""

    @property
    def words(self) -> str:
        """All that it is called by."""
        return " ".join((*self.numbers, self.title, *self.more))


def ranked(wanted: Wanted, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Those that fit, the best first; among equals those whose title fits by itself."""
    found = []
    for candidate in candidates:
        level = fit_of(wanted, candidate)
        if level is None:
            continue
        is_all = not candidate.numbers and not candidate.more
        in_title = is_all or _is_in_title(wanted, candidate.title, level)
        found.append(((level, not in_title, candidate.place), candidate))
    return [candidate for _key, candidate in sorted(found, key=lambda pair: pair[0])]


def fit_of(wanted: Wanted, candidate: Candidate) -> Fit | None:
    """How well the thing fits by all its words; None when it does not."""
    if any(wanted.typed == _typed(number) for number in candidate.numbers):
        return Fit.NUMBER if wanted.typed else None
    return fit(wanted, candidate.words, candidate.folded)


def fit(wanted: Wanted, text: str, folded: str = "") -> Fit | None:
    """How well the text holds every word that was typed; None when one is missing."""
    if not wanted.typed:
        return None
    folded = folded or fold(text)
    if not all(word in folded for word in wanted.words):
        return None
    if level := _fit_as_typed(wanted, text):
        return level
    folded = _spaced(folded)
    if _together(wanted.folded, folded):
        return Fit.FOLDED_TOGETHER
    if _apart(wanted.folded, folded):
        return Fit.FOLDED_APART
    return Fit.PARTS_OF_WORDS if all(_begins(word, folded) for word in wanted.words) else None


def _fit_as_typed(wanted: Wanted, text: str) -> Fit | None:
    if _lacks_bare_word(wanted, text):
        return None
    typed = _spaced(tone_placement_folded(text))
    if _together(wanted.typed, typed):
        return Fit.TYPED_TOGETHER
    return Fit.TYPED_APART if _apart(wanted.typed, typed) else None


def _lacks_bare_word(wanted: Wanted, text: str) -> bool:
    """Most people type without accents: seen at once to be missing in most texts that have them.

    No spelling is mended into bare letters unless something that does not print stood in between.
    """
    if not wanted.typed.isascii() or not text.replace("\n", " ").isprintable():
        return False
    bare = text.casefold()
    return not all(word in bare for word in wanted.words)


def _is_in_title(wanted: Wanted, title: str, level: Fit) -> bool:
    """Whether the title by itself fits as well as all words do: it never fits better."""
    if level in {Fit.TYPED_TOGETHER, Fit.TYPED_APART}:
        return _fit_as_typed(wanted, title) == level
    if level is Fit.FOLDED_TOGETHER:
        return _together(wanted.folded, _spaced(fold(title)))
    return fit(wanted, title) == level


def pattern_of(word: str) -> str:
    """A LIKE pattern that every spelling of the folded word fits, and chance others too.

    Vowels and d carry the marks, as one letter or followed by marks of their own.
    """
    return "%" + re.sub(r"[^bcfghjklmnpqrstvwxz0-9]+", "%", word) + "%"


def _typed(text: str) -> str:
    words = _spaced(tone_placement_folded(text[:MOST_LETTERS])).split()
    return " ".join(words[:MOST_WORDS])


def _spaced(text: str) -> str:
    parted = text
    for mark in _USUAL_BETWEEN_WORDS:
        parted = parted.replace(mark, " ")
    if "." in parted:
        parted = _DOT_BETWEEN_WORDS.sub(" ", parted)
    words = parted.split()
    if "".join(words).replace(".", "").isalnum():
        return " ".join(words)
    return _BETWEEN_WORDS.sub(" ", text).strip()


def _together(words: str, text: str) -> bool:
    return f" {words} " in f" {text} "


def _apart(words: str, text: str) -> bool:
    return set(words.split()) <= set(text.split())


def _begins(word: str, text: str) -> bool:
    """Whether a word of the text begins with it, or holds it; numbers are whole or nothing."""
    if word[0].isdigit():
        return f" {word} " in f" {text} "
    return f" {word}" in f" {text}" or (len(word) >= SHORTEST_INSIDE and word in text)
