"""The board's rows, kept up with what the journal tells instead of being judged anew every time.

The work that the journal names is judged again by the same rules; of what is due today by an hour
each minute. Everything is judged anew on another day, and when the journal tells of anything but
single pieces of work (`progress/standing.py`). `tests/follow_up/test_board_keeping.py` holds it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from threading import Lock

from tracker.core import clock
from tracker.core.unchanged import kept_for_this_database
from tracker.follow_up.board import BoardFilter, ContactState, Stage
from tracker.follow_up.board_rows import Board, board_of, board_rows
from tracker.follow_up.kept_rows import KeptRows
from tracker.follow_up.queries import letter_answers
from tracker.progress.marks import current_mark, may_be_kept
from tracker.progress.moment import Moment
from tracker.progress.standing import Standing, due_by_an_hour

# Stages for the office and for units that follow plans up; filters of each.
MOST_KEPT, MOST_BOARDS = 6, 12
_EXTENSION = "kept_boards"


@dataclass(kw_only=True)
class _Kept:
    rows: KeptRows
    standing: Standing
    # As long as no row changes its place.
    boards: dict[BoardFilter, Board] = field(default_factory=dict)


class _Keeper:
    def __init__(self) -> None:
        self.lock = Lock()
        self.kept: dict[tuple[Stage, int | None], _Kept] = {}


def kept_board(chosen: BoardFilter, unit_overseen: int | None, moment: Moment) -> Board:
    """The board as of now."""
    mark, now = current_mark(), clock.now()
    answers = letter_answers() if chosen.contact is not ContactState.ANY else {}
    if not may_be_kept(mark, now):
        rows = sorted(board_rows(chosen.stage, unit_overseen, moment))
        return board_of(chosen, rows, answers)
    keeper: _Keeper = kept_for_this_database(_EXTENSION, _Keeper)
    key = chosen.stage, unit_overseen
    with keeper.lock:
        kept = keeper.kept.pop(key, None)
        touched = kept.standing.news(mark, now) if kept else None
        if kept is None or touched is None:
            kept = _Kept(
                rows=KeptRows(board_rows(*key, moment)),
                standing=Standing(mark=mark, moment=now, timed=due_by_an_hour(moment.today)),
            )
        elif touched:
            _judge_anew(kept, touched, key, moment)
        kept.standing.move_to(mark, now)
        keeper.kept[key] = kept
        if len(keeper.kept) > MOST_KEPT:
            del keeper.kept[next(iter(keeper.kept))]
        if answers:
            return board_of(chosen, kept.rows, answers)
        return _board(kept, chosen)


def _board(kept: _Kept, chosen: BoardFilter) -> Board:
    board = kept.boards.pop(chosen, None)
    kept.boards[chosen] = board or board_of(chosen, kept.rows, {})
    if len(kept.boards) > MOST_BOARDS:
        del kept.boards[next(iter(kept.boards))]
    return kept.boards[chosen]


def _judge_anew(
    kept: _Kept, touched: Collection[int], key: tuple[Stage, int | None], moment: Moment
) -> None:
    found = {number: kept.rows.get(number) for number in touched}
    before = {number: row for number, row in found.items() if row is not None}
    after = {row.contribution_id: row for row in board_rows(*key, moment, among=touched)}
    kept.standing.timed -= set(touched)
    kept.standing.timed |= due_by_an_hour(moment.today, among=touched)
    if before == after:
        return
    kept.boards.clear()
    for number in before.keys() | after.keys():
        kept.rows.put(number, after.get(number))
