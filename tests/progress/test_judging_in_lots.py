"""Work judged in lots is judged as its whole history is, whatever happened to it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

import pytest
from sqlalchemy import true

from tests.figures.course import FIRST, begun_in_time, moments_of
from tests.personas import Ward
from tracker.core import clock
from tracker.figures.history import row_in, row_of
from tracker.figures.queries import histories, rows_in
from tracker.figures.rules import FigureRow
from tracker.figures.windows import Window, chosen_days
from tracker.progress import judging_in_lots
from tracker.progress.history import History, facts_at
from tracker.progress.instances import make_due_instances
from tracker.progress.judging_in_lots import judged
from tracker.progress.past import histories_of
from tracker.progress.rules import ContributionFacts, ContributionStatus, timing_class
from tracker.settings.rules import DataWindow


def end_of(day: date) -> datetime:
    return clock.from_vietnam(datetime.combine(day, time.max))


def windows(today: date) -> list[Window]:
    """One that runs, from yesterday, one that is over, one that holds everything, one to come."""
    day = timedelta(days=1)
    spans = (
        (today - 7 * day, today + 30 * day),
        (today - day, today),
        (FIRST + day, today - day),
        (FIRST - 40 * day, today + 90 * day),
        (today + 3 * day, today + 40 * day),
    )
    return [chosen_days(first, last, DataWindow.CALENDAR) for first, last in spans if first <= last]


def rows_by_histories(window: Window, now: datetime) -> list[FigureRow]:
    found = (row_in(history, window, now) for history in histories(window, now))
    return sorted((row for row in found if row is not None), key=lambda row: row.contribution_id)


def standing_at(history: History, moment: datetime, until: datetime) -> tuple[object, ...]:
    """What may be asked about an earlier moment, and about the last."""
    then, now = facts_at(history, moment), facts_at(history, until)
    owes = then.status not in {ContributionStatus.SUBMITTED, ContributionStatus.ACCEPTED}
    return (
        timing_class(then, clock.day_in_vietnam(moment)),
        "owes" if owes else (then.status, then.submitted_on),
        _without_hour(now),
        timing_class(now, clock.day_in_vietnam(until)),
        history.plan_state_at(moment),
        history.plan_state_at(until),
    )


def _without_hour(facts: ContributionFacts) -> tuple[object, ...]:
    return facts.status, facts.due_on, facts.original_due_on, facts.submitted_on, facts.was_updated


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_lots_are_judged_as_histories(
    ward: Ward, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging_in_lots, "READ_AT_ONCE", 3)
    monkeypatch.setattr(judging_in_lots, "MOST_SHAPES", 2)
    chance, straight = Random(seed), 0  # noqa: S311 - no secret hangs on it
    course = begun_in_time(ward, chance)
    steps = moments_of(course, range(0, 18, 2), chance, lambda day: make_due_instances(today=day))
    for now in steps:
        today = clock.day_in_vietnam(now)
        for window in windows(today):
            by_lots = sorted(rows_in(window, now), key=lambda row: row.contribution_id)
            assert by_lots == rows_by_histories(window, now)
        moments = [end_of(today - timedelta(days=back)) for back in (9, 2)]
        for moment in moments:
            found = {
                piece.contribution_id: verdict
                for piece, verdict in judged(
                    lambda history: (history.contribution_id == 0, history),
                    true(),
                    until=now,
                    moments=moments,
                )
            }
            straight += sum(is_straight for is_straight, _history in found.values())
            told = {number: standing_at(h, moment, now) for number, (_, h) in found.items()}
            assert told == {
                history.contribution_id: standing_at(history, moment, now)
                for history in histories_of(true(), until=now)
            }
    assert straight


def test_a_piece_says_whose_it_is(ward: Ward) -> None:
    course = begun_in_time(ward, Random(0))  # noqa: S311 - no secret hangs on it
    now = end_of(FIRST)
    window = chosen_days(FIRST, FIRST + timedelta(days=60), DataWindow.CALENDAR)
    rows = {row.contribution_id: row for row in rows_in(window, now)}
    for item in course.owed:
        row = rows.get(item.id)
        if row is not None:
            task = item.occurrence.task
            assert (row.unit_id, row.plan_id) == (item.unit_id, task.plan_id)
            assert row_of(row, row) == row
    assert rows
