"""What may be what was looked for: a few statements however much there is.

The database narrows roughly by words without accents; `rules.py` decides and orders.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, and_, case, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.strategy_options import _AbstractLoad

from tracker.core.db import db
from tracker.core.text_vn import fold
from tracker.evidence.rules import Sensitivity
from tracker.plans.models import Plan
from tracker.progress.models import Contribution, Evidence
from tracker.search.rules import Candidate, Kind, Wanted, pattern_of
from tracker.targets.models import Measurement, MeasurementEvidence, Target, TargetUnit
from tracker.tasks.models import Assignment, Occurrence, Task
from tracker.units.models import Unit, UnitMembership
from tracker.units.queries import all_units

# More than anybody reads: beyond, a word more narrows it.
MOST_PAPERS = MOST_TASKS = 2000


def plan_candidates(plans: Sequence[Plan]) -> list[Candidate]:
    """The plans by title and number."""
    return [
        Candidate(
            Kind.PLAN,
            Kind.PLAN,
            plan.id,
            plan.title,
            numbers=_words(plan.number),
            details=_words(plan.number, f"năm {plan.year}"),
            place=(position,),
        )
        for position, plan in enumerate(plans)
    ]


def unit_candidates() -> list[Candidate]:
    """The units at work, by every name they are printed under."""
    return [
        Candidate(
            Kind.UNIT,
            Kind.UNIT,
            unit.id,
            unit.name,
            more=_words(unit.short_name, *(alias.name for alias in unit.aliases)),
            details=_words(unit.short_name),
            place=(position,),
        )
        for position, unit in enumerate(all_units())
    ]


def task_candidates(wanted: Wanted, plans: Sequence[Plan]) -> list[Candidate]:
    """The tasks of the plans by label, content, product and the units as printed.

    With far too many, those of the newest plans.
    """
    statement = select(
        Task.id,
        Task.plan_id,
        Task.label,
        Task.content,
        Task.product,
        Task.lead_text,
        Task.cooperating_text,
        Task.search_key,
        Task.dropped_on,
        Task.position,
    ).where(
        Task.plan_id.in_([plan.id for plan in plans]),
        *(
            or_(Task.search_key.contains(word), Task.cooperating_text.ilike(pattern_of(word)))
            for word in wanted.words
        ),
    )
    newest = (Task.dropped_on.is_not(None), Plan.year.desc(), Plan.id.desc())
    statement = statement.join(Task.plan).order_by(*newest, Task.position, Task.id)
    order, titles = _order_of(plans), {plan.id: plan.title for plan in plans}
    return [
        Candidate(
            Kind.TASK,
            Kind.TASK,
            row.id,
            row.content,
            numbers=_words(row.label),
            more=_words(row.product, row.lead_text, row.cooperating_text),
            details=_details_of_task(row, titles[row.plan_id]),
            place=(row.dropped_on is not None, order[row.plan_id], row.position, row.id),
            folded=" ".join(_words(row.search_key, fold(row.cooperating_text or ""))),
        )
        for row in db.session.execute(statement.limit(MOST_TASKS))
    ]


def _details_of_task(row: Any, plan: str) -> tuple[str, ...]:
    return _words(
        "Đã bỏ khỏi kế hoạch" if row.dropped_on else None,
        f"Chủ trì: {row.lead_text}" if row.lead_text else None,
        f"Sản phẩm: {row.product}" if row.product else None,
        plan,
    )


def target_candidates(wanted: Wanted, plans: Sequence[Plan]) -> list[Candidate]:
    """The targets of the plans by label, indicator and what narrows them."""
    statement = select(
        Target.id,
        Target.plan_id,
        Target.label,
        Target.indicator,
        Target.scope,
        Target.exception,
        Target.dropped_on,
        Target.position,
    ).where(
        Target.plan_id.in_([plan.id for plan in plans]),
        *(Target.search_key.contains(word) for word in wanted.words),
    )
    order, titles = _order_of(plans), {plan.id: plan.title for plan in plans}
    return [
        Candidate(
            Kind.TARGET,
            Kind.TARGET,
            row.id,
            row.indicator,
            numbers=_words(row.label),
            more=_words(row.scope, row.exception),
            details=_words(
                "Đã bỏ khỏi kế hoạch" if row.dropped_on else None,
                row.scope,
                titles[row.plan_id],
            ),
            place=(row.dropped_on is not None, order[row.plan_id], row.position, row.id),
        )
        for row in db.session.execute(statement)
    ]


def paper_candidates(wanted: Wanted, plans: Sequence[Plan]) -> list[Candidate]:
    """Evidence of work in the plans, the latest first; who may see it is still to be asked."""
    statement = (
        _papers(Evidence, wanted, plans)
        .add_columns(Evidence.contribution_id, Occurrence.task_id, Unit.name.label("belongs_to"))
        .join(Evidence.contribution)
        .join(Contribution.unit)
        .join(Contribution.occurrence)
        .join(Occurrence.task)
        .where(Evidence.removed_at.is_(None))
    )
    return [
        _paper(
            row,
            page=Kind.TASK,
            page_id=row.task_id,
            anchor=f"contribution-{row.contribution_id}",
            contribution_id=row.contribution_id,
        )
        for row in db.session.execute(statement)
    ]


def target_paper_candidates(wanted: Wanted, plans: Sequence[Plan]) -> list[Candidate]:
    """Evidence of figures in the plans; who may see it is still to be asked."""
    statement = (
        _papers(MeasurementEvidence, wanted, plans)
        .add_columns(Measurement.target_id, Target.indicator.label("belongs_to"))
        .join(MeasurementEvidence.measurement)
        .join(Measurement.target)
    )
    return [
        _paper(row, page=Kind.TARGET, page_id=row.target_id)
        for row in db.session.execute(statement)
    ]


def contributions_to_judge(numbers: Collection[int]) -> Sequence[Contribution]:
    """The contributions with everything that the policy asks of their papers."""
    task = joinedload(Contribution.occurrence).joinedload(Occurrence.task)
    statement = (
        select(Contribution)
        .where(Contribution.id.in_(numbers))
        .options(
            task.options(*what_is_asked_of_tasks()),
        )
    )
    return db.session.scalars(statement).all()


def what_is_asked_of_tasks() -> tuple[_AbstractLoad, ...]:
    """What the policy asks of a task: its plan, the units that work on it."""
    return (
        joinedload(Task.plan),
        selectinload(Task.assignments)
        .joinedload(Assignment.unit)
        .selectinload(Unit.memberships)
        .joinedload(UnitMembership.member),
    )


def targets_to_judge(numbers: Collection[int]) -> Sequence[Target]:
    """The targets with everything that the policy asks of their papers."""
    statement = (
        select(Target)
        .where(Target.id.in_(numbers))
        .options(
            joinedload(Target.plan),
            selectinload(Target.owners)
            .joinedload(TargetUnit.unit)
            .selectinload(Unit.memberships)
            .joinedload(UnitMembership.member),
        )
    )
    return db.session.scalars(statement).all()


def _papers(
    model: type[Evidence] | type[MeasurementEvidence], wanted: Wanted, plans: Sequence[Plan]
) -> Select[Any]:
    """Those that hold every word; with far too many, those with the accents typed, the latest."""
    owner = Task if model is Evidence else Target
    columns: list[Any] = [
        model.id,
        model.file_name,
        model.document_number,
        model.document_date,
        model.document_issuer,
        model.document_summary,
        model.added_at,
        model.sensitivity,
    ]
    typed = and_(
        *(model.search_key.contains(word, autoescape=True) for word in wanted.typed.split())
    )
    return (
        select(*columns)
        .where(
            owner.plan_id.in_([plan.id for plan in plans]),
            *(model.search_key.contains(word, autoescape=True) for word in wanted.words),
        )
        .order_by(case((typed, 0), else_=1), model.added_at.desc(), model.id.desc())
        .limit(MOST_PAPERS)
    )


def _paper(
    row: Any, *, page: Kind, page_id: int, anchor: str = "", contribution_id: int | None = None
) -> Candidate:
    number, summary = row.document_number, row.document_summary
    title = row.file_name or " – ".join(_words(number, summary))
    day = f"ngày {row.document_date:%d/%m/%Y}" if row.document_date else None
    return Candidate(
        Kind.PAPER,
        page,
        page_id,
        title,
        numbers=_words(number),
        more=_words(row.document_issuer, summary),
        details=_words(day, row.document_issuer, row.belongs_to),
        place=(-int(row.added_at.timestamp()), row.id),
        anchor=anchor,
        contribution_id=contribution_id,
        is_restricted=row.sensitivity is Sensitivity.RESTRICTED,
    )


def _order_of(plans: Sequence[Plan]) -> dict[int, int]:
    return {plan.id: position for position, plan in enumerate(plans)}


def _words(*parts: str | None) -> tuple[str, ...]:
    """Those that say anything, each once."""
    return tuple(dict.fromkeys(part for part in parts if part))
