"""Leaders' directives on tasks: given to units, told at once, answered, closed.

The Office may write down what a leader said, with the day and the document: tracked like the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import joinedload

from tracker.accounts.models import User
from tracker.audit.rules import AuditAction
from tracker.audit.service import record
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import ConflictError, RuleError
from tracker.follow_up.models import Directive
from tracker.follow_up.rules import DirectiveState
from tracker.progress.guards import lock
from tracker.progress.models import Contribution
from tracker.progress.queries import contributions_of_task
from tracker.progress.rules import OPEN_STATUSES
from tracker.reminders.by_hand import DIRECTED, REPLIED
from tracker.reminders.telling import tell
from tracker.tasks.models import Task
from tracker.units.models import Unit
from tracker.units.queries import with_merged

LONGEST_WORDS = 4000
CHANGED_MEANWHILE = (
    "Ý kiến chỉ đạo này vừa có thay đổi. Nội dung bạn nhập vẫn còn ở dưới: hãy xem lại rồi gửi lại."
)
CLOSED_MEANWHILE = "Ý kiến chỉ đạo này đã khép: không còn nhận trả lời."


@dataclass(frozen=True, slots=True)
class Word:
    """What a leader says, until when the units are to answer.

    Who said it when, in which document, is named where somebody else writes it down.
    """

    words: str
    answer_by: date | None
    request_key: str
    said_by: User | None = None
    said_on: date | None = None
    document: str | None = None


def parts_by_unit(task: Task) -> dict[Unit, Contribution]:
    """Each unit's part that a directive is about: the nearest open one, else the latest.

    What a unit did that has gone since is answered for by its heir.
    """
    found: dict[Unit, Contribution] = {}
    # The latest instance comes first: later turns of the loop are nearer to today.
    for item in contributions_of_task(task.id):
        unit = item.unit.heir
        present = found.get(unit)
        if present is None or item.status in OPEN_STATUSES:
            found[unit] = item
    return found


def give(task: Task, units: Sequence[Unit], word: Word, *, actor: User) -> Sequence[Directive]:
    """One directive per unit; its people see it at once, and the next daily mail says it."""
    statement = select(Directive).where(
        Directive.request_key.startswith(f"{word.request_key}:", autoescape=True)
    )
    made = db.session.scalars(statement.order_by(Directive.id)).all()
    if made:
        return made
    if not word.words.strip():
        raise RuleError("Hãy ghi ý kiến chỉ đạo.", field="words")
    if word.said_by is not None and (word.said_on is None or word.said_on > clock.today()):
        raise RuleError("Hãy nhập ngày lãnh đạo cho ý kiến, không sau hôm nay.", field="said_on")
    if word.answer_by is not None and word.answer_by < clock.today():
        raise RuleError("Hạn trả lời đã qua: hãy chọn ngày từ hôm nay.", field="answer_by")
    parts = parts_by_unit(task)
    chosen = [unit for unit in units if unit in parts]
    if not chosen:
        raise RuleError("Hãy chọn ít nhất một đơn vị.", field="units")
    return [_give(task, unit, parts[unit], word, actor) for unit in chosen]


def answer(directive: Directive, words: str, *, version: int, actor: User) -> None:
    """The unit's answer; it may be put better until the leader closes."""
    lock(directive)
    if directive.state is DirectiveState.CLOSED:
        raise ConflictError(CLOSED_MEANWHILE)
    if directive.version != version:
        raise ConflictError(CHANGED_MEANWHILE)
    if not words.strip():
        raise RuleError("Hãy ghi nội dung trả lời.", field="answer")
    before, directive.answer = directive.answer, words.strip()
    directive.answered_by, directive.answered_at = actor, clock.now()
    db.session.flush()
    changes = {"answer": (before, directive.answer)}
    _record(AuditAction.DIRECTIVE_ANSWERED, directive, actor, changes)
    wrote = [directive.entered_by] if directive.entered_by else []
    tell(
        {directive.contribution: f"{directive.unit.name} trả lời ý kiến chỉ đạo"},
        step=f"{REPLIED}{directive.id}",
        mail_now=False,
        people_told=[directive.given_by, *wrote],
    )


def close(directive: Directive, *, actor: User) -> None:
    """The leader takes it as done; a second time changes nothing."""
    lock(directive)
    if directive.state is DirectiveState.CLOSED:
        return
    before = directive.state
    directive.closed_by, directive.closed_at = actor, clock.now()
    db.session.flush()
    _record(AuditAction.DIRECTIVE_CLOSED, directive, actor, {"state": (before, directive.state)})


def directives_of_task(task_id: int) -> Sequence[Directive]:
    """What leaders said about a task, the latest first."""
    return db.session.scalars(_of_task(), {"task_id": task_id}).all()


@cache
def _of_task() -> Select[Directive]:
    """Made once: to put it together takes as long as to send it."""
    return _listed().where(Directive.task_id == bindparam("task_id"))


def directive_list(*, unit_id: int | None = None, only_open: bool = False) -> Sequence[Directive]:
    """All directives, or those to one unit; with `only_open` those not closed."""
    statement = _listed()
    if unit_id is not None:
        statement = statement.where(Directive.unit_id.in_(with_merged(unit_id)))
    if only_open:
        statement = statement.where(Directive.closed_at.is_(None))
    return db.session.scalars(statement).all()


def _listed() -> Select[Directive]:
    return (
        select(Directive)
        .options(
            joinedload(Directive.task).joinedload(Task.plan),
            joinedload(Directive.unit),
            joinedload(Directive.given_by),
            joinedload(Directive.entered_by),
        )
        .order_by(Directive.given_at.desc(), Directive.id.desc())
    )


def _give(task: Task, unit: Unit, contribution: Contribution, word: Word, actor: User) -> Directive:
    directive = Directive(
        task=task,
        unit=unit,
        contribution=contribution,
        words=word.words.strip(),
        answer_by=word.answer_by,
        given_by=word.said_by or actor,
        given_at=clock.now(),
        entered_by=actor if word.said_by is not None else None,
        said_on=word.said_on,
        document=word.document,
        request_key=f"{word.request_key}:{unit.id}",
    )
    db.session.add(directive)
    db.session.flush()
    until = f", trả lời chậm nhất {word.answer_by:%d/%m/%Y}" if word.answer_by else ""
    reason = f"Ý kiến chỉ đạo của {directive.given_by.full_name}{until}"
    tell({contribution: reason}, step=f"{DIRECTED}{directive.id}", mail_now=False)
    changes: dict[str, tuple[object, object]] = {"words": (None, directive.words)}
    if word.said_by is not None:
        changes["said_by"] = (None, word.said_by.full_name)
        changes["said_on"], changes["document"] = (None, word.said_on), (None, word.document)
    _record(AuditAction.DIRECTIVE_GIVEN, directive, actor, changes)
    return directive


def _record(
    action: AuditAction,
    directive: Directive,
    actor: User,
    changes: Mapping[str, tuple[object, object]],
) -> None:
    record(
        action,
        directive,
        name=f"{directive.unit.name}: {directive.task.label} {directive.task.content}"[:200],
        actor=actor,
        plan_id=directive.task.plan_id,
        changes=changes,
    )
