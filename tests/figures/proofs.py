"""Figures against the journal over many random courses of work; `make proofs`.

The ordinary tests live through eight courses of forty days; here 300 of sixty.
"""

from __future__ import annotations

import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from tests.conftest import MORNING, config_for
from tests.figures.course import FIRST, live
from tests.figures.journal_recount import Journal
from tests.personas import Ward, make_ward
from tracker import create_app
from tracker.core import clock
from tracker.core.db import db
from tracker.figures.queries import rows_in
from tracker.figures.rules import CLASS_MEASURES, Basis, FigureRow, Measure, figures_of
from tracker.figures.windows import chosen_days
from tracker.settings.rules import DataWindow

DAYS = 40
NOW = datetime(2026, 9, 1, tzinfo=UTC)


def prove(ward: Ward, seed: int, *, days: int = DAYS, windows: int = 8, actions: int = 2) -> int:
    """Live one course and set its figures against the journal; gives how many rows were compared.

    Everything is rolled back, so that one ward lives through any number of courses.
    """
    chance, compared = Random(seed), 0  # noqa: S311 - no secret hangs on it
    try:
        course = live(ward, chance, days=days, actions=actions)
        journal = Journal.of_everything()
        journal.check_against_rows()
        for day in chance.sample(sorted(course.seen), 4):
            assert journal.seen_on(day) == course.seen[day], f"seed {seed}: {day}"
        for _ in range(windows):
            ends = sorted(chance.randrange(days) for _ in range(2))
            first, last = (FIRST + timedelta(days=number) for number in ends)
            rows = rows_in(chosen_days(first, last, DataWindow.CALENDAR), NOW)
            assert _told(rows) == journal.window(first, last), f"seed {seed}: {first} – {last}"
            _assert_adding_up(rows)
            compared += len(rows)
    finally:
        db.session.rollback()
    return compared


def _told(rows: list[FigureRow]) -> dict[int, tuple[object, ...]]:
    return {
        row.contribution_id: (
            row.current,
            row.original,
            row.days_late,
            row.was_updated,
            row.times_returned,
            row.times_extended,
        )
        for row in rows
    }


def _assert_adding_up(rows: list[FigureRow]) -> None:
    for basis in Basis:
        figures = figures_of(rows, basis)
        assert sum(figures[m] for m in CLASS_MEASURES) == figures[Measure.TOTAL]
        assert figures[Measure.DONE] + figures[Measure.OPEN] == figures[Measure.TOTAL]


def main(courses: int = 300) -> None:
    """The full number, on SQLite in a folder that goes away."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(config_for(f"sqlite:///{folder}/proofs.sqlite3", Path(folder)))
        with app.app_context(), clock.at(MORNING):
            db.create_all()
            ward = make_ward()
            db.session.commit()
            compared = sum(prove(ward, seed, days=60) for seed in range(courses))
            db.session.remove()
            db.engine.dispose()
    seconds = time.monotonic() - began
    print(f"figures: {courses} courses, {compared} rows equal to the journal, {seconds:.0f} s")


if __name__ == "__main__":
    main()
