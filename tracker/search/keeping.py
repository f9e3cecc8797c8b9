"""What was found is kept until the journal tells of anything that a search could find or show."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar, cast

from tracker.core import clock
from tracker.core.unchanged import kept_for_this_database
from tracker.progress.marks import current_mark, may_be_kept
from tracker.progress.told import Keeper, work_goes_on

MOST_KEPT = 64
_EXTENSION = "kept_searches"

Answer = TypeVar("Answer")


class _Keeper(Keeper):
    def __init__(self) -> None:
        super().__init__(work_goes_on, MOST_KEPT)
        self.one_search_at_a_time = Lock()


def kept(key: Hashable, find: Callable[[], Answer]) -> Answer:
    """What is found; `key` says all that it depends on besides what the journal tells of.

    One at a time is looked for: many at once are not found sooner, and each holds thousands of
    texts in memory until it has put them in order.
    """
    mark = current_mark()
    if not may_be_kept(mark, clock.now()):
        return find()
    keeper: _Keeper = kept_for_this_database(_EXTENSION, _Keeper)
    with keeper.lock:
        keeper.move_to(mark)
        if keeper.has(key, mark):
            return cast("Answer", keeper.answers[key])
    with keeper.one_search_at_a_time:
        with keeper.lock:
            if keeper.has(key, mark):
                return cast("Answer", keeper.answers[key])
        answer = find()
        keeper.put(key, answer, mark)
    return answer
