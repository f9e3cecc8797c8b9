"""Requests one after the other, as long as none takes long.

Python runs one thread at a time. Threads that all have a page in hand take it from each other at
every statement, which costs eight people at work a third of the processor; in turns each of them
is answered sooner. Whoever takes longer than a turn goes on beside the others.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

# Nearly all pages are made in less; what takes long (a file, a reading, a line for the lock of the
# database) keeps the others waiting no longer than this.
LONGEST_TURN = 0.05

Application = Callable[[Any, Any], Iterable[bytes]]


class Turns:
    """Who has the turn, and since when."""

    def __init__(self, longest: float = LONGEST_TURN) -> None:
        self._longest = longest
        self._changed = threading.Condition()
        self._holder: object | None = None
        self._since = 0.0

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn: until whoever has it is done, or has had it long enough."""
        mine = object()
        with self._changed:
            while self._holder is not None and (left := self._seconds_left()) > 0:
                self._changed.wait(left)
            self._holder, self._since = mine, time.monotonic()
        try:
            yield
        finally:
            with self._changed:
                if self._holder is mine:
                    self._holder = None
                    self._changed.notify()

    def _seconds_left(self) -> float:
        return self._since + self._longest - time.monotonic()


def in_turns(application: Application, turns: Turns | None = None) -> Application:
    """The application, asked in turns; what it hands out piece by piece is sent outside of them."""
    taken = turns or Turns()

    def answer(environ: Any, start_response: Any) -> Iterable[bytes]:
        with taken.turn():
            return application(environ, start_response)

    return answer
