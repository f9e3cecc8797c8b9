"""Steps that somebody takes by hand: the office's letter, a leader's directive, answers. Pure.

Behind the colon stands the number of the letter or directive, for ever.
"""

from __future__ import annotations

from collections.abc import Iterable

URGED = "urged:"
DIRECTED = "directed:"
# The letter of that number asks for nothing any more.
WITHDRAWN = "withdrawn:"
# The unit has answered the directive: told to whoever gave it.
REPLIED = "replied:"
BY_HAND = (URGED, DIRECTED, WITHDRAWN, REPLIED)
BY_HAND_WORDS = {
    "urged": "Đôn đốc bằng công văn",
    "directed": "Ý kiến chỉ đạo của lãnh đạo",
    "withdrawn": "Thu hồi công văn đôn đốc",
    "replied": "Đơn vị trả lời ý kiến chỉ đạo",
}
_PAGES = {
    "urged": "urgings",
    "directed": "directives",
    "withdrawn": "urgings",
    "replied": "directives",
}
# What lets somebody know and urges nobody.
NEWS = (WITHDRAWN, REPLIED)


def page_of(steps: Iterable[str]) -> str | None:
    """Where such a step is answered, the last one's first; None where there is none."""
    for step in reversed(list(steps)):
        name, _, number = step.partition(":")
        if name in _PAGES:
            return f"/{_PAGES[name]}/{number}"
    return None


def standing(steps: Iterable[str]) -> set[str]:
    """The steps without letters that were withdrawn since."""
    found = set(steps)
    withdrawn = {step.removeprefix(WITHDRAWN) for step in found if step.startswith(WITHDRAWN)}
    return found - {f"{URGED}{number}" for number in withdrawn}
