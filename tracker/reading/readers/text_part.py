"""Some lines of a row with every score the search for cells asks for, each worked out once."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.reading.readers.text_lines import Line
from tracker.reading.readers.text_scores import (
    LONGEST_TIME,
    Run,
    Vocabulary,
    ends_open,
    is_short,
    may_begin_time,
    may_begin_units,
    new_cell_score,
    prose_line_score,
    same_cell_score,
    time_score,
)
from tracker.reading.readers.text_units import LONGEST_UNITS, units_scores

Fits = list[tuple[int, float]]
# No cell ends there.
_INSIDE_A_NAME = 12.0


class Part:
    """The lines of one row, or of one side of a page break in it."""

    def __init__(self, lines: Sequence[Line], vocabulary: Vocabulary) -> None:
        self.lines = lines
        self.vocabulary = vocabulary
        above = [lines[0], *lines[:-1]]
        pairs = list(zip(above, lines, strict=True))
        self.prose = [prose_line_score(line, vocabulary) for line in lines]
        self.same_cell = [same_cell_score(one, two, vocabulary) for one, two in pairs]
        self.new_cell = [new_cell_score(one, two, vocabulary, units=False) for one, two in pairs]
        self.new_units = [new_cell_score(one, two, vocabulary, units=True) for one, two in pairs]
        for at in vocabulary.known.broken_lines(lines):
            self.new_cell[at] -= _INSIDE_A_NAME
            self.new_units[at] -= _INSIDE_A_NAME
        self.blanks = [line.padding + line.leading for line in lines]
        self._times: dict[int, Fits] = {}
        self._units: dict[int, Fits] = {}

    def times(self, at: int) -> Fits:
        """(end, score) of every run from this line that may be a phrase of time."""
        if at not in self._times:
            self._times[at] = self._fits_of_time(at) if may_begin_time(self.lines[at]) else []
        return self._times[at]

    def units(self, at: int) -> Fits:
        """(end, score) of every run from this line that may be a cell of unit names."""
        if at not in self._units:
            self._units[at] = self._fits_of_units(at) if may_begin_units(self.lines[at]) else []
        return self._units[at]

    def rest_of_units(self, at: int, before: Sequence[Line]) -> Fits:
        """The same for the end of a cell begun before a page break: sure only if it is known."""
        known = self.vocabulary.units
        return [
            (end, 8.0 if Run([*before, *self.lines[at:end]]).key in known else -2.0)
            for end in self._ends(at, LONGEST_UNITS)
        ]

    def rest_of_time(self, at: int, before: Sequence[Line]) -> Fits:
        """The end of a phrase of time, if it makes a better phrase of what stands before."""
        cut = time_score(Run(before), self.vocabulary)
        runs = [(end, Run([*before, *self.lines[at:end]])) for end in self._ends(at, LONGEST_TIME)]
        fits = [(end, time_score(run, self.vocabulary)) for end, run in runs]
        return [(end, score) for end, score in fits if score >= max(cut, 1.0)]

    def ends_early(self, at: int, column: int) -> bool:
        """Whether a line probably ended its cell: short for its column, and not left open."""
        line = self.lines[at]
        return is_short(line, column, self.vocabulary) and not ends_open(line)

    def begins_after_early_end(self, at: int, column: int) -> bool:
        line = self.lines[at]
        return line.words[0].isupper() and not line.glued and self.ends_early(at - 1, column)

    def too_long(self, at: int, column: int) -> float:
        """A line much longer than the column's others is not of it."""
        width = self.vocabulary.widths.get(column, 0.0)
        return 2.0 if 0 < 1.3 * width < len(self.lines[at].words) else 0.0

    def _ends(self, at: int, longest: int) -> range:
        return range(at + 1, min(len(self.lines), at + longest) + 1)

    def _fits_of_time(self, at: int) -> Fits:
        runs = [(end, Run(self.lines[at:end])) for end in self._ends(at, LONGEST_TIME)]
        fits = [(end, time_score(run, self.vocabulary)) for end, run in runs]
        return [(end, score) for end, score in fits if score > -4.0]

    def _fits_of_units(self, at: int) -> Fits:
        scores = units_scores(self.lines[at : at + LONGEST_UNITS], self.vocabulary)
        return [(end, score) for end, score in enumerate(scores, start=at + 1) if score > -4.5]
