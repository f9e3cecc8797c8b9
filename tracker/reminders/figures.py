"""Figures of targets in the digest: each is asked for once, of the heads of those who owe it.

The home page asks for them all the time; so whoever gets no mails is told of none here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update

from tracker.accounts.queries import people_to_remind
from tracker.core.db import db, insert_missing
from tracker.reminders.models import FigureReminder, OutboxMessage
from tracker.reminders.rules import Person, heads_of
from tracker.targets.queries import AskedTarget, all_needing_figure
from tracker.units.queries import all_units
from tracker.units.rules import owes_work


@dataclass(frozen=True, slots=True)
class FigureDue:
    """A figure that one person is to be asked for."""

    target_id: int
    figure: str
    line: str


def figures_by_person(today: date) -> dict[int, list[FigureDue]]:
    """What each head has still to be asked for; nobody outside the ward is."""
    asked = all_needing_figure(today)
    owing = {unit.id for unit in all_units() if owes_work(unit.kind)} if asked else set()
    people = people_to_remind(sorted(owing))
    told = _told([item.standing.target.id for item in asked])
    found: dict[int, list[FigureDue]] = defaultdict(list)
    for item in asked:
        target = item.standing.target
        due = FigureDue(target.id, item.asked.key, f"{item.asked.words(today)}: {target.indicator}")
        for unit_id in sorted(target.owner_ids & owing):
            for head in heads_of([Person(user.id, user.role) for user in people[unit_id]]):
                if (due.target_id, due.figure, head.id) not in told and due not in found[head.id]:
                    found[head.id].append(due)
    return {user_id: figures for user_id, figures in found.items() if figures}


def note_figures(
    figures: Sequence[FigureDue], *, into: OutboxMessage, person_id: int, now: datetime
) -> None:
    """Note that the digest asks the person for these figures."""
    rows = [
        {
            "target_id": item.target_id,
            "figure": item.figure,
            "recipient_id": person_id,
            "decided_at": now,
            "outbox_message_id": into.id,
        }
        for item in figures
    ]
    insert_missing(FigureReminder, rows)


def figures_of(message: OutboxMessage, today: date) -> list[AskedTarget]:
    """What the mail asks for and nobody has entered since."""
    statement = select(FigureReminder.target_id, FigureReminder.figure).where(
        FigureReminder.outbox_message_id == message.id
    )
    asked_for = {(row[0], row[1]) for row in db.session.execute(statement)}
    if not asked_for:
        return []
    return [
        item
        for item in all_needing_figure(today)
        if (item.standing.target.id, item.asked.key) in asked_for
    ]


def carry_figures(earlier: OutboxMessage, *, into: OutboxMessage) -> None:
    """Let a later digest ask what the earlier one could not."""
    db.session.execute(
        update(FigureReminder)
        .where(FigureReminder.outbox_message_id == earlier.id)
        .values(outbox_message_id=into.id)
    )


def _told(target_ids: Sequence[int]) -> set[tuple[int, str, int]]:
    statement = select(
        FigureReminder.target_id, FigureReminder.figure, FigureReminder.recipient_id
    ).where(FigureReminder.target_id.in_(target_ids))
    return {(row[0], row[1], row[2]) for row in db.session.execute(statement)}
