"""What was said of work: urging letters, directives, remarks, difficulties one may see."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, String, and_, cast, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from tracker import policy
from tracker.accounts.models import User
from tracker.conversations.models import Remark
from tracker.core import clock
from tracker.core.db import db
from tracker.core.text_vn import fold
from tracker.follow_up.models import Directive, UrgingItem, UrgingLetter
from tracker.progress.models import Contribution, Difficulty
from tracker.search.queries import what_is_asked_of_tasks
from tracker.search.rules import Candidate, Kind, Wanted, pattern_of
from tracker.tasks.models import Occurrence, Task
from tracker.units.queries import all_units

# The latest of each kind that may fit; the words typed narrow them further.
MOST_JUDGED = 500
LETTER_WORDS = "Công văn đôn đốc số"


def letter_candidates(wanted: Wanted, user: User, *, newest: int = MOST_JUDGED) -> list[Candidate]:
    """Letters by number and unit, and by the tasks they list.

    The newest are all looked through, as printed; older ones by what their tasks say now.
    """
    latest = select(UrgingLetter.id).order_by(UrgingLetter.id.desc()).limit(newest)
    statement = (
        select(UrgingLetter)
        .where(or_(UrgingLetter.id.in_(latest), _lists(wanted)))
        .order_by(UrgingLetter.id.desc())
        .options(joinedload(UrgingLetter.unit), selectinload(UrgingLetter.items))
    )
    found = []
    for letter in db.session.scalars(statement.limit(newest + MOST_JUDGED)):
        if policy.may(user, "urging:see", letter):
            state = "Đã thu hồi" if letter.is_withdrawn else ""
            title = f"{LETTER_WORDS} {letter.reference}, {letter.unit.name}"
            day = f"ngày {letter.issued_on:%d/%m/%Y}"
            rows = tuple(item.cells[0] for item in letter.items)
            numbers = (letter.reference, str(letter.number))
            found.append(_said(Kind.LETTER, letter.id, title, numbers, rows, (day, state)))
    return found


def directive_candidates(wanted: Wanted, user: User) -> list[Candidate]:
    """Leaders' directives and the units' answers, by their words."""
    statement = (
        select(Directive)
        .where(_holds(wanted, Directive.words, Directive.answer, Directive.document))
        .options(
            joinedload(Directive.task), joinedload(Directive.unit), joinedload(Directive.given_by)
        )
        .order_by(Directive.id.desc())
    )
    return [
        _said(
            Kind.DIRECTIVE,
            item.id,
            item.words,
            (),
            _texts(item.answer, item.document),
            (item.given_by.full_name, item.unit.name, item.task.content),
        )
        for item in db.session.scalars(statement.limit(MOST_JUDGED))
        if policy.may(user, "directive:see", item)
    ]


def remark_candidates(wanted: Wanted, user: User) -> list[Candidate]:
    """Remarks about tasks, by their words."""
    statement = (
        select(Remark)
        .where(_holds(wanted, Remark.words))
        .options(
            joinedload(Remark.task).options(*what_is_asked_of_tasks()), joinedload(Remark.author)
        )
        .order_by(Remark.id.desc())
    )
    return [
        _said(
            Kind.REMARK,
            item.task_id,
            item.words,
            (),
            (),
            (item.author.full_name, _day(item.at), item.task.content),
            anchor=f"remark-{item.id}",
        )
        for item in db.session.scalars(statement.limit(MOST_JUDGED))
        if policy.may(user, "plan:see", item.task)
        and policy.may(user, "conversation:see", item.task)
    ]


def difficulty_candidates(wanted: Wanted, user: User) -> list[Candidate]:
    """Difficulties and the answers to them, by their words."""
    work = joinedload(Difficulty.contribution)
    statement = (
        select(Difficulty)
        .where(_holds(wanted, Difficulty.words, Difficulty.answer))
        .options(
            work.joinedload(Contribution.occurrence)
            .joinedload(Occurrence.task)
            .options(*what_is_asked_of_tasks()),
            work.joinedload(Contribution.unit),
        )
        .order_by(Difficulty.id.desc())
    )
    return [
        _said(
            Kind.DIFFICULTY,
            item.contribution.occurrence.task_id,
            item.words,
            (),
            _texts(item.answer),
            (
                item.contribution.unit.name,
                _day(item.raised_at),
                item.contribution.occurrence.task.content,
            ),
            anchor=f"contribution-{item.contribution_id}",
        )
        for item in db.session.scalars(statement.limit(MOST_JUDGED))
        if policy.may(user, "plan:see", item.contribution)
        and policy.may(user, "contribution:see_papers", item.contribution)
    ]


def _said(
    kind: Kind,
    page_id: int,
    title: str,
    numbers: tuple[str, ...],
    more: tuple[str, ...],
    details: tuple[str, ...],
    *,
    anchor: str = "",
) -> Candidate:
    return Candidate(
        kind,
        kind,
        page_id,
        title,
        numbers=numbers,
        more=more,
        details=tuple(part for part in details if part),
        anchor=anchor,
    )


def _lists(wanted: Wanted) -> ColumnElement[bool]:
    """Each word is in a letter's title, its number, its unit or one of its tasks."""
    opening, units = fold(LETTER_WORDS).split(), all_units(active_only=False)
    conditions = []
    for word in wanted.words:
        if word in opening:
            continue
        named = [unit.id for unit in units if word in fold(unit.name)]
        worded = Occurrence.task.has(Task.search_key.contains(word, autoescape=True))
        conditions.append(
            or_(
                cast(UrgingLetter.number, String) == word,
                UrgingLetter.code.ilike(pattern_of(word)),
                UrgingLetter.unit_id.in_(named),
                UrgingLetter.items.any(
                    UrgingItem.contribution.has(Contribution.occurrence.has(worded))
                ),
            )
        )
    return and_(true(), *conditions)


def _holds(
    wanted: Wanted, *columns: InstrumentedAttribute[str] | InstrumentedAttribute[str | None]
) -> ColumnElement[bool]:
    """Each word is somewhere in what was said, roughly: the rules decide."""
    return and_(
        *(or_(*(column.ilike(pattern_of(word)) for column in columns)) for word in wanted.words)
    )


def _texts(*parts: str | None) -> tuple[str, ...]:
    return tuple(part for part in parts if part)


def _day(moment: datetime) -> str:
    return f"{clock.day_in_vietnam(moment):%d/%m/%Y}"
