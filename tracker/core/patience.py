"""How long a process of our own may take over a hostile file: by the processor's time it has had.

By the clock alone a good file would be refused on a busy machine, where the same work takes many
times as long. Where the system does not tell a process's time, the clock is what is left.
"""

from __future__ import annotations

import os
import subprocess
import threading
import time
from pathlib import Path

# So many times as long by the clock, however little time the process was given: somebody waits.
BACKSTOP = 5
_SHORTEST_WAIT = 0.1


def processor_seconds(process_id: int) -> float | None:
    """What the process has had so far; None where the system does not tell (only Linux does)."""
    try:
        told = Path(f"/proc/{process_id}/stat").read_text("utf-8", "replace")
    except OSError:
        return None
    # Its name stands in brackets and may hold anything; see proc(5).
    fields = told.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Watch:
    """Kills a process that has not come to a result in time; `restart` with each one it gives."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self._process, self._seconds = process, seconds
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self.restart()

    def restart(self) -> None:
        """From now on it has all its time again."""
        with self._lock:
            self._began = time.monotonic()
            self._had_before = processor_seconds(self._process.pid) or 0.0
            self._look_after(self._seconds)

    def stop(self) -> None:
        """It has come to its end."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            self._timer = None

    def _look_after(self, seconds: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = threading.Timer(seconds, self._look)
        self._timer.daemon = True
        self._timer.start()

    def _look(self) -> None:
        with self._lock:
            # One that was called off while it waited for the lock has nothing to say.
            if threading.current_thread() is not self._timer:
                return
            left = self._time_left()
            if left <= 0:
                self._process.kill()
            else:
                self._look_after(max(left, _SHORTEST_WAIT))

    def _time_left(self) -> float:
        waited, had = time.monotonic() - self._began, processor_seconds(self._process.pid)
        if had is None:
            return self._seconds - waited
        return min(self._seconds - (had - self._had_before), BACKSTOP * self._seconds - waited)
