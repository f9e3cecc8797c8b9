"""Reading histories: a handful of statements, however many rows there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cache
from operator import itemgetter
from typing import NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select, true
from sqlalchemy.orm import defer, joinedload, selectinload

from tracker.accounts.models import User
from tracker.core.db import UtcDateTime, db
from tracker.extensions.models import ExtensionRequest
from tracker.extensions.rules import ExtensionState
from tracker.figures.history import row_in, row_of
from tracker.figures.models import SealedFigures
from tracker.figures.rules import FigureRow
from tracker.figures.windows import MOMENT, Window
from tracker.plans.models import Plan, Section
from tracker.progress import judging_in_lots, past
from tracker.progress.history import History, facts_at
from tracker.progress.judging_in_lots import Piece
from tracker.progress.models import Contribution
from tracker.progress.rules import ContributionStatus
from tracker.progress.told import is_step_of_work, kept_until_told
from tracker.tasks.models import Assignment, Occurrence, Task
from tracker.tasks.rules import Period, TaskRole, occurrence_words
from tracker.units.models import Unit

Verdict = TypeVar("Verdict")
# In which plan, where in it, due when, which work: by this rows are sorted.
Place = tuple[int, int, date, int]

_BATCH = 500


def rows_in(window: Window, now: datetime) -> list[FigureRow]:
    """Every row that counts in the window, as it stood at its end or stands now, as printed."""
    found: list[tuple[Place, FigureRow]] = []
    for piece, row in judged(lambda history: row_in(history, window, now), window, now):
        if row is not None:
            place = piece.plan_id, piece.position, row.due_on or date.min, piece.contribution_id
            found.append((place, row_of(row, piece)))
    found.sort(key=itemgetter(0))
    return [row for _place, row in found]


def due_and_done(window: Window, now: datetime) -> Iterator[tuple[int, date | None, date | None]]:
    """Of each piece of work the due day, and the day on which what is done was handed in."""
    moment = window.as_of(now)
    for piece, facts in judged(lambda history: facts_at(history, moment), window, now):
        is_done = facts.status is ContributionStatus.ACCEPTED
        yield piece.contribution_id, facts.due_on, facts.submitted_on if is_done else None


def histories(
    window: Window, now: datetime, *, among: Collection[int] | None = None
) -> list[History]:
    """What happened to all work that the window may count; what was done before it is left out.

    Or to those among the numbers.
    """
    chosen = true() if among is None else Contribution.id.in_(among)
    return past.histories_of(
        and_(_may_count(window), chosen),
        until=window.as_of(now),
        extended=_extended(window.as_of(now)),
    )


def judged(
    judge: Callable[[History], Verdict],
    window: Window,
    now: datetime,
    *,
    also_at: Sequence[datetime] = (),
) -> Iterator[tuple[Piece, Verdict]]:
    """The same work, in no order, each piece with what is said of its history.

    Of much work alike `judge` is asked once; whose it is says the piece. Of an earlier status it
    may ask at the window's beginning and at `also_at`, last moments of days.
    """
    return judging_in_lots.judged(
        judge,
        _may_count(window),
        until=window.as_of(now),
        moments=sorted({window.starts_at - MOMENT, *also_at}),
        extended=_extended(window.as_of(now)),
    )


def owed_only_after(moment: datetime, *, among: Collection[int] | None = None) -> set[int]:
    """The work, or that among the numbers, that a process made whose clock runs before ours."""
    statement = _owed_only_after(is_narrowed=among is not None)
    told = {"moment": moment, "among": list(among or ())}
    return set(db.session.scalars(statement, told))


@cache
def _owed_only_after(*, is_narrowed: bool) -> Select[int]:
    since = func.coalesce(Contribution.created_at, Occurrence.created_at)
    statement = (
        select(Contribution.id)
        .join(Contribution.occurrence)
        .where(since > bindparam("moment", type_=UtcDateTime()))
    )
    if is_narrowed:
        return statement.where(Contribution.id.in_(bindparam("among", expanding=True)))
    return statement


def _may_count(window: Window) -> ColumnElement[bool]:
    """What was accepted before the window began stays accepted: it cannot count in it.

    Check-ins count by the end of their period, whenever they were made.
    """
    return or_(
        Contribution.status != ContributionStatus.ACCEPTED,
        Contribution.accepted_at >= window.starts_at,
        Occurrence.period_end >= window.first,
    )


@kept_until_told(is_step_of_work)
def _extended(moment: datetime) -> dict[int, list[datetime]]:
    """When each request was granted that was not revoked by the moment."""
    statement = (
        select(ExtensionRequest.contribution_id, ExtensionRequest.ended_at)
        .where(
            or_(
                ExtensionRequest.state == ExtensionState.GRANTED,
                ExtensionRequest.revoked_at > moment,
            ),
        )
        .order_by(ExtensionRequest.ended_at)
    )
    found: dict[int, list[datetime]] = defaultdict(list)
    for contribution_id, at in db.session.execute(statement):
        if at is not None:
            found[contribution_id].append(at)
    return found


def contributions_by_id(ids: Sequence[int]) -> dict[int, Contribution]:
    """The contributions with everything a line about them shows."""
    found: dict[int, Contribution] = {}
    for start in range(0, len(ids), _BATCH):
        statement = (
            select(Contribution)
            .where(Contribution.id.in_(ids[start : start + _BATCH]))
            .options(
                joinedload(Contribution.unit),
                joinedload(Contribution.officer),
                joinedload(Contribution.assignment).joinedload(Assignment.officer),
                joinedload(Contribution.occurrence)
                .joinedload(Occurrence.task)
                .joinedload(Task.plan),
            )
        )
        found.update({item.id: item for item in db.session.scalars(statement).unique()})
    return found


class WorkWords(NamedTuple):
    """What a sheet prints of a piece of work."""

    plan: str
    label: str
    content: str
    instance: str
    unit: str
    role: TaskRole
    original_due_on: date | None


def words_of(ids: Sequence[int]) -> Iterator[tuple[int, WorkWords]]:
    """The same as plain words: of very many rows the objects would take most of the time."""
    statement = (
        select(
            Contribution.id,
            Contribution.role,
            Unit.name,
            Plan.number,
            Plan.title,
            Task.label,
            Task.content,
            Occurrence.key,
            Occurrence.period_start,
            Occurrence.period_end,
            Occurrence.due_on,
            Occurrence.event_title,
            Occurrence.original_due_on,
        )
        .join(Contribution.unit)
        .join(Contribution.occurrence)
        .join(Occurrence.task)
        .join(Task.plan)
    )
    for start in range(0, len(ids), _BATCH):
        part = Contribution.id.in_(ids[start : start + _BATCH])
        for (
            number,
            role,
            unit,
            plan,
            title,
            label,
            content,
            *instance,
            original,
        ) in db.session.connection().execute(statement.where(part)):
            words = plan or title, label, content, _instance_words(*instance), unit, role, original
            yield number, WorkWords(*words)


def _instance_words(
    key: str, start: date | None, end: date | None, due_on: date | None, event_title: str | None
) -> str:
    period = Period(start, end) if start is not None and end is not None else None
    return occurrence_words(key, period=period, due_on=due_on, event_title=event_title)


@kept_until_told(is_step_of_work)
def unit_names(on: date) -> dict[int, str]:
    """Every unit as it was called that day, in the printed order; ceased ones too."""
    statement = (
        select(Unit).options(selectinload(Unit.former_names)).order_by(Unit.position, Unit.id)
    )
    return {unit.id: unit.name_on(on) for unit in db.session.scalars(statement)}


def plan_names() -> dict[int, str]:
    """How each plan is named in a narrow place, the newest first."""
    statement = select(Plan.id, Plan.number, Plan.title).order_by(Plan.year.desc(), Plan.id.desc())
    return {
        plan_id: f"{number}: {title}" if number else title
        for plan_id, number, title in db.session.execute(statement)
    }


def section_names() -> dict[int, tuple[str, str]]:
    """Each heading's words, in the order of paper, and what stands above it, the plan first."""
    statement = (
        select(Section.id, Section.parent_id, Section.label, Section.title, Plan.number, Plan.title)
        .join(Plan, Plan.id == Section.plan_id)
        .order_by(Section.plan_id.desc(), Section.position, Section.id)
    )
    found: dict[int, tuple[str, str]] = {}
    for section_id, parent_id, label, title, number, plan_title in db.session.execute(statement):
        above = found.get(parent_id or 0)
        wholes = f"{above[1]} › {above[0]}" if above else number or plan_title
        found[section_id] = (f"{label}. {title}".removeprefix(". "), wholes)
    return found


def officer_names() -> dict[int, str]:
    """Every person's name."""
    rows = db.session.execute(select(User.id, User.full_name).order_by(User.full_name, User.id))
    return dict(rows.all())


def plans_coordinated_by(unit_id: int) -> set[int]:
    """The plans that the unit follows up."""
    return set(db.session.scalars(select(Plan.id).where(Plan.coordinator_unit_id == unit_id)))


def sealed_for(window: Window) -> SealedFigures | None:
    """The window's figures as they were reported last."""
    found = editions_of(window)
    return found[-1] if found else None


def editions_of(window: Window) -> list[SealedFigures]:
    """Each time the window was sealed, the first one first; the rows are read when asked for."""
    told = {"first": window.first, "last": window.last}
    return list(db.session.scalars(_editions(), told))


@cache
def _editions() -> Select[SealedFigures]:
    return (
        select(SealedFigures)
        .where(
            SealedFigures.first_day == bindparam("first"),
            SealedFigures.last_day == bindparam("last"),
        )
        .options(joinedload(SealedFigures.sealed_by), defer(SealedFigures.rows))
        .order_by(SealedFigures.edition)
    )


def last_sealed_before(day: date) -> SealedFigures | None:
    """The report before: the last figures sealed of a window that ended before the day.

    They are always sealed after their window, so mostly when the next one has begun.
    """
    statement = (
        select(SealedFigures)
        .where(SealedFigures.last_day < day)
        .order_by(
            SealedFigures.last_day.desc(),
            SealedFigures.sealed_at.desc(),
            SealedFigures.edition.desc(),
        )
    )
    return db.session.scalars(statement.limit(1)).first()


def counted_ids(rows: Iterable[FigureRow]) -> list[int]:
    """The contributions of the rows, each once."""
    return list(dict.fromkeys(row.contribution_id for row in rows))
