"""Requests take turns, and nobody waits for one that takes long."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tracker.turns import Turns, in_turns

# Longer than any machine keeps a test waiting.
NEVER = 600.0


def test_short_ones_come_one_after_the_other() -> None:
    turns, inside, most = Turns(NEVER), [0], [0]

    def ask(_number: int) -> None:
        with turns.turn():
            inside[0] += 1
            most[0] = max(most[0], inside[0])
            time.sleep(0.001)
            inside[0] -= 1

    with ThreadPoolExecutor(8) as pool:
        assert len(list(pool.map(ask, range(80)))) == 80
    assert most == [1]


def test_who_takes_long_goes_on_beside_the_others() -> None:
    turns, asked, answered = Turns(0.01), threading.Event(), threading.Event()

    def take_long() -> bool:
        with turns.turn():
            asked.set()
            return answered.wait(60)

    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(take_long)
        assert asked.wait(60)
        for _request in range(3):
            with turns.turn():
                assert not slow.done()
        answered.set()
        assert slow.result()
    with turns.turn():
        pass


def test_an_error_gives_the_turn_back() -> None:
    turns = Turns(NEVER)

    def fails(_environ: Any, _start_response: Any) -> list[bytes]:
        raise ValueError("a page that fails")

    def works(_environ: Any, _start_response: Any) -> list[bytes]:
        return [b"answered"]

    with pytest.raises(ValueError, match="a page that fails"):
        in_turns(fails, turns)({}, None)
    assert in_turns(works, turns)({}, None) == [b"answered"]
