"""The board that is kept up with the journal is the one whose rows are all judged anew."""

from __future__ import annotations

from random import Random

import pytest
from flask import Flask

from tests.figures.course import begun_in_time, moments_of
from tests.personas import Ward
from tracker.core import clock
from tracker.follow_up import board_keeping
from tracker.follow_up.board import BoardFilter, Grouping, Stage
from tracker.follow_up.board_rows import board_of, board_rows
from tracker.progress.moment import Moment

BOARDS = (
    (BoardFilter(), None),
    (BoardFilter(stage=Stage.BOTH, grouping=Grouping.DAYS), None),
    (BoardFilter(stage=Stage.SOON), 1),
)


def look(app: Flask) -> int:
    """The number of rows compared."""
    seen = 0
    for chosen, unit in BOARDS:
        with app.test_request_context("/follow-up"):
            moment = Moment.of(clock.now())
            kept = board_keeping.kept_board(chosen, unit, moment)
            anew = board_of(chosen, sorted(board_rows(chosen.stage, unit, moment)), {})
        assert kept == anew
        seen += kept.total
    return seen


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_the_kept_board_is_the_one_judged_anew(
    app: Flask, ward: Ward, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = 0
    judge = board_keeping.board_rows

    def judged(*asked: object, among: object = None) -> object:
        nonlocal whole
        whole += among is None
        return judge(*asked, among=among)  # type: ignore[arg-type]

    monkeypatch.setattr(board_keeping, "board_rows", judged)
    chance, looks, seen = Random(seed), 0, 0  # noqa: S311 - no secret hangs on it
    course = begun_in_time(ward, chance)
    for _moment in moments_of(course, range(12, 33, 2), chance):
        seen += look(app)
        looks += len(BOARDS)
    assert seen > looks
    assert len(BOARDS) < whole < looks
