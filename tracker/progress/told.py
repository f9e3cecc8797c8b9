"""Answers kept until the journal tells of anything that may change them.

In a ward somebody saves every few seconds, mostly that work goes on: that changes nobody's rights,
no plan, no letter. Whatever is not known to leave an answer as it is puts all answers away, and so
do pieces of work that jobs add.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import update_wrapper
from threading import Lock
from typing import Any, ParamSpec, TypeVar, cast

from flask import has_request_context

from tracker.audit.rules import AuditAction
from tracker.audit.sealing import entries_to_seal
from tracker.core import clock
from tracker.core.db import holds_whole_database
from tracker.core.unchanged import kept_for_this_database
from tracker.progress.journal_tail import Entry, entries_since
from tracker.progress.marks import Mark, current_mark, may_be_kept, only_reads
from tracker.progress.rules import UNIT_OWES_STATUSES, ContributionStatus

MOST_KEPT, MOST_SEALS = 500, 1000
_OF_SESSIONS = frozenset(
    {
        AuditAction.USER_SIGNED_IN,
        AuditAction.USER_SIGN_IN_REFUSED,
        AuditAction.USER_SIGNED_OUT,
        AuditAction.SIGN_IN_ENDED,
    }
)
# Steps of one piece of work between its unit and the office, with papers and words. To hand it on
# to another unit is none of them: letters and directives go with it.
_STEPS_OF_WORK = frozenset(
    {
        AuditAction.CONTRIBUTION_UPDATED,
        AuditAction.CONTRIBUTION_SUBMITTED,
        AuditAction.CONTRIBUTION_ACCEPTED,
        AuditAction.CONTRIBUTION_RETURNED,
        AuditAction.EVIDENCE_ADDED,
        AuditAction.DIFFICULTY_TOLD,
        AuditAction.DIFFICULTY_ANSWERED,
        AuditAction.DIFFICULTY_CLOSED,
        AuditAction.REMARK_MADE,
    }
)

Parameters = ParamSpec("Parameters")
Answer = TypeVar("Answer")


def work_goes_on(entry: Entry) -> bool:
    """Whether the entry tells of a sign-in, or that work its unit owed goes on, and of no word."""
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


def is_step_of_work(entry: Entry) -> bool:
    """Whether it tells of a sign-in, or of nothing but how far a piece of work has come."""
    return entry.action in _OF_SESSIONS or entry.action in _STEPS_OF_WORK


class Keeper:
    """Answers, and at which of the journal's seals they are good.

    Whoever began to read before others saved stands at one of them too: while many save, most do.
    """

    def __init__(self, changes_nothing: Callable[[Entry], bool], most: int = MOST_KEPT) -> None:
        self.lock = Lock()
        self.answers: dict[Hashable, Any] = {}
        self._changes_nothing, self._most = changes_nothing, most
        self._mark: Mark | None = None
        self._seals: dict[int, str | None] = {}

    def is_good_at(self, mark: Mark) -> bool:
        """Whether what is kept would be answered at the mark."""
        if self._mark is None or not _same_pieces(self._mark, mark):
            return False
        return mark.number in self._seals and self._seals[mark.number] == mark.seal

    def has(self, key: Hashable, mark: Mark) -> bool:
        """Whether it was asked for, and would be answered the same at the mark."""
        return self.is_good_at(mark) and key in self.answers

    def find(self, key: Hashable, mark: Mark) -> Any:
        """The answer at the mark; None where there is none."""
        return self.answers.get(key) if self.is_good_at(mark) else None

    def move_to(self, mark: Mark) -> None:
        """Go on with the journal; what is kept goes when it tells of anything else."""
        if self.is_good_at(mark):
            return
        if self._mark is not None and mark.number < self._mark.number:
            return
        told = None
        if self._mark is not None and _same_pieces(self._mark, mark):
            told = entries_since(self._mark, mark)
        if told is None or not all(map(self._changes_nothing, told)):
            self.answers.clear()
            self._seals.clear()
        self._seals |= {entry.number: entry.seal for entry in told or ()}
        self._seals[mark.number] = mark.seal
        while len(self._seals) > MOST_SEALS:
            del self._seals[next(iter(self._seals))]
        self._mark = mark

    def put(self, key: Hashable, answer: Any, mark: Mark) -> None:
        """Keep it, unless the journal has told of something meanwhile."""
        with self.lock:
            if not self.is_good_at(mark):
                return
            self.answers[key] = answer
            if len(self.answers) > self._most:
                del self.answers[next(iter(self.answers))]


def kept_until_told(
    changes_nothing: Callable[[Entry], bool], *, asked_when_all_is_told: bool = False
) -> Callable[[Callable[Parameters, Answer]], Callable[Parameters, Answer]]:
    """Keep what a function answers to its arguments, plain values only.

    Whatever else it depends on must be among the arguments, or be told by the journal. A request
    that writes is given what is kept where nobody asks before the request's own entries are there.
    """

    def keep(function: Callable[Parameters, Answer]) -> Callable[Parameters, Answer]:
        def kept(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Answer:
            if not only_reads():
                key = function, args, tuple(kwargs.items())
                found = _found_by_writer(changes_nothing, key) if asked_when_all_is_told else None
                return function(*args, **kwargs) if found is None else cast("Answer", found)
            mark = current_mark()
            if not may_be_kept(mark, clock.now()):
                return function(*args, **kwargs)
            keeper = _keeper_of(changes_nothing)
            key = function, args, tuple(kwargs.items())
            with keeper.lock:
                keeper.move_to(mark)
                if keeper.has(key, mark):
                    return cast("Answer", keeper.answers[key])
            answer = function(*args, **kwargs)
            keeper.put(key, answer, mark)
            return answer

        update_wrapper(kept, function)
        return kept

    return keep


def _found_by_writer(changes_nothing: Callable[[Entry], bool], key: Hashable) -> Any:
    """What is kept, if the request's own entries leave it as it is; None where there is none."""
    if not (has_request_context() and holds_whole_database()):
        return None
    own: Sequence[Any] = entries_to_seal()
    if not all(map(changes_nothing, own)):
        return None
    mark, keeper = current_mark(), _keeper_of(changes_nothing)
    with keeper.lock:
        keeper.move_to(mark)
        return keeper.find(key, mark)


def _keeper_of(changes_nothing: Callable[[Entry], bool]) -> Keeper:
    """One for all functions whose answers the same entries leave as they are."""
    name = f"kept_until_told:{changes_nothing.__name__}"
    return kept_for_this_database(name, lambda: Keeper(changes_nothing))


def _same_pieces(mark: Mark, other: Mark) -> bool:
    return (mark.pieces, mark.last_piece) == (other.pieces, other.last_piece)
