"""Figures that are kept up with the journal are those of all rows counted anew, at any moment."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from flask import Flask

from tests.figures.course import FIRST, Course, begun_in_time, moments_of
from tests.personas import Ward
from tracker.core import clock
from tracker.figures import keeping
from tracker.figures.page import WindowFigures, _numbers_of_rows, numbers_of
from tracker.figures.rules import Basis, Grouping
from tracker.figures.sight import Sight
from tracker.figures.windows import chosen_days
from tracker.progress.instances import make_due_instances
from tracker.settings.rules import DataWindow

YEAR = chosen_days(FIRST - timedelta(days=20), FIRST + timedelta(days=120), DataWindow.CALENDAR)
GROUPINGS = (Grouping.UNIT, Grouping.OFFICER, Grouping.PERIOD)


def asked(ward: Ward, grouping: Grouping, basis: Basis, *, sees_all: bool) -> WindowFigures:
    """As a page asks for it, to the end of the minute."""
    return WindowFigures(
        window=YEAR,
        basis=basis,
        grouping=grouping,
        now=clock.now().replace(second=59, microsecond=999_999),
        sight=Sight(is_everything=sees_all, unit_id=ward.economy.id),
        sealed=None,
    )


def look(app: Flask, ward: Ward, chance: Random) -> None:
    """The numbers of a page against the rows behind them."""
    for grouping in GROUPINGS:
        sees_all, basis = chance.random() < 0.5, chance.choice(list(Basis))
        with app.test_request_context("/figures"):
            page = asked(ward, grouping, basis, sees_all=sees_all)
            assert numbers_of(page) == _numbers_of_rows(page)


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_the_kept_figures_are_those_counted_anew(
    app: Flask, ward: Ward, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted_anew = 0
    count = keeping._counted_anew

    def counted(*wanted: object) -> object:
        nonlocal counted_anew
        counted_anew += 1
        return count(*wanted)  # type: ignore[arg-type]

    monkeypatch.setattr(keeping, "_counted_anew", counted)
    chance, looks = Random(seed), 0  # noqa: S311 - no secret hangs on it
    course: Course = begun_in_time(ward, chance)

    def make_coming_ones(day: date) -> None:
        """As the clock's job does, of which the journal tells nothing."""
        make_due_instances(today=day + (day - FIRST))

    for _moment in moments_of(course, range(0, 21, 3), chance, make_coming_ones):
        look(app, ward, chance)
        looks += len(GROUPINGS)
    assert len(GROUPINGS) < counted_anew < looks, (counted_anew, looks)
