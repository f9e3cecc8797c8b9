"""What is kept of very many numbered things, in a few bytes each."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator
from operator import getitem
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")

_NOTHING = 0
# Kinds of whole numbers in an array, the narrowest first; most maps hold few different values.
_KINDS = ("B", "H", "I", "Q")


class CompactMap(Generic[Value]):
    """What stands at each number; equal values are kept once. For numbers close to each other."""

    def __init__(self) -> None:
        self._values: list[Value] = []
        self._place_of: dict[Value, int] = {}
        # By the number, the place of its value in `_values` plus one.
        self._places = array(_KINDS[0])

    def get(self, number: int) -> Value | None:
        """What stands there."""
        place = self._places[number] if number < len(self._places) else _NOTHING
        return self._values[place - 1] if place else None

    def put(self, number: int, value: Value | None) -> Value | None:
        """Let this stand there, nothing with None; what stood there before."""
        former = self.get(number)
        place = _NOTHING if value is None else self._place(value)
        self._make_room(number)
        self._places[number] = place
        return former

    def put_at(self, numbers: Collection[int] | array[int], value: Value) -> list[Value]:
        """Let this stand at all of them; what stood there before, where anything did."""
        if not numbers:
            return []
        place = self._place(value)
        self._make_room(max(numbers))
        former, places = [], self._places
        for number in numbers:
            if places[number]:
                former.append(self._values[places[number] - 1])
            places[number] = place
        return former

    def _make_room(self, number: int) -> None:
        missing = number + 1 - len(self._places)
        if missing > 0:
            self._places.frombytes(bytes(missing * self._places.itemsize))

    def _place(self, value: Value) -> int:
        place = self._place_of.get(value)
        if place is None:
            self._values.append(value)
            place = self._place_of[value] = len(self._values)
            self._widen_for(place)
        return place

    def _widen_for(self, place: int) -> None:
        if place >= 1 << 8 * self._places.itemsize:
            wider = _KINDS[_KINDS.index(self._places.typecode) + 1]
            self._places = array(wider, self._places)


def side_by_side(*maps: CompactMap[Any]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Each number and what stands there in the maps, which hold the same numbers."""
    kept = [(None, *each._values) for each in maps]
    for number, places in enumerate(zip(*(each._places for each in maps), strict=False)):
        if places[0]:
            yield number, tuple(map(getitem, kept, places))


class NumberSet:
    """Whole numbers from 0 on, a bit each. For numbers close to each other."""

    def __init__(self) -> None:
        self._bits = bytearray()
        self._number = 0

    def __len__(self) -> int:
        return self._number

    def __contains__(self, number: int) -> bool:
        byte = number >> 3
        return byte < len(self._bits) and bool(self._bits[byte] >> (number & 7) & 1)

    def update(self, numbers: Iterable[int]) -> None:
        """Put these in."""
        bits = self._bits
        for number in numbers:
            byte, bit = number >> 3, 1 << (number & 7)
            if byte >= len(bits):
                bits.extend(bytes(byte + 1 - len(bits)))
            if not bits[byte] & bit:
                bits[byte] |= bit
                self._number += 1

    def difference_update(self, numbers: Iterable[int]) -> None:
        """Take these out, as far as they are in."""
        bits = self._bits
        for number in numbers:
            byte, bit = number >> 3, 1 << (number & 7)
            if byte < len(bits) and bits[byte] & bit:
                bits[byte] ^= bit
                self._number -= 1
