"""The short code of a task: printed beside its row, typed or scanned to open it (/t/CODE).

Derived from the task's number, so it never changes and is stored nowhere. The last letter checks
the others: one wrong letter, or two that changed places, is no other task's code.
"""

from __future__ import annotations

# A prime number of them, none that is read as another one: no 0 O, no 1 I, no Z.
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXY"
_BASE = len(_LETTERS)
_FEWEST, _MOST = 3, 8


def code_of(task_id: int) -> str:
    """The task's code: "22C4"."""
    digits: list[int] = []
    rest = task_id
    while rest or len(digits) < _FEWEST:
        rest, digit = divmod(rest, _BASE)
        digits.append(digit)
    return "".join(_LETTERS[digit] for digit in [*reversed(digits), _check(digits)])


def task_with(code: str) -> int | None:
    """The number of the task with the code, however it was typed; None when it is no code."""
    letters = code.strip().upper()
    if not _FEWEST < len(letters) <= _MOST or not set(letters) <= set(_LETTERS):
        return None
    number = 0
    for letter in letters[:-1]:
        number = number * _BASE + _LETTERS.index(letter)
    return number if code_of(number) == letters else None


def _check(digits: list[int]) -> int:
    return sum((place + 1) * digit for place, digit in enumerate(digits)) % _BASE
