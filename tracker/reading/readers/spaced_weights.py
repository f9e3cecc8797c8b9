"""How well some neighbouring lines of a page make one row, where no line is drawn between rows.

One label a row, a content that begins like a sentence, cells that stand where their column puts
them (at the row's top or in its middle), values that other rows have as well.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from tracker.core.text_vn import fold
from tracker.reading.labels import LabelKind, read_label
from tracker.reading.readers.spaced_columns import CutLine

_ONE_LABEL, _NO_LABEL, _NO_LABEL_AND_NO_CELLS = 3.0, -4.0, -3.0
_BEGINS, _BEGINS_SMALL, _CELL_BEGINS_SMALL = 2.0, -4.0, -1.5
_NO_CONTENT = -4.0
_AWAY, _LABEL_AWAY, _FARTHEST_AWAY = -1.0, -2.5, 4.0
_KNOWN, _FEWEST, _MOST_LINES_OF_KNOWN = 1.0, 2, 6
_MIXED = 3.0
_OPEN = 2.0
_HOLE = -2.0
_SHORT, _SHORT_CAPITALS, _FULL = 0.7, 0.4, 0.88
_OPEN_END = re.compile(r"[,(/–]$|\w-$|(^|\s)và$")

Values = Mapping[tuple[int, str], int]


@dataclass(frozen=True, slots=True)
class Setting:
    """Where cells stand: those of the columns in `centred` in the middle, others at the top."""

    centred: frozenset[int] = frozenset()


@dataclass(slots=True)
class _PageColumn:
    """One column of a page: the lines it has words on, and sums over them to subtract."""

    places: list[int]
    texts: list[str]
    keys: list[str]
    holes: list[int] = field(default_factory=list)
    flow: list[float] = field(default_factory=list)


class SpacedSheet:
    """The cut lines of one page with all that the weighing asks for, worked out once.

    `goes_on`: the page before ended with a row that may not be over.
    """

    def __init__(
        self, lines: Sequence[CutLine], *, label: int, content: int, goes_on: bool
    ) -> None:
        self.lines = lines
        self.label = label
        self.content = content
        self.goes_on = goes_on
        labels = [int(_is_label(line.cells.get(label, ""))) for line in lines]
        self._labels_before = [0, *accumulate(labels)]
        self._gaps_before = [0, *accumulate(int(line.line.gap) for line in lines)]
        self._wide_before = [0, *accumulate(int(line.wide) for line in lines)]
        columns = sorted({column for line in lines for column in line.cells})
        self._columns = {column: self._column(column) for column in columns}
        texts = [line.cells.get(content, "") for line in lines if not line.wide]
        self._room = max(map(len, texts), default=0)
        if content in self._columns:
            self._add_flow(self._columns[content])

    def labels_in(self, start: int, end: int) -> int:
        return self._labels_before[end] - self._labels_before[start]

    def weigh(self, start: int, end: int, setting: Setting, known: Values) -> float:
        """The weight of the lines from `start` up to `end` as one row."""
        is_rest = start == 0 and self.goes_on
        labels = self.labels_in(start, end)
        gaps = self._gaps_before[end] - self._gaps_before[start + 1]
        score = 0.5 * self.lines[start].line.gap - gaps
        wide = self._wide_before[end] > self._wide_before[start]
        others = has_content = False
        for column, facts in self._columns.items():
            first = bisect_left(facts.places, start)
            last = bisect_left(facts.places, end, first) - 1
            if last < first:
                continue
            others = others or column not in {self.label, self.content}
            has_content = has_content or column == self.content
            away = self._away(column, facts, first, last, start, end, setting)
            score += (_LABEL_AWAY if column == self.label else _AWAY) * away
            score += self._words(column, facts, first, last, end, known, is_rest=is_rest)
        score += _ONE_LABEL if labels else 0.5 if is_rest else _NO_LABEL
        if not labels and not is_rest and not others:
            score += _NO_LABEL_AND_NO_CELLS
        if wide:
            return score - _MIXED * others
        return score if has_content or is_rest else score + _NO_CONTENT

    def misfits(self, start: int, end: int) -> dict[int, tuple[float, float]]:
        """By column, how far its words stand from the top and from the middle of a row."""
        found: dict[int, tuple[float, float]] = {}
        for column, facts in self._columns.items():
            first = bisect_left(facts.places, start)
            last = bisect_left(facts.places, end, first) - 1
            if first <= last:
                top, middle = facts.places[first], (facts.places[first] + facts.places[last]) / 2
                found[column] = top - start, abs(middle - (start + end - 1) / 2)
        return found

    def _column(self, column: int) -> _PageColumn:
        places = [at for at, line in enumerate(self.lines) if column in line.cells]
        texts = [self.lines[at].cells[column] for at in places]
        # Centred cells leave every second line to the others; more is a border between cells.
        holes = [int(two - one > 2) for one, two in pairwise(places)]
        keys = [fold(text) for text in texts]
        return _PageColumn(places, texts, keys, [0, *accumulate(holes)])

    def _add_flow(self, facts: _PageColumn) -> None:
        """A text goes on after full lines only, and keeps to capitals or to small letters."""
        costs = []
        for above, text in pairwise(facts.texts):
            least = _SHORT_CAPITALS if above.isupper() else _SHORT
            ended = len(above) < least * self._room and not text[0].islower()
            costs.append(1.5 * ended + _MIXED * (above.isupper() is not text.isupper()))
        facts.flow = [0.0, *accumulate(costs)]

    def _away(
        self,
        column: int,
        facts: _PageColumn,
        first: int,
        last: int,
        start: int,
        end: int,
        setting: Setting,
    ) -> float:
        """How many lines a cell stands from its place; a row cut by the page is set at its top."""
        away = float(facts.places[first] - start)
        if column in setting.centred:
            middle = (facts.places[first] + facts.places[last]) / 2
            centred = abs(middle - (start + end - 1) / 2)
            is_cut = end == len(self.lines) or (start == 0 and self.goes_on)
            away = min(away, centred) if is_cut else centred
        return min(max(0.0, away - 0.5), _FARTHEST_AWAY)

    def _words(
        self,
        column: int,
        facts: _PageColumn,
        first: int,
        last: int,
        end: int,
        known: Values,
        *,
        is_rest: bool,
    ) -> float:
        score = _HOLE * (facts.holes[last] - facts.holes[first])
        if column == self.label:
            return score
        if not is_rest:
            score += self._beginning(column, facts.texts[first])
        at_end = end == len(self.lines)
        score -= _OPEN * (_OPEN_END.search(facts.texts[last]) is not None and not at_end)
        if column == self.content:
            full = len(facts.texts[last]) > _FULL * self._room and not at_end
            return score - (facts.flow[last] - facts.flow[first]) - 1.0 * full
        if last - first >= _MOST_LINES_OF_KNOWN:
            return score
        key = " ".join(facts.keys[first : last + 1])
        return score + _KNOWN * (known.get((column, key), 0) >= _FEWEST)

    def _beginning(self, column: int, text: str) -> float:
        small = text[0].islower()
        if column == self.content:
            return _BEGINS_SMALL if small else _BEGINS
        return _CELL_BEGINS_SMALL if small else 0.0


def _is_label(text: str) -> bool:
    return read_label(text).kind is not LabelKind.NONE
