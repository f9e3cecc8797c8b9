"""Which row of an amended plan is which task of the plan in force. Pure: words in, pairs out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

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


def matches(rows: Sequence[Side], tasks: Sequence[Side]) -> list[Match]:
    """Pairs by likeness of the words, the best first; the label only tells equals apart."""
    task_words = {task.id: _words(task.content) for task in tasks}
    scored = []
    for row in rows:
        words = _words(row.content)
        for task in tasks:
            likeness = _likeness(words, task_words[task.id])
            if likeness >= DOUBTFUL:
                scored.append((likeness, row.path == task.path, row, task))
    scored.sort(key=lambda found: (-found[0], not found[1], found[2].id, found[3].id))
    taken_rows: set[int] = set()
    taken_tasks: set[int] = set()
    found: list[Match] = []
    for likeness, in_place, row, task in scored:
        if row.id in taken_rows or task.id in taken_tasks:
            continue
        rivals = [
            other
            for other, other_in_place, r, t in scored
            if (r is row) != (t is task)
            and r.id not in taken_rows
            and t.id not in taken_tasks
            and other_in_place >= in_place
            and other > likeness - TOO_NEAR
        ]
        sure = likeness >= (CERTAIN_IN_PLACE if in_place else CERTAIN)
        found.append(Match(row.id, task.id, is_doubtful=not sure or bool(rivals)))
        taken_rows.add(row.id)
        taken_tasks.add(task.id)
    return found


def _words(content: str) -> Counter[str]:
    """Single words and pairs of neighbours: order counts, but not everything hangs on it."""
    single = fold(content).split()
    return Counter(single) + Counter(f"{a} {b}" for a, b in pairwise(single))


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Dice's coefficient: 1 for the same words, 0 for none in common."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0
