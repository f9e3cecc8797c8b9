"""Two proofs against real databases, real processes and a real mail server; `make proofs`.

A crowd: two schedulers and three senders at once, the server breaking every tenth mail off. Kills:
a process that decides and sends is killed (SIGKILL) at random points, again and again. The
ordinary tests run the same with smaller numbers.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from tests.conftest import config_for
from tests.databases import drop_postgres_database, new_postgres_database, postgres_url
from tests.factories import make_plan
from tests.reminders import worker
from tests.reminders.crowd import add_crowd, add_people, add_work
from tests.reminders.post_office import LONGEST_START, PostOffice, open_post_office
from tracker import create_app
from tracker.config import Config
from tracker.core import clock
from tracker.core.db import db, read, write
from tracker.reminders.models import OutboxMessage, Reminder
from tracker.reminders.rules import OutboxState

MORNING = datetime(2026, 8, 27, 7, 30, tzinfo=clock.VIETNAM)
ENGINES = ("sqlite", "postgresql")
SCHEDULERS, SENDERS = 2, 3
# 200 kills fit between the hour of the digest and midnight.
BETWEEN_KILLS = timedelta(minutes=4)
PEOPLE_PER_KILL = 4


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of a proof. Twice: mails accepted a second time, with the same Message-ID.

    Killed amid: processes killed after they had sent some of their mails and before the last.
    """

    due: int
    mails: int
    twice: int
    most_twice_in_one_round: int
    lost: int
    told_twice: int
    breaks: int
    killed_amid: int
    seconds: float

    def broken(self, *, most_twice: int) -> list[str]:
        """Which promises the figures break; a mail may be accepted twice for each kill at most."""
        promises = {
            "lost": self.lost == 0,
            "told twice": self.told_twice == 0,
            "accepted twice": self.most_twice_in_one_round <= most_twice,
        }
        return [name for name, holds in promises.items() if not holds]


@contextmanager
def empty_installation(engine: str, config: Config) -> Iterator[None]:
    """Tables in the config's database, and an app bound to it."""
    app = create_app(config)
    with app.app_context():
        db.create_all()
        yield
        db.session.remove()
        db.engine.dispose()
    assert app.config["SQLALCHEMY_DATABASE_URI"].startswith(engine)


@contextmanager
def database(engine: str) -> Iterator[Config]:
    """A database of the proof's own."""
    with tempfile.TemporaryDirectory() as folder:
        name = new_postgres_database() if engine == "postgresql" else None
        url = postgres_url(name) if name else f"sqlite:///{Path(folder).as_posix()}/t.sqlite3"
        yield config_for(url, Path(folder))
        if name:
            drop_postgres_database(name)


def prove_crowd(engine: str, *, people: int, each: int) -> Figures:
    """Everybody gets the one digest of the day exactly once, with all that is due in it."""
    with database(engine) as bare, open_post_office() as (office, server):
        config = replace(bare, mail_server=server)
        office.breaks_every = 10
        with empty_installation(engine, config):
            with clock.at(MORNING), write():
                add_crowd(people, each=each)
            began = time.perf_counter()
            _all_at_once(config)
            while (moment := _last_attempt()) is not None:
                _all_at_once(config, moment, schedulers=0)
            return _figures(office, people * each, time.perf_counter() - began)


def prove_kills(engine: str, *, kills: int, seed: int) -> Figures:
    """Nothing is lost; twice comes only what the server accepted in the moment of a kill."""
    chance = random.Random(seed)  # noqa: S311 - when to kill is no secret
    with database(engine) as bare, open_post_office() as (office, server):
        config = replace(bare, mail_server=server)
        with empty_installation(engine, config):
            with clock.at(MORNING), write():
                plan_id = make_plan().id
            began = time.perf_counter()
            duration = 0.2
            for number in range(kills):
                moment = MORNING + number * BETWEEN_KILLS
                first = 1 + number * PEOPLE_PER_KILL
                with clock.at(moment), write():
                    add_people(range(first, first + PEOPLE_PER_KILL))
                    add_work(range(first, first + PEOPLE_PER_KILL), each=1, plan_id=plan_id)
                office.round = number
                duration = _run_and_kill(config, moment, office, chance, duration)
            office.round = kills
            _finish(config, MORNING + kills * BETWEEN_KILLS)
            return _figures(office, kills * PEOPLE_PER_KILL, time.perf_counter() - began)


def _all_at_once(
    config: Config, moment: datetime = MORNING, *, schedulers: int = SCHEDULERS
) -> None:
    """Schedulers and senders begun together; each must end well."""
    start, all_decided = worker.processes.Barrier(schedulers + SENDERS), worker.processes.Event()
    deciding = [
        worker.processes.Process(target=worker.decide, args=(config, moment, start))
        for _ in range(schedulers)
    ]
    sending = [
        worker.processes.Process(target=worker.send, args=(config, moment, start, all_decided))
        for _ in range(SENDERS)
    ]
    for process in (*deciding, *sending):
        process.start()
    for process in deciding:
        process.join()
    all_decided.set()
    for process in sending:
        process.join()
    assert {process.exitcode for process in (*deciding, *sending)} == {0}


def _run_and_kill(
    config: Config, moment: datetime, office: PostOffice, chance: random.Random, duration: float
) -> float:
    """One process, killed somewhere on its way; gives how long a whole round takes by now.

    Half of them die after a random time, half when the server has taken so many mails and not yet
    answered for the last: that is the moment in which there is no note of it.
    """
    has_begun, seconds = worker.processes.Event(), worker.processes.Value("d", 0.0)
    process = worker.processes.Process(
        target=worker.whole_round, args=(config, moment, has_begun, seconds)
    )
    process.start()
    assert has_begun.wait(LONGEST_START)
    if chance.random() < 0.5:
        time.sleep(chance.uniform(0, 1.25 * duration))
    else:
        office.silent_from = enough = len(office.mails) + chance.randint(1, PEOPLE_PER_KILL)
        while len(office.mails) < enough and not seconds.value and process.is_alive():
            time.sleep(0.001)
    assert process.is_alive()
    process.kill()
    process.join()
    office.silent_from = None
    office.killed_amid += seconds.value == 0.0 and office.round in office.rounds
    # As more is owed rounds take longer: one that was not over in time has taken longer already.
    return seconds.value or 1.2 * duration


def _finish(config: Config, moment: datetime) -> None:
    """Undisturbed rounds, a quarter of an hour apart, until nothing is on its way any more."""
    for number in range(1, 9):
        process = worker.processes.Process(
            target=worker.one_round, args=(config, moment + number * timedelta(minutes=15))
        )
        process.start()
        process.join()
        assert process.exitcode == 0
        if _last_attempt() is None:
            return
    raise AssertionError("mails are still waiting")


def _last_attempt() -> datetime | None:
    """When all that wait may go out; None when none waits or is being sent."""
    on_their_way = OutboxMessage.state.in_([OutboxState.WAITING, OutboxState.SENDING])
    with read():
        return db.session.scalar(
            select(func.max(OutboxMessage.next_attempt_at)).where(on_their_way)
        )


def _figures(office: PostOffice, due: int, seconds: float) -> Figures:
    accepted = Counter(office.message_ids)
    twice = [id_ for id_, times in accepted.items() if times > 1]
    rounds = Counter(office.rounds[office.message_ids.index(id_)] for id_ in twice)
    digests = Counter({mail["Message-ID"]: mail["To"] for mail in office.mails}.values())
    mails = {
        mail["Message-ID"]: str(mail.get_body(("plain",)).get_content()) for mail in office.mails
    }  # type: ignore[union-attr]
    told = Counter(
        line.rpartition("/")[2]
        for text in mails.values()
        for line in text.splitlines()
        if "/contributions/" in line
    )
    with read():
        in_ledger = db.session.scalar(
            select(func.count(Reminder.id))
            .join(Reminder.outbox_message)
            .where(OutboxMessage.state == OutboxState.SENT)
        )
    return Figures(
        due=due,
        mails=len(mails),
        twice=sum(accepted[id_] - 1 for id_ in twice),
        most_twice_in_one_round=max(rounds.values(), default=0),
        lost=max(due - len(told), due - (in_ledger or 0)),
        told_twice=sum(n - 1 for n in told.values()) + sum(n - 1 for n in digests.values()),
        breaks=office.breaks,
        killed_amid=office.killed_amid,
        seconds=seconds,
    )


def main() -> None:
    """The full numbers, on both engines; ends with a status of its own where a promise broke."""
    broken: list[str] = []
    for engine in ENGINES:
        crowd = prove_crowd(engine, people=500, each=20)
        broken += _told(f"{engine}: crowd", crowd, most_twice=0)
        kills = prove_kills(engine, kills=200, seed=1)
        broken += _told(f"{engine}: 200 kills", kills, most_twice=1)
    if broken:
        sys.exit("broken: " + "; ".join(broken))


def _told(name: str, figures: Figures, *, most_twice: int) -> list[str]:
    _print(name, figures)
    return [f"{name}: {promise}" for promise in figures.broken(most_twice=most_twice)]


def _print(name: str, figures: Figures) -> None:
    print(
        f"{name:<24} due {figures.due:>6}  mails {figures.mails:>4}  broken off {figures.breaks:>3}"
        f"  killed amid sending {figures.killed_amid:>3}"
        f"  lost {figures.lost}  told twice {figures.told_twice}  accepted twice {figures.twice}"
        f" (at most {figures.most_twice_in_one_round} per kill)  {figures.seconds:.0f} s",
        flush=True,
    )


if __name__ == "__main__":
    main()
