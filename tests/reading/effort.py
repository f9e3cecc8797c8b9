"""How the effort of reading grows: ratios within one run, since machines differ and are shared."""

from __future__ import annotations

import time
from collections.abc import Callable


def growth(work: Callable[[int], object], *, small: int, factor: int) -> float:
    """How many times dearer one unit of work is when there is `factor` times as much of it.

    Processor time, the best of three: 1 means in proportion, `factor` means with the square.
    """
    return _seconds(work, small * factor) / _seconds(work, small) / factor


def _seconds(work: Callable[[int], object], size: int) -> float:
    times = []
    for _ in range(3):
        start = time.process_time()
        work(size)
        times.append(time.process_time() - start)
    return max(min(times), 1e-4)
