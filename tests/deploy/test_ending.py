"""The service manager asks a process to end (SIGTERM): whoever waits is answered first."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.deploy.processes import TRACKER, process
from tests.deploy.slow_pages import LENGTH
from tests.ports import held_port
from tracker.cli import main

# Only how long a broken one is waited for.
SECONDS = 120


@pytest.fixture
def port() -> Iterator[int]:
    with held_port() as port:
        yield port


def test_a_request_that_runs_is_answered_whole_and_nobody_else_is_let_in(
    tmp_path: Path, port: int
) -> None:
    bodies: list[bytes] = []

    def ask() -> None:
        with urlopen(f"http://127.0.0.1:{port}/slow", timeout=SECONDS) as answer:
            bodies.append(answer.read())

    with slow_pages(port, tmp_path) as running:
        wait_for(lambda: is_open(port))
        asking = threading.Thread(target=ask)
        asking.start()
        wait_for((tmp_path / "asked").exists)
        running.send_signal(signal.SIGTERM)
        wait_for(lambda: not is_open(port))
        assert running.poll() is None, "it waits for the request that runs"
        (tmp_path / "answer").touch()
        asking.join(SECONDS)
        assert running.wait(SECONDS) == 0
    assert [len(body) for body in bodies] == [LENGTH]


def test_asked_twice_it_ends_at_once(tmp_path: Path, port: int) -> None:
    with slow_pages(port, tmp_path) as running:
        wait_for(lambda: is_open(port))
        with socket.create_connection(("127.0.0.1", port)) as visitor:
            visitor.sendall(b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
            wait_for((tmp_path / "asked").exists)
            running.send_signal(signal.SIGTERM)
            wait_for(lambda: not is_open(port))
            running.send_signal(signal.SIGTERM)
            assert running.wait(SECONDS) == -signal.SIGTERM


def test_pages_with_their_scheduler_end_without_an_error(
    tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_DATA_DIR", str(tmp_path))
    main(["init"], standalone_mode=False)
    with process(TRACKER, "run", "--port", str(port)) as running:
        wait_for(lambda: is_open(port))
        running.send_signal(signal.SIGTERM)
        _output, errors = running.communicate(timeout=SECONDS)
    assert running.returncode == 0
    assert "Traceback" not in errors


def slow_pages(port: int, folder: Path) -> AbstractContextManager[subprocess.Popen[str]]:
    return process(sys.executable, "-m", "tests.deploy.slow_pages", str(port), str(folder))


def wait_for(happens: Callable[[], bool]) -> None:
    """Until it happens; a test that waits in vain fails."""
    end = time.monotonic() + SECONDS
    while not happens():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def is_open(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
