"""A help to write readable patterns, shared by the readers of deadlines and of unit names."""

from __future__ import annotations


def either(*words: str) -> str:
    """A pattern for any of the words; longer ones must stand before those they begin with."""
    return f"(?:{'|'.join(words)})"
