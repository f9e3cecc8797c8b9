"""Steps that somebody takes by hand: the office's letter, a leader's directive. Pure.

Behind the colon stands the number of the letter or directive, for ever.
"""

from __future__ import annotations

from collections.abc import Iterable

URGED = "urged:"
DIRECTED = "directed:"
BY_HAND = (URGED, DIRECTED)
BY_HAND_WORDS = {"urged": "Đôn đốc bằng công văn", "directed": "Ý kiến chỉ đạo của lãnh đạo"}
_PAGES = {"urged": "urgings", "directed": "directives"}


def page_of(steps: Iterable[str]) -> str | None:
    """Where such a step is answered, the last one's first; None where there is none."""
    for step in reversed(list(steps)):
        name, _, number = step.partition(":")
        if name in _PAGES:
            return f"/{_PAGES[name]}/{number}"
    return None
