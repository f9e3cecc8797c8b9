"""Which row of an amended plan is which task of the plan in force. Pure: words in, pairs out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count, pairwise

from tracker.core.text_vn import fold

CERTAIN, CERTAIN_IN_PLACE, DOUBTFUL = 0.8, 0.6, 0.4
# Two candidates this near to one another cannot be told apart.
TOO_NEAR = 0.05


@dataclass(frozen=True, slots=True)
class Side:
    """A row or task: its number, the labels that lead to it, its words."""

    id: int
    path: tuple[str, ...]
    content: str


@dataclass(frozen=True, slots=True)
class Match:
    """A row and the task it continues; a doubtful one wants a person's eye."""

    row_id: int
    task_id: int
    is_doubtful: bool


@dataclass(frozen=True, slots=True)
class _Candidate:
    likeness: float
    in_place: bool
    row: Side
    task: Side


@dataclass(frozen=True, slots=True)
class _Words:
    """What a text is compared by: a bit for each of its words, and how many there are."""

    bits: int
    total: int


def matches(rows: Sequence[Side], tasks: Sequence[Side]) -> Sequence[Match]:
    """Pairs by likeness of the words, the best first; the label only tells equals apart."""
    return _matches(tuple(rows), tuple(tasks))


# A draft is looked at many times, and once more while nobody else can write.
@lru_cache(maxsize=4)
def _matches(rows: Sequence[Side], tasks: Sequence[Side]) -> Sequence[Match]:
    candidates = _candidates(rows, tasks)
    of_row: dict[int, list[_Candidate]] = {}
    of_task: dict[int, list[_Candidate]] = {}
    for one in candidates:
        of_row.setdefault(one.row.id, []).append(one)
        of_task.setdefault(one.task.id, []).append(one)
    taken_rows: set[int] = set()
    taken_tasks: set[int] = set()
    found: list[Match] = []
    for one in candidates:
        if one.row.id in taken_rows or one.task.id in taken_tasks:
            continue
        has_rival = any(
            other is not one
            and other.row.id not in taken_rows
            and other.task.id not in taken_tasks
            and other.in_place >= one.in_place
            and other.likeness > one.likeness - TOO_NEAR
            for other in (*of_row[one.row.id], *of_task[one.task.id])
        )
        sure = one.likeness >= (CERTAIN_IN_PLACE if one.in_place else CERTAIN)
        found.append(Match(one.row.id, one.task.id, is_doubtful=not sure or has_rival))
        taken_rows.add(one.row.id)
        taken_tasks.add(one.task.id)
    return tuple(found)


def _candidates(rows: Sequence[Side], tasks: Sequence[Side]) -> list[_Candidate]:
    """Every row beside every task that is at all like it, the likest first."""
    bit_of: defaultdict[tuple[str, int], int] = defaultdict(count().__next__)
    task_words = [(task, _words(task.content, bit_of)) for task in tasks]
    found = [
        _Candidate(likeness, row.path == task.path, row, task)
        for row in rows
        for words in [_words(row.content, bit_of)]
        for task, others in task_words
        if (likeness := _likeness(words, others)) >= DOUBTFUL
    ]
    return sorted(found, key=lambda c: (-c.likeness, not c.in_place, c.row.id, c.task.id))


def _words(content: str, bit_of: defaultdict[tuple[str, int], int]) -> _Words:
    """Single words and pairs of neighbours: order counts, but not everything hangs on it.

    A word that stands there three times has three bits.
    """
    single = fold(content).split()
    counted = Counter(single) + Counter(f"{a} {b}" for a, b in pairwise(single))
    bits = 0
    for word, times in counted.items():
        for time in range(times):
            bits |= 1 << bit_of[word, time]
    return _Words(bits, counted.total())


def _likeness(one: _Words, other: _Words) -> float:
    """Dice's coefficient: 1 for the same words, 0 for none in common."""
    total = one.total + other.total
    # Ten times as fast as counting word by word, and asked for every row beside every task.
    return 2 * (one.bits & other.bits).bit_count() / total if total else 0.0
