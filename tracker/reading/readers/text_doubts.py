"""Doubts about a row put together from text: whether a cell holds words of the next one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from tracker.reading.columns import Column
from tracker.reading.raw import RawCell
from tracker.reading.readers.text_cells import Dealer, TextRow
from tracker.reading.readers.text_lines import Line
from tracker.reading.readers.text_scores import Run, Vocabulary, may_begin_time, time_score

_MAY_HOLD_ANOTHER = (
    "Một ô của dòng này có thể chứa cả thời gian hoặc đơn vị của ô bên cạnh; hãy so với bản gốc."
)
_GUESSED_BORDER = "Ranh giới giữa hai ô chữ liền nhau được suy ra; hãy so với bản gốc."
_UNITS = (Column.LEAD, Column.COOPERATING)
_LONGEST = 4


def flag_swallowed_cells(cells: Sequence[RawCell], row: TextRow, dealer: Dealer) -> None:
    """Marks every cell of a row in which one seems to hold a whole time or a known name more."""
    if any(_holds_another(row, at, dealer) for at in row.cells):
        for cell in cells[1:]:
            cell.doubts += (_MAY_HOLD_ANOTHER,)
    filled = [at for at, lines in sorted(row.cells.items()) if lines]
    for at, following in pairwise(filled):
        if _is_prose(dealer, at) and _is_prose(dealer, following):
            cells[at + 1].doubts += (_GUESSED_BORDER,)
            cells[following + 1].doubts += (_GUESSED_BORDER,)


def _is_prose(dealer: Dealer, at: int) -> bool:
    return dealer.columns[at] not in {Column.DEADLINE, *_UNITS}


def _holds_another(row: TextRow, at: int, dealer: Dealer) -> bool:
    lines, meaning = row.cells[at], dealer.columns[at]
    if meaning is Column.DEADLINE:
        return False
    first = 1 if meaning in {Column.CONTENT, *_UNITS} else 0
    if any(_is_time(lines[start:], dealer.vocabulary) for start in range(first, len(lines))):
        return True
    return meaning not in _UNITS and any(
        dealer.vocabulary.known.open(lines[start:]) for start in range(first, len(lines))
    )


def _is_time(lines: Sequence[Line], vocabulary: Vocabulary) -> bool:
    if not may_begin_time(lines[0]):
        return False
    runs = [Run(lines[:end]) for end in range(1, min(len(lines), _LONGEST) + 1)]
    return any(time_score(run, vocabulary) > 0 for run in runs)
