"""Numbers of rows as they come in addresses."""

from __future__ import annotations

# The largest number that both engines take for a row.
LARGEST_NUMBER = 2**31 - 1


def whole_number(text: str) -> int | None:
    """The number in the text; None for anything that no row can have as its number."""
    if not (text.isascii() and text.isdigit()):
        return None
    # No more digits than it takes to see that the number is too large.
    number = int(text[:20])
    return number if number <= LARGEST_NUMBER else None
