"""How fast the daily pages are in a large ward, against Flask that only says hello.

`python -m tests.bench pages` measures 10,000 and 100,000 tasks on both engines. A short look:
`python -m tests.bench.pages --sizes 1000 --engines sqlite --requests 20`.

Requests to the ward and to the hello take turns in small turns, so that whatever else the machine
does hits both. `×` is the ratio of medians, `cpu×` that of processor seconds per request. `cold` is
the same page asked for right after a colleague has saved something, when nothing that was kept is
good any more: the warm figures alone would flatter a program that keeps its answers.
"""

from __future__ import annotations

import argparse
import itertools
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from flask_migrate import upgrade

from tests.load.client import Answer, Client, hidden_fields
from tests.load.large_ward import PASSWORD, LargeWard, fill_large_ward
from tests.load.serving import Server, hello_server, tracker_server
from tests.reminders.proofs import ENGINES, database
from tracker import create_app
from tracker.config import Config
from tracker.core.db import db, writing

SIZES = (10_000, 100_000)
REQUESTS, IN_A_TURN, HELLOS_IN_A_TURN, COLD_IN_A_TURN = 200, 10, 20, 3
CLIENTS, MIXED_SECONDS, MIXED_TURNS, ASKED_OVER_AGAIN = 8, 20.0, 10, 4
# So many times a hello at 10,000 tasks.
TARGETS = {
    "my tasks": 12,
    "overdue": 15,
    "task": 15,
    "update": 15,
    "statistics": 15,
    "search": 12,
}
OLDER_NOTE = "Đang làm theo kế hoạch, chờ các đơn vị gửi số liệu."

Request = Callable[[], Answer]


@dataclass
class Measured:
    """Answers of one kind in the order they came, and the processor seconds behind them."""

    seconds: list[float] = field(default_factory=list)
    size: int = 0
    errors: int = 0
    processor: float = 0.0

    def add(self, answer: Answer) -> None:
        """One more."""
        self.seconds.append(answer.seconds)
        self.size = max(self.size, len(answer.body))
        self.errors += answer.status != 200

    @property
    def median(self) -> float:
        """Half of the answers came sooner."""
        return statistics.median(self.seconds)

    @property
    def nearly_all(self) -> float:
        """Nineteen of twenty came sooner."""
        return statistics.quantiles(self.seconds, n=20)[-1]

    @property
    def processor_per_request(self) -> float:
        """Of the server."""
        return self.processor / len(self.seconds)


def main(arguments: Sequence[str] = ()) -> None:
    """One table per size and engine."""
    asked = _asked_for(arguments)
    for engine in asked.engines:
        for tasks in asked.sizes:
            with database(engine) as config:
                began = time.perf_counter()
                ward = _make_ward(config, tasks)
                print(
                    f"\n{engine}, {tasks:,} tasks, {ward.contributions:,} pieces of work, "
                    f"{ward.overdue:,} of them overdue; made in {time.perf_counter() - began:.0f} s"
                )
                _measure(config, ward, asked.requests, asked.seconds)


def _asked_for(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=ENGINES)
    parser.add_argument("--requests", type=int, default=REQUESTS)
    parser.add_argument("--seconds", type=float, default=MIXED_SECONDS)
    return parser.parse_args(arguments)


def _make_ward(config: Config, tasks: int) -> LargeWard:
    app = create_app(config)
    with app.app_context():
        with writing():
            upgrade()
        ward = fill_large_ward(tasks)
        db.session.remove()
        db.engine.dispose()
    return ward


def _measure(config: Config, ward: LargeWard, requests: int, seconds: float) -> None:
    with hello_server() as hello, tracker_server(config) as server:
        print(
            f"first answer after {server.seconds_to_answer:.2f} s "
            f"({server.processor_to_answer:.2f} s of processor)"
        )
        server.wait_until_quiet()
        print(
            f"{'page':<12}{'p50 ms':>8}{'p95 ms':>8}{'per s':>8}{'errors':>8}{'kB':>7}"
            f"{'×':>8}{'p95 ×':>8}{'cpu ×':>8}{'target':>8}{'cold ms':>9}{'cold ×':>8}",
            flush=True,
        )
        greeting, colleague = Client(hello.port), Client(server.port)
        colleague.sign_in(ward.colleague, PASSWORD)
        turns = Turns(server, hello, lambda: greeting.get("/"), Updates(colleague).send)
        for name, page in _pages(server, ward).items():
            turns.take(name, page, requests)
        _measure_many(server, ward, seconds)
        resident, share = server.megabytes
        print(f"memory: {resident:.0f} MB resident, {share:.0f} MB proportional share")
        greeting.close()
        colleague.close()


@dataclass(frozen=True)
class Page:
    """What is measured, and what somebody must have opened before each time."""

    ask: Request
    fetch: Callable[[], None] = lambda: None


def _pages(server: Server, ward: LargeWard) -> dict[str, Page]:
    head, office = Client(server.port), Client(server.port)
    head.sign_in(ward.head, PASSWORD)
    office.sign_in(ward.office, PASSWORD)
    updates = Updates(head)
    task = ward.tasks // 2 + 1
    return {
        "my tasks": Page(lambda: head.get("/")),
        "overdue": Page(lambda: office.get("/follow-up")),
        "task": Page(lambda: office.get(f"/tasks/{task}")),
        "update": Page(updates.send, updates.fetch),
        "statistics": Page(lambda: office.get("/figures")),
        "search": Page(lambda: office.get("/search?words=bao+cao+thu+tuc")),
    }


class Updates:
    """A head who reports on one piece of work after the other."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._works = _works_on(client.get("/").text)
        self._fetched = 0
        self._form: tuple[str, dict[str, str]] | None = None

    def fetch(self) -> None:
        """Open the form of the next piece of work."""
        if self._form is not None:
            return
        work = self._works[self._fetched % len(self._works)]
        self._fetched += 1
        address = f"/contributions/{work}/update"
        form = hidden_fields(self._client.get(address, part=True).text)
        note = f"{OLDER_NOTE} ({self._fetched})"
        self._form = (address, {**form, "status": "in_progress", "note": note})

    def send(self) -> Answer:
        """Fill it in and send it."""
        self.fetch()
        form, self._form = self._form, None
        if form is None:
            raise RuntimeError("no form was opened")
        return self._client.post(*form)


def _works_on(home: str) -> list[int]:
    """The pieces of work whose rows can be reported on."""
    return [int(found) for found in re.findall(r'hx-get="/contributions/(\d+)/update"', home)]


@dataclass(frozen=True)
class Turns:
    """The two servers, a hello, and somebody else's saving."""

    server: Server
    hello: Server
    greet: Request
    save: Request

    def take(self, name: str, asked: Page, requests: int) -> None:
        """Measure one page and print its line."""
        page, greeting, cold = Measured(), Measured(), Measured()
        for _ in range(3):
            asked.ask()
        for _turn in range(max(1, requests // IN_A_TURN)):
            # For what the colleague's last saving has spoilt.
            asked.ask()
            self._ask(greeting, Page(self.greet), self.hello, HELLOS_IN_A_TURN)
            self._ask(page, asked, self.server, IN_A_TURN)
            for _cold in range(COLD_IN_A_TURN):
                self.save()
                self._ask(cold, asked, self.server, 1)
        print(
            f"{name:<12}{page.median * 1000:>8.1f}{page.nearly_all * 1000:>8.1f}"
            f"{1 / statistics.fmean(page.seconds):>8.0f}{page.errors + cold.errors:>8}"
            f"{page.size / 1000:>7.0f}"
            f"{page.median / greeting.median:>8.1f}{page.nearly_all / greeting.nearly_all:>8.1f}"
            f"{page.processor_per_request / greeting.processor_per_request:>8.1f}"
            f"{TARGETS[name]:>8}{cold.median * 1000:>9.1f}{cold.median / greeting.median:>8.1f}"
            f"   (hello {greeting.median * 1000:.2f} ms, "
            f"cpu {greeting.processor_per_request * 1000:.2f})",
            flush=True,
        )

    @staticmethod
    def _ask(measured: Measured, page: Page, behind: Server, count: int) -> None:
        for _ in range(count):
            page.fetch()
            before = behind.processor_seconds
            measured.add(page.ask())
            measured.processor += behind.processor_seconds - before


def _measure_many(server: Server, ward: LargeWard, seconds: float) -> None:
    """One client and eight, in turns, that read and write; how much gets done."""
    people = [_at_work(server, ward, number) for number in range(CLIENTS)]
    # What each needs once a day is not what they feel all day long.
    for asked in people:
        for _ in range(ASKED_OVER_AGAIN):
            next(asked)()
    alone, many = Mixed(), Mixed()
    for _turn in range(MIXED_TURNS):
        alone.work(people[:1], seconds / MIXED_TURNS)
        many.work(people, seconds / MIXED_TURNS)
    for clients, done in ((1, alone), (CLIENTS, many)):
        print(
            f"{clients} reading and writing: {done.per_second:.1f} per s, "
            f"{done.answers.errors} errors, p95 {done.answers.nearly_all * 1000:.0f} ms"
        )
    print(f"{CLIENTS} against one: {many.per_second / alone.per_second:.2f}", flush=True)


def _at_work(server: Server, ward: LargeWard, number: int) -> Iterator[Request]:
    """What somebody does over and over again."""
    client = Client(server.port)
    client.sign_in(f"truong.{number % 10 + 1}", PASSWORD)
    updates = Updates(client)
    asked: tuple[Request, ...] = (
        lambda: client.get("/"),
        updates.send,
        lambda: client.get(f"/tasks/{ward.tasks // 3 + number}"),
        lambda: client.get("/search?words=bao+cao"),
    )
    return itertools.cycle(asked)


@dataclass
class Mixed:
    """What people at work have been answered, and how long they were at it."""

    answers: Measured = field(default_factory=Measured)
    seconds: float = 0.0

    @property
    def per_second(self) -> float:
        """Answers of all of them."""
        return len(self.answers.seconds) / self.seconds

    def work(self, people: Sequence[Iterator[Request]], seconds: float) -> None:
        """Have them ask until the time is over, and wait for the last answers."""
        began = time.monotonic()

        def ask(person: Iterator[Request]) -> list[Answer]:
            answers = []
            while time.monotonic() < began + seconds:
                answers.append(next(person)())
            return answers

        with ThreadPoolExecutor(len(people)) as threads:
            for answers in threads.map(ask, people):
                for answer in answers:
                    self.answers.add(answer)
        self.seconds += time.monotonic() - began


if __name__ == "__main__":
    main(sys.argv[1:])
