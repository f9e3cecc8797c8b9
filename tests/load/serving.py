"""Servers in processes of their own, as users start them, and what they cost."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from tests.ports import held_port
from tracker.config import Config

LONGEST_START = 60.0
# Set in some containers of build machines: the program would be compiled anew at each start.
NOT_A_USERS = "PYTHONDONTWRITEBYTECODE"
# Jobs that make up for the time the server was down run at its start; then it is quiet.
# They begin some seconds after the first answer.
SECONDS_UNTIL_JOBS = 6.0
QUIET_SHARE, QUIET_SECONDS, LONGEST_UNREST = 0.05, 3.0, 900.0


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; `seconds_to_answer` from its start to its first answer."""

    port: int
    process: int
    seconds_to_answer: float
    processor_to_answer: float

    @property
    def processor_seconds(self) -> float:
        """What all its threads have used so far: says nothing about other programs' noise."""
        return processor_seconds(self.process)

    @property
    def megabytes(self) -> tuple[float, float]:
        """Memory now: resident, and its proportional share."""
        return _megabytes(self.process, "Rss"), _megabytes(self.process, "Pss")

    def wait_until_quiet(self) -> None:
        """Until the jobs of the start are done."""
        ends_at = time.monotonic() + LONGEST_UNREST
        time.sleep(SECONDS_UNTIL_JOBS)
        while time.monotonic() < ends_at:
            before = self.processor_seconds
            time.sleep(QUIET_SECONDS)
            if self.processor_seconds - before < QUIET_SHARE * QUIET_SECONDS:
                return
        raise TimeoutError("the server never came to rest")


def processor_seconds(process: int) -> float:
    """The processor clock of another process (see clock_getcpuclockid(3))."""
    return time.clock_gettime((~process << 3) | 2)


@contextmanager
def tracker_server(config: Config) -> Iterator[Server]:
    """`tracker run`, as the README tells users to start it."""
    command = [str(Path(sys.executable).parent / "tracker"), "run", "--port"]
    settings = {
        "TRACKER_DATA_DIR": str(config.data_dir),
        "TRACKER_DATABASE_URL": config.database_url,
        "TRACKER_EVIDENCE_URL": config.evidence_url,
        "TRACKER_SECRET_KEY": config.secret_key,
    }
    with _started(command, settings, path="/login") as server:
        yield server


@contextmanager
def hello_server() -> Iterator[Server]:
    """The yardstick."""
    with _started([sys.executable, "-m", "tests.load.hello"], {}, path="/") as server:
        yield server


@contextmanager
def _started(command: list[str], settings: Mapping[str, str], *, path: str) -> Iterator[Server]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("TRACKER_") and name != NOT_A_USERS
    }
    began = time.perf_counter()
    with held_port() as port:
        process = subprocess.Popen(
            [*command, str(port)], env={**kept, **settings}, stdout=subprocess.DEVNULL
        )
        try:
            _wait_for_answer(process, port, path)
            took = time.perf_counter() - began
            yield Server(port, process.pid, took, processor_seconds(process.pid))
        finally:
            process.terminate()
            process.wait(timeout=60)


def _wait_for_answer(process: subprocess.Popen[bytes], port: int, path: str) -> None:
    ends_at = time.monotonic() + LONGEST_START
    while time.monotonic() < ends_at and process.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=LONGEST_START)
        try:
            connection.request("GET", path)
            status = connection.getresponse().status
        except ConnectionRefusedError:
            time.sleep(0.01)
            continue
        finally:
            connection.close()
        if status != 200:
            raise RuntimeError(f"the first answer was {status}")
        return
    raise RuntimeError("the server did not start")


def _megabytes(process: int, kind: str) -> float:
    text = Path(f"/proc/{process}/smaps_rollup").read_text("ascii")
    found = re.search(rf"^{kind}:\s+(\d+) kB", text, re.MULTILINE)
    if found is None:
        raise ValueError(f"no {kind} of process {process}")
    return int(found[1]) / 1024
