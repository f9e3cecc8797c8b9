"""A real server process, people writing to it at once, and the process killed amid it."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

from tracker.demo.people import PASSWORD

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
PATIENCE = 180.0


def tracker_process(
    words: list[str], environment: dict[str, str], log: Path | None = None
) -> subprocess.Popen[bytes]:
    """`tracker WORDS…` in a process of its own."""
    with (log or Path(os.devnull)).open("ab") as said:
        return subprocess.Popen(
            [sys.executable, "-c", "from tracker.cli import main; main()", *words],
            env={**os.environ, **environment},
            stdout=subprocess.DEVNULL,
            stderr=said,
        )


@dataclass
class Server:
    """`tracker run` with an environment, killed and started again on the same port.

    What it logs goes into the file, where one is named.
    """

    environment: dict[str, str]
    port: int
    log: Path | None = None
    process: subprocess.Popen[bytes] | None = None
    is_killed: bool = False

    def start(self) -> None:
        """Begin, and wait until it answers."""
        self.begin()
        self.wait_until_it_answers()

    def begin(self) -> None:
        """Begin, and leave it to itself: several begin at once."""
        words = ["run", "--no-scheduler", "--port", str(self.port)]
        self.process = tracker_process(words, self.environment, self.log)
        self.is_killed = False

    def wait_until_it_answers(self) -> None:
        """Until a stranger is answered."""
        assert self.process is not None
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            assert self.process.poll() is None, "the server ended by itself"
            try:
                if self.get("/healthz")[0] == 200:
                    return
            except (OSError, HTTPException):
                time.sleep(0.05)
        raise AssertionError("the server does not answer")

    @property
    def is_running(self) -> bool:
        """Whether the process is there and nobody has begun to kill it."""
        return self.process is not None and not self.is_killed and self.process.poll() is None

    def kill(self) -> None:
        """SIGKILL: nothing is tidied up."""
        assert self.process is not None
        self.is_killed = True
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def get(self, path: str) -> tuple[int, str]:
        """A page, as a stranger sees it."""
        return Person(self.port).ask("GET", path)


class Person:
    """Somebody at a browser: keeps the cookie, knows the token of the forms."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._cookie = ""
        self.token = ""

    def sign_in(self, username: str) -> None:
        """Through the form, as people do."""
        self._look_for_token("/login")
        status, _page = self.send("/login", username=username, password=PASSWORD)
        assert status == 303
        self._look_for_token("/account/password")

    def send(self, path: str, **fields: str) -> tuple[int, str]:
        """A form; the status is what the server acknowledges."""
        return self.ask("POST", path, urlencode({"csrf_token": self.token, **fields}))

    def ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        """One request, and its answer in words."""
        status, content = self.fetch(method, path, None if body is None else body.encode())
        return status, content.decode()

    def fetch(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        kind: str = "application/x-www-form-urlencoded",
    ) -> tuple[int, bytes]:
        """One request on a line of its own: a killed server breaks that line only."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Cookie": self._cookie} if self._cookie else {}
        if body is not None:
            headers["Content-Type"] = kind
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            content = answer.read()
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    self._cookie = value.partition(";")[0]
            return answer.status, content
        finally:
            connection.close()

    def _look_for_token(self, path: str) -> None:
        status, page = self.ask("GET", path)
        found = _TOKEN.search(page)
        assert found is not None, status
        self.token = found[1]


@dataclass
class Writers:
    """Several people who each say one thing after the other, until enough was acknowledged."""

    people: list[Person]
    path: str
    wanted: int
    acknowledged: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """All of them at once; whoever finds the server gone tries again."""
        threads = [
            threading.Thread(target=self._write, args=(number, person))
            for number, person in enumerate(self.people)
        ]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.stop.set()
            for thread in threads:
                thread.join()

    def wait_for(self, count: int) -> None:
        """Until that many were acknowledged."""
        until = time.monotonic() + PATIENCE + self.wanted
        while len(self.acknowledged) < count:
            assert time.monotonic() < until, "too slow"
            assert not self.refused, self.refused[:3]
            time.sleep(0.002)

    def _write(self, number: int, person: Person) -> None:
        turn = 0
        while not self.stop.is_set() and len(self.acknowledged) < self.wanted:
            turn += 1
            words = f"Lời thứ {turn} của người {number}"
            try:
                status, page = person.send(self.path, words=words, request_key=f"{number}-{turn}")
            except (OSError, HTTPException):
                time.sleep(0.05)
                continue
            if status == 303:
                self.acknowledged.add(words)
            else:
                self.refused.append(f"{status}: {page[:200]}")


@dataclass(frozen=True, slots=True)
class Killed:
    """What came of it. Unanswered: kept although the answer never reached its writer."""

    acknowledged: int
    kills: int
    lost: int
    twice: int
    unanswered: int


def kill_amid_writes(
    server: Server, path: str, *, wanted: int, kills: int, people: int, seed: int
) -> set[str]:
    """Kill and start again between the first and the last write; gives what was acknowledged."""
    chance = random.Random(seed)  # noqa: S311 - when to kill is no secret
    server.start()
    try:
        signed_in = [Person(server.port) for _ in range(people)]
        for person in signed_in:
            person.sign_in("vanphong")
        writers = Writers(signed_in, path, wanted)
        with writers.at_work():
            for number in range(kills):
                writers.wait_for(int(wanted * (number + 1) / (kills + 1)))
                time.sleep(chance.uniform(0, 0.05))
                server.kill()
                server.start()
            writers.wait_for(wanted)
        assert not writers.refused, writers.refused[:3]
        return writers.acknowledged
    finally:
        server.kill()


def environment_of(database_url: str, folder: Path) -> dict[str, str]:
    """What `tracker run` reads."""
    return {
        "TRACKER_DATA_DIR": str(folder),
        "TRACKER_DATABASE_URL": database_url,
        "TRACKER_SECRET_KEY": "a key that is only used by the tests, long enough",
    }
