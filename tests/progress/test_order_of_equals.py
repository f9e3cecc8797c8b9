"""What several units owe alike stands in one order, whichever of them reported last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from tests.conftest import MORNING
from tests.factories import fixed, make_plan, make_task
from tests.personas import Ward
from tracker.core import clock
from tracker.core.db import db
from tracker.progress import queries
from tracker.progress.models import Contribution

DAYS = (date(2026, 7, 20), date(2026, 8, 20), date(2026, 9, 21))


@pytest.fixture
def parts(ward: Ward) -> list[Contribution]:
    """Of nine parts the first three were written last, which moves them on PostgreSQL's pages."""
    lead, *cooperating = ward.culture, ward.economy, ward.office_unit
    task = make_task(make_plan(), fixed(*DAYS), lead=lead, cooperating=tuple(cooperating))
    db.session.commit()
    made = list(db.session.scalars(db.select(Contribution).order_by(Contribution.id)))
    assert len(made) == len(DAYS) * 3
    for part in made[:3]:
        part.difficulty = "Chưa có kinh phí"
        db.session.commit()
    assert {part.occurrence.task_id for part in made} == {task.id}
    return made


def numbers(found: Sequence[Contribution]) -> list[int]:
    return [part.id for part in found]


def test_by_their_numbers(parts: list[Contribution]) -> None:
    wanted = numbers(sorted(parts, key=lambda part: (part.due_on or date.max, part.id)))
    assert numbers(queries.contributions_by_id(wanted[::-1])) == wanted


def test_of_one_unit(parts: list[Contribution]) -> None:
    unit_id = parts[0].unit_id
    # Two instances on one day: put further, the first comes where the second is.
    parts[0].occurrence.due_on = parts[3].occurrence.due_on
    db.session.commit()
    own = [part for part in parts if part.unit_id == unit_id]
    wanted = numbers(sorted(own, key=lambda part: (part.due_on or date.max, part.id)))
    today = clock.today()
    assert numbers(queries.open_contributions_of_unit(unit_id, today=today)) == wanted
    with clock.at(MORNING.replace(month=12)):
        late = queries.past_due(clock.today())
    assert [number for number in numbers(late) if number in wanted] == wanted


def test_what_has_no_due_day_comes_first_whatever_the_engine(parts: list[Contribution]) -> None:
    task = parts[0].occurrence.task
    latest = task.occurrences[-1]
    latest.due_on = None
    db.session.flush()
    db.session.expire(task)
    assert [one.due_on for one in task.occurrences] == [None, *DAYS[:2]]
    of_plan = queries.contributions_of_plan(task.plan_id)
    assert [part.occurrence.due_on for part in of_plan[::3]] == [None, *DAYS[:2]]
    of_task = queries.contributions_of_task(task.id)
    assert [part.occurrence.due_on for part in of_task[::3]] == [*reversed(DAYS[:2]), None]
