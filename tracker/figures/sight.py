"""Whose figures a person sees: all by name, or their own and the others as a distribution."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median
from typing import Any

from tracker import policy
from tracker.accounts.rules import Role
from tracker.figures.queries import plans_coordinated_by
from tracker.figures.rules import Basis, FigureRow, Figures, Measure, Whose, figures_of, grouped
from tracker.settings.queries import ward_settings

# With fewer units one could tell whose the lowest rate is.
FEWEST_UNITS = 3


@dataclass(frozen=True, slots=True)
class Sight:
    """What may be named. `unit_id` and `plan_ids` matter to those who do not see all."""

    is_everything: bool
    unit_id: int | None = None
    plan_ids: frozenset[int] = frozenset()

    def shows(self, row: Whose) -> bool:
        """Whether the row may be opened and named."""
        return self.is_everything or row.unit_id == self.unit_id or row.plan_id in self.plan_ids

    def named(self, rows: Iterable[FigureRow]) -> list[FigureRow]:
        """The rows that may be named."""
        return [row for row in rows if self.shows(row)]


@dataclass(frozen=True, slots=True)
class Distribution:
    """How other units stand, without a name: the share done on time of what had a deadline."""

    units: int
    lowest: Fraction
    middle: Fraction
    highest: Fraction


def sight_of(user: Any) -> Sight:
    """What the person may see; the head of a unit that follows plans up sees those plans whole."""
    if policy.may(user, "figures:see_all") or ward_settings().figures_open_to_units:
        return Sight(is_everything=True)
    heads = user.role is Role.UNIT_HEAD and user.unit_id is not None
    plans = plans_coordinated_by(user.unit_id) if heads else set()
    return Sight(is_everything=False, unit_id=user.unit_id, plan_ids=frozenset(plans))


def distribution(rows: Sequence[FigureRow], sight: Sight, basis: Basis) -> Distribution | None:
    """The units that the person may not name; None where they are too few to stay unnamed."""
    hidden = [row for row in rows if not sight.shows(row)]
    by_unit = grouped(hidden, lambda row: str(row.unit_id)).values()
    return distribution_of(figures_of(unit_rows, basis) for unit_rows in by_unit)


def distribution_of(figures: Iterable[Figures]) -> Distribution | None:
    """The same, of the figures of each unit."""
    found = [item.share(Measure.DONE_ON_TIME, Measure.WITH_DEADLINE) for item in figures]
    shares = [share for share in found if share is not None]
    if len(shares) < FEWEST_UNITS:
        return None
    return Distribution(len(shares), min(shares), Fraction(median(shares)), max(shares))
