"""One report for several pieces of work; each is taken on its own, or named with its obstacle."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from tracker import policy
from tracker.accounts.models import User
from tracker.core.db import db
from tracker.core.errors import TrackerError
from tracker.core.numbers import whole_number
from tracker.progress import closing, service
from tracker.progress.guards import lock_all
from tracker.progress.models import Contribution
from tracker.progress.service import Report


@dataclass(frozen=True, slots=True)
class Seen:
    """A submission as the page showed it."""

    contribution_id: int
    version: int

    @classmethod
    def from_values(cls, values: Iterable[str]) -> list[Seen]:
        """What the ticked boxes say ("12:3"); what cannot be read was never on the page."""
        found = []
        for value in values:
            contribution_id, version = map(whole_number, value.partition(":")[::2])
            if contribution_id is not None and version is not None:
                found.append(cls(contribution_id, version))
        return found


@dataclass(slots=True)
class ManyReports:
    """How many were taken, and what stood in the way of each of the others."""

    taken: int = 0
    refused: list[tuple[Contribution, str]] = field(default_factory=list)


def report_many(seen: Sequence[Seen], said: Report, *, actor: User) -> ManyReports:
    """Take the same report for every row that has not changed since it was shown.

    A difficulty told before stands: one note for many rows says nothing of it.
    """
    outcome = ManyReports()
    lock_all(item.contribution_id for item in seen)
    for item in sorted(seen, key=lambda item: item.contribution_id):
        contribution = db.session.get(Contribution, item.contribution_id)
        if contribution is None or not policy.may(actor, "contribution:update", contribution):
            continue
        own = replace(said, version=item.version, difficulty=contribution.difficulty)
        try:
            with db.session.begin_nested():
                closing.refuse_among_many(contribution, said.status)
                service.report(contribution, own, actor=actor)
        except TrackerError as error:
            outcome.refused.append((contribution, error.message))
        else:
            outcome.taken += 1
    return outcome
