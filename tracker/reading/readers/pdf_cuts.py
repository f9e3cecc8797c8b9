"""Tells whether the first row of a page is the rest of the row the page before ended with.

Nothing in a PDF says so. What speaks for it: no label, words that begin small, a cell that only
together with the one above spells a value other rows have. What speaks against: room left on the
page above, a cell above that was not full.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tracker.core.text_vn import fold
from tracker.reading.columns import Column, Header
from tracker.reading.labels import split_leading_label
from tracker.reading.raw import as_printed
from tracker.reading.readers.pdf_grid import PlacedCell, PlacedTable

_SURE = 1.5
_ROOM = 60.0
_FULL = 2.7
_SELDOM = 0.85
_OPEN_END = re.compile(r"[-/,(–]$")
_REPEATING = {Column.LEAD, Column.COOPERATING, Column.DEADLINE}


@dataclass(frozen=True, slots=True)
class Verdict:
    """`score` above zero: the row goes on; near zero: a person should look."""

    score: float

    @property
    def goes_on(self) -> bool:
        return self.score > 0

    @property
    def is_sure(self) -> bool:
        return abs(self.score) >= _SURE


@dataclass(slots=True)
class Habits:
    """What the whole table shows: its columns, the values they repeat, how far pages are filled."""

    header: Header | None
    values: Mapping[int, set[str]]
    floor: float | None
    labels_always: bool
    seldom_empty: frozenset[int] = frozenset()
    label_column: int = 0
    content_column: int = 1
    meanings: dict[int, Column] = field(default_factory=dict)


def habits_of(tables: Sequence[PlacedTable], header: Header | None, floor: float | None) -> Habits:
    """The habits of a table given page by page."""
    values: dict[int, set[str]] = {}
    for table in tables:
        last = len(table.anchors) - 1
        for cell in table.cells:
            if cell.lines and cell.row > 0 and cell.last_row < last:
                values.setdefault(cell.column, set()).add(_key(cell.text))
    habits = Habits(header, values, floor, labels_always=True)
    if header is not None:
        habits.meanings = dict(header.meanings)
        habits.label_column = _first(header, Column.LABEL, 0)
        habits.content_column = _first(header, Column.CONTENT, 1)
    habits.labels_always = _labels_are_the_rule(tables, habits)
    habits.seldom_empty = _seldom_empty(tables)
    return habits


def weigh_cut(upper: Sequence[PlacedCell], lower: Sequence[PlacedCell], habits: Habits) -> Verdict:
    """Whether the cells of a page's first row go on from those of the row above the page break."""
    above = {cell.place: cell for cell in upper}
    filled = [cell for cell in lower if cell.lines]
    if not filled or any(cell.place not in above for cell in filled):
        return Verdict(-9.0)
    if _opens_with_label(filled, habits):
        return Verdict(-9.0)
    pairs = [(above[cell.place], cell) for cell in filled]
    score = 1.0 if habits.labels_always else 0.0
    score += _content_score(pairs, habits) + _room_score(upper, habits)
    score += sum(_pair_score(one, two, habits) for one, two in pairs)
    score += max(-4.0, sum(-2.0 * (not is_full(one)) for one, _ in pairs))
    return Verdict(score)


def _opens_with_label(filled: Iterable[PlacedCell], habits: Habits) -> bool:
    cell = min(filled, key=lambda cell: cell.column)
    if cell.column != habits.label_column:
        return False
    if cell.column_span == 1:
        return True
    return split_leading_label(as_printed(cell.text), bare_number=True) is not None


def _content_score(pairs: Sequence[tuple[PlacedCell, PlacedCell]], habits: Habits) -> float:
    pair = next((pair for pair in pairs if _covers(pair[1], habits.content_column)), None)
    if pair is None:
        return 4.0  # nothing to do: no row of its own
    above, words = as_printed(pair[0].text), as_printed(pair[1].text)
    if words[0].islower() or _OPEN_END.search(above):
        return 3.0
    meanings = {habits.meanings.get(cell.column) for _, cell in pairs}
    own_work = {Column.LEAD, Column.DEADLINE} <= meanings
    return (-2.0 if own_work else 0.0) - (1.0 if above.endswith((".", ";", ":")) else 0.5)


def _covers(cell: PlacedCell, column: int) -> bool:
    return cell.column <= column < cell.column + cell.column_span


def _pair_score(upper: PlacedCell, lower: PlacedCell, habits: Habits) -> float:
    meaning = habits.meanings.get(lower.column)
    if _covers(lower, habits.content_column) or meaning is Column.LABEL:
        return 0.0
    if not upper.lines:
        return -2.0 if upper.bottom - upper.top > 3.5 * lower.lines[0].height else -0.5
    score = 1.5 * (lower.text[0].islower() or bool(_OPEN_END.search(as_printed(upper.text))))
    known = habits.values.get(lower.column, set())
    if meaning in _REPEATING:
        together = _key(f"{upper.text}\n{lower.text}")
        score += 3.0 * (together in known)
        score -= 2.0 * (_key(lower.text) in known and together not in known)
    return score


def runs_on(upper: PlacedCell, lower: PlacedCell) -> bool:
    """Whether words of a filled cell go on in the cell below: in the middle of a sentence."""
    above = as_printed(upper.text)
    if not is_full(upper) or above.endswith((".", ";", ":")):
        return False
    return lower.text[0].islower() or _OPEN_END.search(above) is not None


def is_full(upper: PlacedCell) -> bool:
    """A cell cut by the page is full to its lower border, but for a line that would not fit."""
    room = upper.bottom - upper.lowest
    return not upper.lines or room <= _FULL * upper.lines[-1].height


def _room_score(upper: Sequence[PlacedCell], habits: Habits) -> float:
    bottom = max((cell.bottom for cell in upper), default=0.0)
    return -3.0 if habits.floor is not None and habits.floor - bottom > _ROOM else 0.0


def _labels_are_the_rule(tables: Sequence[PlacedTable], habits: Habits) -> bool:
    labelled = unlabelled = 0
    for table in tables:
        for cell in table.cells:
            if cell.row > 1 and cell.column == habits.label_column:
                labelled += bool(cell.lines)
                unlabelled += not cell.lines
    return unlabelled * 5 <= labelled


def _seldom_empty(tables: Sequence[PlacedTable]) -> frozenset[int]:
    """The columns in which nearly every cell of their own width holds words."""
    filled: dict[int, list[bool]] = {}
    for table in tables:
        for cell in table.cells:
            if cell.column_span == 1 and cell.row > 0:
                filled.setdefault(cell.column, []).append(bool(cell.lines))
    return frozenset(at for at, seen in filled.items() if sum(seen) >= _SELDOM * len(seen))


def _first(header: Header, meaning: Column, fallback: int) -> int:
    places = [at for at, found in header.meanings.items() if found is meaning]
    return min(places, default=fallback)


def _key(text: str) -> str:
    return fold(as_printed(text))
