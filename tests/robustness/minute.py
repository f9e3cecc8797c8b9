"""Two web processes and two schedulers on one PostgreSQL and one S3 store, under load.

Half-way one of each is killed. Nobody may notice but by a line that breaks: no answer is an error,
nothing acknowledged is lost, each mail goes out once. Only the mail that the killed scheduler was
handing over may be said again, with the same Message-ID (see `tracker/reminders/outbox.py`).
"""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

from flask import Flask
from sqlalchemy import func, select

from tests.conftest import config_for
from tests.databases import drop_postgres_database, new_postgres_database, postgres_url
from tests.evidence.object_server import bucket_at, open_object_server
from tests.factories import make_plan
from tests.ports import held_port
from tests.reminders.crowd import add_people, add_work
from tests.reminders.post_office import PostOffice, open_post_office
from tests.robustness.at_work import Done, Officer, at_work
from tests.robustness.filled import ward_on
from tests.robustness.killing import Person, Server, environment_of, tracker_process
from tracker import create_app, scheduler
from tracker.accounts.models import User
from tracker.accounts.rules import Role
from tracker.accounts.service import create_user
from tracker.command_support import migrate_to
from tracker.config import load_config
from tracker.core import clock
from tracker.core.db import db, read, write
from tracker.core.storage import file_store
from tracker.demo.people import PASSWORD
from tracker.follow_up.service import Order, send_letters
from tracker.health import check_installation
from tracker.progress.models import Contribution, Evidence, ProgressUpdate
from tracker.reminders.models import OutboxMessage
from tracker.reminders.rules import STALE_CLAIM, OutboxState
from tracker.settings.service import change_setting
from tracker.units.rules import UnitKind
from tracker.units.service import create_unit
from tracker.working_calendar.queries import calendar_version
from tracker.working_calendar.rules import CalendarChange, DayDecision
from tracker.working_calendar.service import change_calendar

CORNER = "phuong-mau"
FIRST, EACH = 5_001, 2
PATIENCE = 150.0
# The killed scheduler dies when so many mails of a round have been taken.
AMID = 5


@dataclass(frozen=True, slots=True)
class Minute:
    """What came of it. Waiting: mails that the surviving scheduler left after its round."""

    seconds: float
    answers: int
    broken_off: int
    reports: int
    files: int
    lost: int
    mails: int
    waiting: int
    claimed_by_the_killed: int
    told_again: int
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Load:
    """How much of it: seconds before and after the kill, people who get mail, who work."""

    before: float
    after: float
    people: int
    officers: int
    # Letters at the start go out with the schedulers' first round, later ones at a full minute.
    letters_later: bool = False
    pause: float = 0


def prove_minute(load: Load, filled: Path | None = None) -> Minute:
    """One of each is killed amid the work; what the others make of it.

    In a ward with nothing in it but the work of this proof, or in the filled one.
    """
    with (
        tempfile.TemporaryDirectory() as name,
        open_object_server() as objects,
        _ward(Path(name), filled, bucket_at(objects, CORNER)) as database_url,
        open_post_office() as (office, mail),
    ):
        environment = environment_of(database_url, Path(name)) | {
            "TRACKER_EVIDENCE_URL": bucket_at(objects, CORNER),
            "TRACKER_SMTP_URL": f"smtp://{mail.host}:{mail.port}?from={quote(mail.sender)}",
        }
        app = create_app(load_config(environment))
        _prepare(app, load)
        try:
            return _play(app, office, environment, load)
        finally:
            with app.app_context():
                db.engine.dispose()


@contextmanager
def _ward(folder: Path, filled: Path | None, evidence_url: str) -> Iterator[str]:
    """The address of a database of its own, with the Office in it."""
    if filled is not None:
        with ward_on("postgresql", filled, folder, evidence_url=evidence_url) as database_url:
            yield database_url
        return
    name = new_postgres_database()
    app = create_app(replace(config_for(postgres_url(name), folder), evidence_url=evidence_url))
    with app.app_context():
        migrate_to("head")
        with write():
            unit = create_unit("Văn phòng HĐND và UBND", UnitKind.INTERNAL, actor=None)
            create_user(
                "vanphong",
                full_name="Người thử Văn phòng",
                role=Role.OFFICE,
                unit=unit,
                password=PASSWORD,
                actor=None,
            )
        db.session.remove()
        db.engine.dispose()
    try:
        yield postgres_url(name)
    finally:
        drop_postgres_database(name)


def _play(app: Flask, office: PostOffice, environment: dict[str, str], load: Load) -> Minute:
    logs = Path(environment["TRACKER_DATA_DIR"])
    done, began = Done(), time.monotonic()
    with (
        _two_servers(environment, logs) as servers,
        _schedulers(environment, logs) as schedulers,
    ):
        officers = _officers(app, servers, done, load)
        with at_work(officers):
            time.sleep(load.before)
            taken = len(office.mails)
            if load.letters_later:
                _order_letters(app, load)
            _wait_until(lambda: len(office.mails) >= taken + AMID, schedulers)
            servers[0].kill()
            schedulers[0].kill()
            time.sleep(load.after)
            _wait_until(lambda: _all_are_said(app, load), schedulers[1:])
        waiting = _count(app, OutboxState.WAITING)
        claimed = _count(app, OutboxState.SENDING)
        seconds = time.monotonic() - began
        _open_all_files(app, servers, done)
    _say_what_the_killed_had_claimed(app)
    done.wrong += _problems(app, logs) + _said_twice(office)
    return Minute(
        seconds=round(seconds),
        answers=done.answers,
        broken_off=done.broken_off,
        reports=len(done.words),
        files=len(done.files),
        lost=_lost(app, done),
        mails=len(set(office.message_ids)),
        waiting=waiting,
        claimed_by_the_killed=claimed,
        told_again=len(office.message_ids) - len(set(office.message_ids)),
        wrong=tuple(done.wrong),
    )


def _prepare(app: Flask, load: Load) -> None:
    """People who owe work by today, which is a working day, and are told of it from midnight on."""
    with app.app_context(), write():
        today = clock.today()
        change_setting("disable_after_idle_days", 0, actor=None)
        change_setting("digest_time", "00:00", actor=None)
        for day in (today, today + timedelta(days=1)):
            works = CalendarChange(day, day, DayDecision.WORKING, "Thử tải")
            change_calendar(works, version=calendar_version(), actor=None)
        known = db.session.scalars(select(User).where(User.username == "vanphong")).one()
        plan = make_plan(year=today.year, issued_on=today - timedelta(days=30), number="99/KH-UBND")
        add_people(_numbers(load), like=known)
        add_work(_numbers(load), each=EACH, plan_id=plan.id, due_on=today)
    if not load.letters_later:
        _order_letters(app, load)


def _order_letters(app: Flask, load: Load) -> None:
    """A letter to each unit, which goes out by mail within minutes."""
    owed = select(Contribution).where(Contribution.unit_id.in_(_numbers(load)))
    with app.app_context(), write():
        office = db.session.scalars(select(User).where(User.username == "vanphong")).one()
        order = Order(5_000, clock.today() + timedelta(days=7), "minute")
        send_letters(db.session.scalars(owed).all(), order, actor=office)


def _numbers(load: Load) -> range:
    return range(FIRST, FIRST + load.people)


@contextmanager
def _two_servers(environment: dict[str, str], logs: Path) -> Iterator[list[Server]]:
    with (
        held_port() as one,
        held_port() as other,
        _running(
            [
                Server(environment, port, log=logs / f"web-{number}.log")
                for number, port in enumerate((one, other))
            ]
        ) as servers,
    ):
        yield servers


@contextmanager
def _running(servers: list[Server]) -> Iterator[list[Server]]:
    try:
        for server in servers:
            server.begin()
        for server in servers:
            server.wait_until_it_answers()
        yield servers
        assert servers[1].is_running, "the other server ended by itself"
    finally:
        for server in servers:
            server.kill()


@contextmanager
def _schedulers(environment: dict[str, str], logs: Path) -> Iterator[list[subprocess.Popen[bytes]]]:
    running = [
        tracker_process(["scheduler"], environment, logs / f"scheduler-{number}.log")
        for number in range(2)
    ]
    try:
        yield running
        assert running[1].poll() is None, "the other scheduler ended by itself"
    finally:
        for process in running:
            process.kill()
            process.wait()


def _officers(app: Flask, servers: Sequence[Server], done: Done, load: Load) -> list[Officer]:
    """Signed in at the two servers in turn."""
    with app.app_context(), read():
        work = {
            item.unit_id: (item.occurrence.task_id, item.id)
            for item in db.session.scalars(
                select(Contribution).where(Contribution.unit_id.in_(_numbers(load)))
            )
        }
    officers = []
    for place, number in enumerate(_numbers(load)[: load.officers]):
        person = Person(servers[place % len(servers)].port)
        person.sign_in(f"nguoi{number}")
        officers.append(Officer(number, person, servers, *work[number], done, load.pause))
    return officers


def _count(app: Flask, state: OutboxState) -> int:
    with app.app_context(), read():
        statement = select(func.count(OutboxMessage.id)).where(OutboxMessage.state == state)
        return db.session.scalar(statement) or 0


def _all_are_said(app: Flask, load: Load) -> bool:
    """Whether everybody's reminder of the day and letter are made, and none of them waits."""
    made = sum(_count(app, state) for state in OutboxState)
    return made >= 2 * load.people and _count(app, OutboxState.WAITING) == 0


def _wait_until(is_so: Callable[[], bool], running: Sequence[subprocess.Popen[bytes]]) -> None:
    """As long as a round of these schedulers may take; what is lacking shows in the outcome."""
    until = time.monotonic() + PATIENCE
    while not is_so() and time.monotonic() < until:
        assert all(process.poll() is None for process in running), "a scheduler ended by itself"
        time.sleep(0.02)


def _open_all_files(app: Flask, servers: Sequence[Server], done: Done) -> None:
    """Everything that was acknowledged, fetched by the Office from the process that was left."""
    person = Person(servers[1].port)
    person.sign_in("vanphong")
    office = Officer(0, person, servers, 0, 0, done)
    with app.app_context(), read():
        sent = Evidence.sha256.in_(done.files.values())
        numbers = db.session.scalars(select(Evidence.id).where(sent)).all()
    for number in numbers:
        office.open_file(number)


def _say_what_the_killed_had_claimed(app: Flask) -> None:
    """A claim whose owner died is free again after its time; then the mail goes out."""
    with app.app_context(), clock.at(clock.now() + STALE_CLAIM + timedelta(minutes=1)):
        scheduler.send_outbox()
        assert _count(app, OutboxState.SENDING) == 0


def _lost(app: Flask, done: Done) -> int:
    """Reports and files that were acknowledged and are not there once, with the right content."""
    with app.app_context(), read():
        kept = Counter(db.session.scalars(select(ProgressUpdate.note)))
        files = {item.id: item.sha256 for item in db.session.scalars(select(Evidence))}
        held = set(file_store().digests())
    right = {digest for number, digest in files.items() if digest in held}
    return (
        sum(kept[words] != 1 for words in done.words)
        + sum(digest not in right for digest in done.files.values())
        + sum(told != {files[number]} for number, told in done.opened.items())
    )


def _problems(app: Flask, logs: Path) -> list[str]:
    """What the doctor finds, the journal's seals among it, and what the processes complained of."""
    with app.app_context():
        found = [item.as_text() for item in check_installation(app) if item.is_problem]
    for path in sorted(logs.glob("*.log")):
        lines = path.read_text("utf-8").splitlines()
        found += [f"{path.name}: {line}" for line in lines if "ERROR" in line or "Error" in line]
    return found


def _said_twice(office: PostOffice) -> list[str]:
    """A second mail of the same kind to the same person on the same day, under another number."""
    kinds = Counter(number.rpartition("-")[0] for number in set(office.message_ids))
    return [f"said twice: {kind}" for kind, times in kinds.items() if times > 1]
