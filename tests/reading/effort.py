"""How the effort of reading grows: ratios within one run, since machines differ and are shared."""

from __future__ import annotations

import time
from collections.abc import Callable


def growth(work: Callable[[int], object], *, small: int, factor: int) -> float:
    """How many times dearer one unit of work is when there is `factor` times as much of it.

    Processor time, the best of four: 1 means in proportion, `factor` means with the square. In
    turn, for a machine that is shared is faster at one moment than at another.
    """
    rounds = [(_seconds(work, small), _seconds(work, small * factor)) for _ in range(4)]
    little, much = (max(min(times), 1e-4) for times in zip(*rounds, strict=True))
    return much / little / factor


def _seconds(work: Callable[[int], object], size: int) -> float:
    start = time.process_time()
    work(size)
    return time.process_time() - start
