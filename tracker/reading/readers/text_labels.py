"""Which lines of a text open a row: the chain of labels that counts up as a plan does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from tracker.reading.labels import Label, LabelKind, read_label
from tracker.reading.readers.text_lines import Line

_INLINE = re.compile(
    r"(?P<label>[IVXL]{1,5}|[A-ZĐ]|\d{1,3}(?:\.\d{1,2}){0,4})(?P<mark>[.)]?)\s+(?P<rest>\S.*)"
)
_LONE_NUMBER = re.compile(r"\d{1,3}(\.\d{1,2}){0,4}[.)]?|[IVXL]{1,5}[.)]?|[A-ZĐ][.)]?|[a-zđ]\)?")
_SEARCHED_BACK = 14


@dataclass(frozen=True, slots=True)
class LabelLine:
    """A line that opens a row: its label, and the content on the same line."""

    at: int
    label: str
    rest: str
    parsed: Label
    page_edge: bool = False


@dataclass(slots=True)
class _Link:
    score: float
    previous: int | None
    counters: tuple[tuple[LabelKind, tuple[int, ...]], ...]


def find_label_lines(lines: Sequence[Line]) -> list[LabelLine]:
    """The lines that open rows, in order; other lines with a number in front are left as words."""
    found = [candidate for at, line in enumerate(lines) if (candidate := _candidate(at, line))]
    numbered = [label for label in found if label.parsed.kind is not LabelKind.DASH]
    chosen = {label.at for label in _best_chain(numbered)}
    return [
        label
        for label in found
        if label.at in chosen or (label.parsed.kind is LabelKind.DASH and _opens_row(lines, label))
    ]


def _candidate(at: int, line: Line) -> LabelLine | None:
    words = line.words
    parsed = read_label(words)
    if parsed.kind is LabelKind.DASH and words.strip(".") in {"-", "–", "+"}:
        return LabelLine(at, words, "", parsed)
    if _LONE_NUMBER.fullmatch(words) and parsed.kind is not LabelKind.NONE:
        return LabelLine(at, words, "", parsed, line.page_edge)
    match = _INLINE.fullmatch(words)
    if match is None or not _opens_content(match["rest"]):
        return None
    label = match["label"] + match["mark"]
    parsed = read_label(label)
    if parsed.kind is LabelKind.LETTER and not match["mark"]:
        return None
    return LabelLine(at, label, match["rest"], parsed)


def _opens_content(rest: str) -> bool:
    return rest[0].isupper() or rest[0] in "\"“'(" or re.match(r"\d+[\d,.]*\s*%", rest) is not None


def _opens_row(lines: Sequence[Line], label: LabelLine) -> bool:
    """A lone dash opens a row when words of a task follow it, not the next unit of a list."""
    below = lines[label.at + 1] if label.at + 1 < len(lines) else None
    return below is not None and not below.starts_small


def _best_chain(labels: Sequence[LabelLine]) -> list[LabelLine]:
    links: list[_Link] = []
    skipped = _skipped_before(labels)
    for at, label in enumerate(labels):
        best = _Link(_start_score(label) - skipped[at], None, _counted((), label))
        for before in range(max(0, at - _SEARCHED_BACK), at):
            link = links[before]
            score = link.score + _step(link.counters, label) - (skipped[at] - skipped[before + 1])
            if score > best.score:
                best = _Link(score, before, _counted(link.counters, label))
        best.score += 0.5 if label.page_edge else 1.0
        links.append(best)
    return _walk_back(labels, links)


def _walk_back(labels: Sequence[LabelLine], links: Sequence[_Link]) -> list[LabelLine]:
    if not links:
        return []
    skipped = _skipped_before(labels)
    ends = [link.score - (skipped[-1] - skipped[at + 1]) for at, link in enumerate(links)]
    at: int | None = max(range(len(ends)), key=ends.__getitem__)
    chain: list[LabelLine] = []
    while at is not None:
        chain.append(labels[at])
        at = links[at].previous
    return chain[::-1]


def _start_score(label: LabelLine) -> float:
    return 2.0 if label.parsed.is_first else -4.0


def _skipped_before(labels: Sequence[LabelLine]) -> list[float]:
    """What leaving out all labels before each place costs."""
    return [0.0, *accumulate(map(_cost_of_skipping, labels))]


def _cost_of_skipping(label: LabelLine) -> float:
    """Leaving out a line that is nothing but a label costs more than one with words behind it."""
    if label.page_edge:
        return 0.2
    return 1.0 if label.rest else 2.0


def _counted(
    counters: tuple[tuple[LabelKind, tuple[int, ...]], ...], label: LabelLine
) -> tuple[tuple[LabelKind, tuple[int, ...]], ...]:
    """The open labels, outermost first, once this one has been counted."""
    kept = tuple(
        (kind, path)
        for kind, path in counters
        if kind < label.parsed.kind
        or (kind is label.parsed.kind and len(path) < len(label.parsed.path))
    )
    return (*kept, (label.parsed.kind, label.parsed.path))


def _step(counters: tuple[tuple[LabelKind, tuple[int, ...]], ...], label: LabelLine) -> float:
    """How well a label goes on from the open ones."""
    own = label.parsed
    same = [path for kind, path in counters if kind is own.kind and len(path) == len(own.path)]
    if same:
        return _from_same_level(same[-1], own.path)
    outer_kind, outer = counters[-1] if counters else (LabelKind.NONE, ())
    inside = outer_kind is not own.kind or own.path[: len(outer)] == outer
    if own.is_first and inside and outer_kind <= own.kind:
        return 2.0
    return -1.0 if inside and outer_kind <= own.kind else -5.0


def _from_same_level(before: tuple[int, ...], path: tuple[int, ...]) -> float:
    if path[:-1] != before[:-1]:
        outer_counts_on = path[-1] == 1 and path[:-1] > before[:-1]
        return 0.5 if outer_counts_on else -5.0
    step = path[-1] - before[-1]
    return {1: 2.0, 0: -1.0, 2: -1.5}.get(step, -5.0)
