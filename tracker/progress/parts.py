"""What one unit owes once: as it stands today, or as it stood at an earlier moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from tracker.progress.models import Contribution
from tracker.progress.plain_parts import PlainPart
from tracker.progress.rules import ContributionFacts, ContributionStatus
from tracker.tasks.models import Occurrence
from tracker.tasks.rules import TaskRole
from tracker.units.models import Unit


@dataclass(frozen=True, slots=True)
class PastPart:
    """A contribution with what was true of it then; who owes what for which instance stays."""

    contribution: Contribution
    facts: ContributionFacts
    standing_due_on: date | None
    difficulty: str | None
    return_reason: str | None

    @property
    def id(self) -> int:
        """The contribution's number."""
        return self.contribution.id

    @property
    def unit(self) -> Unit:
        """Who owes it."""
        return self.contribution.unit

    @property
    def unit_id(self) -> int:
        """The number of who owes it."""
        return self.contribution.unit_id

    @property
    def role(self) -> TaskRole:
        """Whether the unit leads."""
        return self.contribution.role

    @property
    def occurrence(self) -> Occurrence:
        """The instance; its present due day is not the one that counted then."""
        return self.contribution.occurrence

    @property
    def occurrence_id(self) -> int:
        """The instance's number."""
        return self.contribution.occurrence_id

    @property
    def status(self) -> ContributionStatus:
        """How far it had come."""
        return self.facts.status


Part = Contribution | PastPart
AnyPart = TypeVar("AnyPart", bound=Part | PlainPart)
