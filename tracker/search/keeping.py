"""What was found is kept until the journal tells of anything that a search could find or show.

In a ward somebody saves every few seconds, mostly that work goes on: that changes no word and
nobody's rights. Whatever is not known to be such puts everything that was found away.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast

from sqlalchemy import Row

from tracker.audit.rules import AuditAction
from tracker.core import clock
from tracker.core.unchanged import kept_for_this_database
from tracker.progress.marks import Mark, current_mark, entries_since, may_be_kept
from tracker.progress.rules import UNIT_OWES_STATUSES, ContributionStatus

MOST_KEPT, MOST_SEALS = 64, 1000
_EXTENSION = "kept_searches"
_OF_SESSIONS = frozenset(
    {
        AuditAction.USER_SIGNED_IN,
        AuditAction.USER_SIGN_IN_REFUSED,
        AuditAction.USER_SIGNED_OUT,
        AuditAction.SIGN_IN_ENDED,
    }
)

Answer = TypeVar("Answer")


class _Keeper:
    """`seals` are those of the journal's numbers at which the same would be found as now.

    Whoever began to read before others saved stands at one of them too: while many save, most do.
    """

    def __init__(self) -> None:
        self.lock = Lock()
        self.one_search_at_a_time = Lock()
        self.mark: Mark | None = None
        self.seals: dict[int, str | None] = {}
        self.found: dict[Hashable, Any] = {}

    def finds_the_same_at(self, mark: Mark) -> bool:
        """Whether what is kept is what would be found at the mark."""
        return mark.number in self.seals and self.seals[mark.number] == mark.seal

    def has(self, key: Hashable, mark: Mark) -> bool:
        """Whether it was looked for, and the same would be found at the mark."""
        return self.finds_the_same_at(mark) and key in self.found

    def move_to(self, mark: Mark) -> None:
        """Go on with the journal; what is kept goes when it tells of anything else."""
        if self.finds_the_same_at(mark):
            return
        if self.mark is not None and mark.number < self.mark.number:
            return
        told = entries_since(self.mark, mark) if self.mark else None
        if told is None or not all(changes_nothing_found(entry) for entry in told):
            self.found.clear()
            self.seals.clear()
        self.seals |= {entry.number: entry.seal for entry in told or ()}
        self.seals[mark.number] = mark.seal
        while len(self.seals) > MOST_SEALS:
            del self.seals[next(iter(self.seals))]
        self.mark = mark


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
            return cast("Answer", keeper.found[key])
    with keeper.one_search_at_a_time:
        with keeper.lock:
            if keeper.has(key, mark):
                return cast("Answer", keeper.found[key])
        answer = find()
        with keeper.lock:
            if keeper.finds_the_same_at(mark):
                keeper.found[key] = answer
                if len(keeper.found) > MOST_KEPT:
                    del keeper.found[next(iter(keeper.found))]
    return answer


def changes_nothing_found(entry: Row[Any]) -> bool:
    """Whether the entry tells of a sign-in, or that work goes on, without a word that is found."""
    if entry.action in _OF_SESSIONS:
        return True
    if entry.action != AuditAction.CONTRIBUTION_UPDATED or not set(entry.changes) <= {"status"}:
        return False
    if not entry.changes:
        # Reported again in the same state.
        return True
    before, after = map(ContributionStatus, entry.changes["status"])
    # From any other state papers may be shown or hidden.
    return before in UNIT_OWES_STATUSES and after is ContributionStatus.IN_PROGRESS
