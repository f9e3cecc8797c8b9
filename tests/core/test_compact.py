"""What is kept in few bytes is what a dictionary and a set would hold."""

from __future__ import annotations

from random import Random

import pytest

from tracker.core.compact import CompactMap, NumberSet


@pytest.mark.parametrize("different", [3, 255, 256, 70_000])
def test_a_map_holds_what_was_put_whichever_many_values_there_are(different: int) -> None:
    """Past 255 and 65,535 different values the numbers take more bytes."""
    kept, plain = CompactMap[str](), dict[int, str]()
    for number in range(different):
        kept.put(number * 2, f"value {number}")
        plain[number * 2] = f"value {number}"
    assert all(kept.get(number) == plain.get(number) for number in range(different * 2 + 5))


def test_a_map_tells_what_stood_there_before() -> None:
    chance = Random(7)  # noqa: S311 - no secret hangs on it
    kept, plain = CompactMap[int](), dict[int, int]()
    for _turn in range(3000):
        value = chance.choice([None, *range(400)])
        numbers = {chance.randrange(900) for _ in range(chance.randrange(4))}
        if value is None or len(numbers) == 1:
            for number in numbers:
                assert kept.put(number, value) == plain.pop(number, None)
        else:
            former = [plain.pop(number) for number in numbers if number in plain]
            assert kept.put_at(numbers, value) == former
        if value is not None:
            plain.update(dict.fromkeys(numbers, value))
    assert [kept.get(number) for number in range(901)] == [plain.get(n) for n in range(901)]


def test_a_set_of_numbers_is_a_set() -> None:
    chance = Random(11)  # noqa: S311 - no secret hangs on it
    kept, plain = NumberSet(), set[int]()
    for _turn in range(500):
        numbers = [chance.randrange(2000) for _ in range(chance.randrange(20))]
        if chance.random() < 0.5:
            kept.update(numbers)
            plain.update(numbers)
        else:
            kept.difference_update(numbers)
            plain.difference_update(numbers)
        assert len(kept) == len(plain)
    assert {number for number in range(2100) if number in kept} == plain
