"""Every contribution holds its instance's due day, whatever moved it and whenever it was made."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from tests.factories import fixed, make_plan, make_task
from tests.personas import Ward
from tracker.core.db import db
from tracker.progress.instances import make_contributions
from tracker.progress.models import Contribution
from tracker.tasks.models import Occurrence
from tracker.tasks.moving import extend_due_day, replace_due_day


def copies() -> list[tuple[date | None, date | None]]:
    """Each copy of a due day beside what it copies, as the database has them."""
    db.session.flush()
    statement = select(Contribution.due_on, Occurrence.due_on).join(Contribution.occurrence)
    return [(row[0], row[1]) for row in db.session.execute(statement)]


def test_the_copy_follows_every_move_of_the_instance(ward: Ward) -> None:
    days = (date(2026, 9, 10), date(2026, 10, 30))
    task = make_task(make_plan(), fixed(*days), lead=ward.culture, cooperating=(ward.economy,))
    first, second = task.occurrences
    extend_due_day(first, date(2026, 10, 1))
    assert copies().count((date(2026, 10, 1), date(2026, 10, 1))) == 2
    replace_due_day(second, date(2026, 11, 12))
    of_first = select(Contribution).where(Contribution.occurrence_id == first.id)
    db.session.delete(db.session.scalars(of_first).first())
    db.session.flush()
    make_contributions(first, task.assignments)
    found = copies()
    assert len(found) == 4
    assert all(copy == copied for copy, copied in found)
