"""Numbers as people write them, and numbers of rows as they come in addresses."""

from __future__ import annotations

import re
from decimal import Decimal

# The largest number that both engines take for a row.
LARGEST_NUMBER = 2**31 - 1
# More digits than any figure of a ward has.
_WHOLE_DIGITS, _PLACES = 15, 6
_DECIMAL = re.compile(r"(?P<sign>-?)(?P<whole>\d+)(?:[.,](?P<places>\d+))?")
_GROUPED = re.compile(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?")


def whole_number(text: str) -> int | None:
    """The number in the text; None for anything that no row can have as its number."""
    if not (text.isascii() and text.isdigit()):
        return None
    # No more digits than it takes to see that the number is too large; zeros before it say nothing.
    number = int(text.lstrip("0")[:20] or "0")
    return number if number <= LARGEST_NUMBER else None


def decimal_number(text: str) -> Decimal | None:
    """A number as offices write it, exactly: "1.500" counts thousands, "98,5" and "98.5" do not."""
    digits = text.strip().replace("\u00a0", "").replace(" ", "")
    if _GROUPED.fullmatch(digits):
        digits = digits.replace(".", "")
    found = _DECIMAL.fullmatch(digits) if digits.isascii() else None
    if found is None or len(found["whole"]) > _WHOLE_DIGITS:
        return None
    places = found["places"] or ""
    if len(places) > _PLACES:
        return None
    return Decimal(f"{found['sign']}{found['whole']}" + (f".{places}" if places else ""))


def decimal_words(value: Decimal) -> str:
    """A number as offices write it: 1.500, 98,5."""
    return f"{value:,f}".translate(str.maketrans(",.", ".,"))
