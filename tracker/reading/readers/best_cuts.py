"""Cuts a sequence into stretches so that their weights add up to the most, and says how surely."""

from __future__ import annotations

from collections.abc import Mapping

Stretch = tuple[int, int]
_NEVER = float("-inf")


def best_cuts(length: int, weights: Mapping[Stretch, float]) -> list[Stretch]:
    """The stretches (start, end) of the best way to cut, in order."""
    forward, came_from = _forward(length, weights)
    stretches: list[Stretch] = []
    end = length
    while end > 0 and forward[end] > _NEVER:
        stretches.append((came_from[end], end))
        end = came_from[end]
    return stretches[::-1]


def margins(length: int, weights: Mapping[Stretch, float]) -> list[float]:
    """For each place how much is lost by the best way that is otherwise there.

    Where the best way cuts, that is the best way without this cut; elsewhere the best with one.
    """
    forward, _ = _forward(length, weights)
    backward = _backward(length, weights)
    total = forward[length]
    without = [_NEVER] * (length + 1)
    for (start, end), weight in weights.items():
        through = forward[start] + weight + backward[end]
        for place in range(start + 1, end):
            without[place] = max(without[place], through)
    cut_at = {start for start, _ in best_cuts(length, weights)}
    return [
        total - (without[place] if place in cut_at else forward[place] + backward[place])
        for place in range(length + 1)
    ]


def _forward(length: int, weights: Mapping[Stretch, float]) -> tuple[list[float], list[int]]:
    best, came_from = [0.0] + [_NEVER] * length, [0] * (length + 1)
    for (start, end), weight in sorted(weights.items(), key=lambda item: item[0][::-1]):
        if best[start] + weight >= best[end]:  # of equal ways the one with more cuts
            best[end], came_from[end] = best[start] + weight, start
    return best, came_from


def _backward(length: int, weights: Mapping[Stretch, float]) -> list[float]:
    best = [_NEVER] * length + [0.0]
    for (start, end), weight in sorted(weights.items(), key=lambda item: -item[0][0]):
        best[start] = max(best[start], weight + best[end])
    return best
