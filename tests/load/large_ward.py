"""A ward with very many tasks: ten units, fifty people, three in ten tasks overdue.

The mixture is that of the plans wards publish: half the rows have a fixed day, a third are regular
(most by the quarter, some only asked about each month), the rest wait for an event. What is done
has its reports, its paper and its entry in the journal. Rows are made by the thousand, so no verb
of the program runs over them; `tests/load/test_large_ward.py` holds that they fit together.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import insert, text

from tests.load.large_ward_rows import (
    PEOPLE_PER_UNIT,
    TASKS_PER_PLAN,
    TASKS_PER_SECTION,
    UNIT_NAMES,
    UNITS,
    RowCounter,
    add_rows,
    plan_of,
    section_of,
    tracked_from,
)
from tracker.accounts.models import User
from tracker.accounts.rules import Role
from tracker.accounts.service import create_user
from tracker.core import clock
from tracker.core.db import db, write
from tracker.plans.models import Plan, Section
from tracker.units.service import create_unit

PASSWORD = "Mat-khau-thu-2026"
AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class LargeWard:
    """Who signs in, and how many there are of what."""

    tasks: int
    contributions: int
    overdue: int
    head: str = "truong.2"
    colleague: str = "truong.3"
    office: str = "vanphong"


def fill_large_ward(tasks: int) -> LargeWard:
    """Make it in an empty database; transactions of their own."""
    today = clock.today()
    with write():
        _add_people()
    people = RowCounter(today)
    for first in range(1, tasks + 1, AT_ONCE):
        with write():
            last = min(first + AT_ONCE - 1, tasks)
            _add_plans(people, first, last, today)
            add_rows(people.rows_of(range(first, last + 1)))
    _settle_database()
    return LargeWard(tasks, people.contribution_id, people.overdue)


def _add_people() -> None:
    units = [create_unit(name, actor=None, short_name=name[:24]) for name in UNIT_NAMES[:UNITS]]
    office = create_user(
        "vanphong",
        full_name="Nguyễn Thị Văn Phòng",
        role=Role.OFFICE,
        unit=units[0],
        password=PASSWORD,
        email=None,
        actor=None,
    )
    for number, unit in enumerate(units, start=1):
        people = [
            {
                "username": f"truong.{number}" if place == 0 else f"congchuc.{number}.{place}",
                "full_name": f"Người Thử Số {number}.{place}",
                "role": Role.OFFICER if place else Role.UNIT_HEAD,
                "unit_id": unit.id,
                # One password for all: hashing takes its time, as it should.
                "password_hash": office.password_hash,
                "session_key": f"of {number}.{place}",
            }
            for place in range(PEOPLE_PER_UNIT)
        ]
        db.session.execute(insert(User), people)


def _add_plans(counter: RowCounter, first: int, last: int, today: date) -> None:
    plans = sorted({plan_of(number) for number in range(first, last + 1)} - counter.plans)
    counter.plans.update(plans)
    starts_on = today - timedelta(days=300)
    made_at = clock.from_vietnam(datetime.combine(starts_on, time(8)))
    db.session.execute(
        insert(Plan),
        [
            {
                "id": number,
                "title": f"Kế hoạch công tác số {number} của Ủy ban nhân dân phường",
                "number": f"{number}/KH-UBND",
                "issued_on": starts_on,
                "issuer": "UBND phường Mẫu",
                "year": today.year,
                "tracked_from": tracked_from(today),
                "columns": [],
                "created_at": made_at,
            }
            for number in plans
        ],
    ) if plans else None
    sections = sorted({section_of(n) for n in range(first, last + 1)} - counter.sections)
    counter.sections.update(sections)
    db.session.execute(
        insert(Section),
        [
            {
                "id": number,
                "plan_id": (number - 1) * TASKS_PER_SECTION // TASKS_PER_PLAN + 1,
                "position": number * 1000,
                "label": "I",
                "title": f"Nhóm nhiệm vụ số {number}",
            }
            for number in sections
        ],
    ) if sections else None


def _settle_database() -> None:
    """PostgreSQL looks over its tables by itself, soon; numbers given by hand move its sequences.

    SQLite is left as the program leaves it: nobody else looks after it.
    """
    if db.engine.dialect.name != "postgresql":
        return
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in ("plan", "section", "task", "assignment", "occurrence", "contribution"):
            connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), "  # noqa: S608
                    f"(SELECT max(id) FROM {table}))"
                )
            )
        connection.execute(text("VACUUM ANALYZE"))
