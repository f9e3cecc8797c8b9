"""Files that a unit has sent before and may hand in again, for another piece of work."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, func, select

from tracker.core.plain_rows import plain_rows
from tracker.progress.models import Contribution, Evidence

# The latest few, so that the list can be read at a glance; found among so many papers of the ward,
# and so many of the unit.
MOST_SEARCHED, MOST_LOOKED_THROUGH, MOST_OFFERED = 20_000, 60, 8


class SentBefore(NamedTuple):
    """A file that may be handed in again."""

    id: int
    file_name: str
    added_at: datetime


def reusable_evidence(unit_id: int, *, besides: int | None = None) -> list[SentBefore]:
    """The files a unit has sent lately, each content once, the latest first.

    Without those that the contribution `besides` has already.
    """
    found = plain_rows(_sent_lately(), {"unit_id": unit_id}).all()
    seen = {item.sha256 for item in found if item.contribution_id == besides}
    offered: list[SentBefore] = []
    for item in found:
        if item.sha256 not in seen:
            seen.add(item.sha256)
            offered.append(SentBefore(item.id, item.file_name, item.added_at))
    return offered[:MOST_OFFERED]


@cache
def _sent_lately() -> Select[*tuple[Any, ...]]:
    """Not joined: databases would sort thousands of the unit's papers for the last few."""
    latest = select(func.max(Evidence.id)).scalar_subquery()
    columns = (Evidence.id, Evidence.file_name, Evidence.added_at)
    return (
        select(*columns, Evidence.sha256, Evidence.contribution_id)
        .where(
            Evidence.id > latest - MOST_SEARCHED,
            Evidence.contribution.has(Contribution.unit_id == bindparam("unit_id")),
            Evidence.sha256.is_not(None),
            Evidence.removed_at.is_(None),
        )
        .order_by(Evidence.id.desc())
        .limit(MOST_LOOKED_THROUGH)
    )
