"""The scale of a chart: round numbers around all values. Pure, shared by every chart."""

from __future__ import annotations

from collections.abc import Sequence

_STEPS = (1, 2, 5, 10)
_WANTED_STEPS = 4


def scale(values: Sequence[float]) -> tuple[float, float, float]:
    """Lowest and highest value and the step between: round numbers around all values."""
    low, high = min(values), max(values)
    span = (high - low) or abs(high) or 1.0
    rough = span / _WANTED_STEPS
    power = 10.0 ** (len(str(int(rough))) - 1 if rough >= 1 else -leading_noughts(rough))
    step = next(power * size for size in _STEPS if power * size >= rough)
    bottom = (low // step) * step
    top = -(-high // step) * step
    if bottom == low and bottom > 0:
        bottom -= step
    if top == bottom:
        top += step
    return bottom, top, step


def leading_noughts(number: float) -> int:
    """How many places a small step needs: 1 for 0,2."""
    noughts = 1
    while number * 10**noughts < 1:
        noughts += 1
    return noughts


def ticks(low: float, high: float, step: float) -> list[float]:
    """Every value that gets a line."""
    return [low + step * number for number in range(round((high - low) / step) + 1)]
