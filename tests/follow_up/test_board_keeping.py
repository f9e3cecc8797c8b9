"""The board that is kept up with the journal is the one whose rows are all judged anew."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from flask import Flask

from tests.figures.course import FIRST, begun_in_time
from tests.personas import Ward
from tracker.core import clock
from tracker.core.db import db
from tracker.follow_up import board_keeping
from tracker.follow_up.board import BoardFilter, Grouping, Stage
from tracker.follow_up.board_rows import board_of, board_rows
from tracker.progress.moment import Moment

# 09:05, 16:05 and 17:05 in Vietnam: before and after the hour of what is due by 16:30.
HOURS = (2, 9, 10)
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
            anew = board_of(chosen, board_rows(chosen.stage, unit, moment), {})
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
    for number in range(12, 33, 2):
        day = FIRST + timedelta(days=number)
        for hour in HOURS:
            # In the last hour of the day often nothing is written: what was due by then is late.
            if hour != HOURS[-1] or chance.random() < 0.3:
                course.act(day, hour, chance)
            db.session.commit()
            with clock.at(datetime(day.year, day.month, day.day, hour, 5, tzinfo=UTC)):
                seen += look(app)
                looks += len(BOARDS)
    assert seen > looks
    assert len(BOARDS) < whole < looks
