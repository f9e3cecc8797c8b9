"""The rows on one page of the board, in plain values: equal rows look alike and are drawn once."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import joinedload, selectinload

from tracker import policy
from tracker.accounts.models import User
from tracker.accounts.queries import units_with_people
from tracker.core.db import db
from tracker.follow_up.models import UrgingItem, UrgingLetter
from tracker.follow_up.queries import last_urgings
from tracker.plans.models import Plan
from tracker.progress.causes import cause_words
from tracker.progress.lines import instance_name, standing_difficulty
from tracker.progress.models import (
    CauseVerdict,
    Contribution,
    Difficulty,
    ProgressUpdate,
    columns_of_facts,
    facts_of,
)
from tracker.progress.queries import contributions_by_id
from tracker.progress.rules import UNIT_OWES_STATUSES, due_look, due_words
from tracker.reminders.notice_queries import last_contact
from tracker.tasks.models import Occurrence, Task
from tracker.tasks.rules import TASK_ROLE_WORDS
from tracker.units.models import Unit


class Urged(NamedTuple):
    """The last letter about it, and what the unit answered; no number: it is not theirs to open."""

    letter_id: int | None
    reference: str
    issued_on: date
    answer_by: date
    is_answer_late: bool
    answered_at: datetime | None
    answer: str | None
    promised_on: date | None


class Lateness(NamedTuple):
    """Why it is late in the unit's words, and what stands of the cause."""

    reason: str
    cause: str
    told_at: datetime


@dataclass(frozen=True, slots=True)
class BoardLine:
    """What one row of the board says. `details` begin with the unit."""

    id: int
    occurrence_id: int
    task_id: int
    unit_name: str
    content: str
    details: tuple[str, ...]
    due_on: date
    original_due_on: date | None
    due_look: str
    due_words: str
    status: str
    updated_at: datetime | None
    urged: Urged | None
    reminded_at: datetime | None
    difficulty: str | None
    answered_at: datetime | None
    lateness: Lateness | None
    may_be_urged: bool
    # Of a unit without accounts, made while a document was read in: nobody hears of its work.
    nobody_hears: bool


def board_lines(ids: Sequence[int], *, today: date) -> dict[int, BoardLine]:
    """The lines of a page's work, by its numbers and in their order."""
    if not ids:
        return {}
    reminded, urged, late = last_contact(ids), last_urgings(ids), _late_reports(ids)
    found = {row.id: row for row in db.session.execute(_statement(), {"ids": ids})}
    heard_by = units_with_people()
    return {
        number: _line(
            found[number],
            today,
            urged=_urged(urged.get(number), today),
            reminded_at=reminded.get(number),
            lateness=_lateness(late.get(number)),
            heard_by=heard_by,
        )
        for number in ids
    }


def as_read_by(user: User, lines: dict[int, BoardLine]) -> dict[int, BoardLine]:
    """The lines without the words of work that its unit has not handed in to the person."""
    with_words = [line.id for line in lines.values() if line.difficulty or line.lateness]
    parts = contributions_by_id(with_words) if with_words else ()
    hidden = [part.id for part in parts if not policy.may(user, "contribution:see_papers", part)]
    wordless = {
        number: replace(lines[number], difficulty=None, answered_at=None, lateness=None)
        for number in hidden
    }
    return lines | wordless


def with_letters_of(user: User, lines: dict[int, BoardLine]) -> dict[int, BoardLine]:
    """The lines without a way to letters that the person may not open: to others, by others."""
    named = {line.urged.letter_id for line in lines.values() if line.urged}
    statement = (
        select(UrgingLetter)
        .where(UrgingLetter.id.in_(named))
        .options(joinedload(UrgingLetter.unit))
    )
    letters = db.session.scalars(statement).all() if named else ()
    may_open = {letter.id for letter in letters if policy.may(user, "urging:see", letter)}
    closed = {
        number: replace(line, urged=line.urged._replace(letter_id=None))
        for number, line in lines.items()
        if line.urged and line.urged.letter_id not in may_open
    }
    return lines | closed


@cache
def _statement() -> Select[Any]:
    """Made once: to put it together takes as long as to send it."""
    return (
        select(
            Contribution.id,
            Contribution.occurrence_id,
            Contribution.unit_id,
            Contribution.role,
            *columns_of_facts(),
            Occurrence.task_id,
            Occurrence.key,
            Occurrence.event_title,
            Task.content,
            Task.label,
            Plan.number,
            Plan.title,
            Unit.name.label("unit_name"),
            Difficulty.words.label("difficulty"),
            Difficulty.answered_at,
        )
        .join(Contribution.occurrence)
        .join(Occurrence.task)
        .join(Task.plan)
        .join(Contribution.unit)
        .outerjoin(Difficulty, Difficulty.id == standing_difficulty())
        .where(Contribution.id.in_(bindparam("ids", expanding=True)))
    )


def _line(
    row: Any,
    today: date,
    *,
    urged: Urged | None,
    reminded_at: datetime | None,
    lateness: Lateness | None,
    heard_by: Container[int],
) -> BoardLine:
    facts = facts_of(row, row)
    parts = (
        row.unit_name,
        row.number or row.title,
        row.label,
        TASK_ROLE_WORDS[row.role],
        instance_name(row),
    )
    return BoardLine(
        id=row.id,
        occurrence_id=row.occurrence_id,
        task_id=row.task_id,
        unit_name=row.unit_name,
        content=row.content,
        details=tuple(part for part in parts if part),
        due_on=facts.due_on or today,
        original_due_on=row.original_due_on,
        due_look=due_look(facts, today) or "",
        due_words=due_words(facts, today),
        status=row.status,
        updated_at=row.last_updated_at,
        urged=urged,
        reminded_at=reminded_at,
        difficulty=row.difficulty,
        answered_at=row.answered_at,
        lateness=lateness,
        # Its plan runs, or it would not stand here.
        may_be_urged=row.status in UNIT_OWES_STATUSES and row.due_on is not None,
        nobody_hears=row.unit_id not in heard_by,
    )


def _late_reports(ids: Sequence[int]) -> dict[int, ProgressUpdate]:
    """The latest report of each in which the unit said why it is late."""
    found = db.session.scalars(_statement_of_late_reports(), {"ids": ids})
    return {report.contribution_id: report for report in found}


@cache
def _statement_of_late_reports() -> Select[ProgressUpdate]:
    return (
        select(ProgressUpdate)
        .where(
            ProgressUpdate.contribution_id.in_(bindparam("ids", expanding=True)),
            ProgressUpdate.late_reason.is_not(None),
            ProgressUpdate.late_reason != "",
        )
        .options(selectinload(ProgressUpdate.verdicts).joinedload(CauseVerdict.judged_by))
        .order_by(ProgressUpdate.id)
    )


def _lateness(report: ProgressUpdate | None) -> Lateness | None:
    if report is None or not report.late_reason:
        return None
    return Lateness(report.late_reason, cause_words(report), report.at)


def _urged(item: UrgingItem | None, today: date) -> Urged | None:
    if item is None:
        return None
    letter = item.letter
    return Urged(
        letter.id,
        letter.reference,
        letter.issued_on,
        letter.answer_by,
        item.is_answer_late(today),
        item.answered_at,
        item.answer,
        item.promised_on,
    )
