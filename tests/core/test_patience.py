"""A process is ended by the processor's time it had; the clock counts where that is not told."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tracker.core import patience
from tracker.core.patience import Watch, processor_seconds

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process's time")
BURN = "while True: pass"
SLEEP_FOR_EVER = "import time; time.sleep(10**6)"
# Longer by the clock than the watch allows of the processor's time, of which it needs next to none.
SLEEP_A_LITTLE = "import time; time.sleep(2.5); print('done')"
SECONDS = 1.0
NEVER = 10**6


@contextmanager
def watched(script: str, seconds: float = SECONDS) -> Iterator[subprocess.Popen[bytes]]:
    """The script under the watch; gone afterwards whatever happens."""
    with subprocess.Popen([sys.executable, "-S", "-c", script], stdout=subprocess.PIPE) as running:
        watch = Watch(running, seconds)
        try:
            yield running
        finally:
            watch.stop()
            running.kill()


@ON_LINUX
def test_who_burns_the_time_is_ended_whatever_the_clock_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(patience, "BACKSTOP", NEVER)
    with watched(BURN) as running:
        assert running.wait() == -signal.SIGKILL


@ON_LINUX
def test_who_was_given_little_of_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "BACKSTOP", NEVER)
    with watched(SLEEP_A_LITTLE) as running:
        assert running.communicate()[0].strip() == b"done"
    assert running.returncode == 0


def test_but_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "processor_seconds", lambda _process_id: 0.0)
    with watched(SLEEP_FOR_EVER, 0.1) as running:
        assert running.wait() != 0


def test_where_the_time_is_not_told_the_clock_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "BACKSTOP", NEVER)
    monkeypatch.setattr(patience, "processor_seconds", lambda _process_id: None)
    with watched(SLEEP_FOR_EVER, 0.1) as running:
        assert running.wait() != 0


def test_each_result_gives_all_the_time_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it had before the last one counts no more."""
    had = iter([0.0, 5.0])
    monkeypatch.setattr(patience, "processor_seconds", lambda _process_id: next(had))
    with subprocess.Popen([sys.executable, "-S", "-c", SLEEP_FOR_EVER]) as running:
        watch = Watch(running, NEVER)
        watch.restart()
        watch.stop()
        monkeypatch.setattr(patience, "processor_seconds", lambda _process_id: 5.5)
        assert watch._time_left() == pytest.approx(NEVER - 0.5)
        running.kill()


@ON_LINUX
def test_nobody_s_time_is_told() -> None:
    with subprocess.Popen([sys.executable, "-S", "-c", ""]) as ended:
        ended.wait()
    assert processor_seconds(ended.pid) is None
