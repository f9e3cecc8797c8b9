"""Few different values for very many numbered things, in a few bytes each."""

from __future__ import annotations

from array import array
from collections.abc import Collection
from typing import Generic, TypeVar

Value = TypeVar("Value")

_NOTHING = 0


class CompactMap(Generic[Value]):
    """What stands at each number; equal values are kept once. For numbers close to each other."""

    def __init__(self) -> None:
        self._values: list[Value] = []
        self._place_of: dict[Value, int] = {}
        # By the number, the place of its value in `_values` plus one.
        self._places = array("i")

    def get(self, number: int) -> Value | None:
        """What stands there."""
        place = self._places[number] if number < len(self._places) else _NOTHING
        return self._values[place - 1] if place else None

    def put(self, number: int, value: Value | None) -> Value | None:
        """Let this stand there, nothing with None; what stood there before."""
        former = self.get(number)
        missing = number + 1 - len(self._places)
        if missing > 0:
            self._places.extend([_NOTHING] * missing)
        self._places[number] = _NOTHING if value is None else self._place(value)
        return former

    def put_at(self, numbers: Collection[int], value: Value) -> list[Value]:
        """Let this stand at all of them; what stood there before, where anything did."""
        if not numbers:
            return []
        missing, places = max(numbers) + 1 - len(self._places), self._places
        if missing > 0:
            places.extend([_NOTHING] * missing)
        former, place = [], self._place(value)
        for number in numbers:
            if places[number]:
                former.append(self._values[places[number] - 1])
            places[number] = place
        return former

    def _place(self, value: Value) -> int:
        place = self._place_of.get(value)
        if place is None:
            self._values.append(value)
            place = self._place_of[value] = len(self._values)
        return place
