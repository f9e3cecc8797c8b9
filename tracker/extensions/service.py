"""Asking for a later due day, sending what an officer prepared, withdrawing, deciding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker.accounts.models import User
from tracker.accounts.queries import unit_has_head
from tracker.audit.rules import AuditAction
from tracker.audit.service import record
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import ConflictError, RuleError
from tracker.core.storage import file_store
from tracker.evidence.names import stored_name
from tracker.evidence.rules import UploadedFile
from tracker.evidence.service import judged
from tracker.extensions import queries
from tracker.extensions.models import ExtensionRequest
from tracker.extensions.rules import (
    EXTENSION_STATE_WORDS,
    ExtensionState,
    Limits,
    asking_problem,
    handed_in_problem,
    new_day_problem,
    sends_for_the_unit,
)
from tracker.progress.guards import lock
from tracker.progress.models import Contribution
from tracker.progress.rules import LATE_CLASSES, timing_class
from tracker.settings.queries import ward_settings
from tracker.tasks.moving import extend_due_day
from tracker.tasks.rules import TaskRole
from tracker.tasks.service import task_name
from tracker.working_calendar.queries import ward_calendar


@dataclass(frozen=True, slots=True)
class Asked:
    """What the unit's form says; `version` is that of the request it was made from, 0 for none."""

    wanted_due_on: date
    reason: str
    is_objective: bool
    request_key: str
    document: str | None = None
    file: UploadedFile | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What was decided. The day granted may be another than the one asked for; None refuses."""

    due_on: date | None
    note: str | None
    is_cause_confirmed: bool
    version: int
    request_key: str


def limits() -> Limits:
    """What the ward has set for extensions."""
    settings = ward_settings()
    return Limits(settings.extension_notice_days, settings.extension_limit)


def problem_with_asking(contribution: Contribution, today: date) -> str | None:
    """Why no later day may be asked for today, as a sentence; None when it may."""
    return asking_problem(
        contribution.facts,
        today,
        is_lead=contribution.role is TaskRole.LEAD,
        times_granted=queries.times_granted(contribution.occurrence_id),
        limits=limits(),
        calendar=ward_calendar(),
    )


def sends_at_once(contribution: Contribution, *, actor: User) -> bool:
    """Whether the person's request goes to those who decide, not first to the unit's head."""
    return sends_for_the_unit(actor.role, unit_has_head=unit_has_head(contribution.unit_id))


def ask(contribution: Contribution, asked: Asked, *, actor: User) -> ExtensionRequest:
    """Ask for a later due day, or send what an officer prepared; the same form twice asks once.

    An officer's request is a draft until the unit's head sends it; where nobody heads the unit it
    goes out at once.
    """
    lock(contribution.occurrence)
    lock(contribution)
    key = f"{contribution.id}:{asked.request_key}"
    same = _by_key(key)
    if same is not None:
        return same
    request = queries.open_request(contribution.occurrence_id)
    _refuse_unless_mine(request, asked.version, contribution)
    problem = problem_with_asking(contribution, clock.today())
    if problem:
        raise RuleError(problem, field="wanted_due_on")
    _check_words(contribution, asked)
    request = request or ExtensionRequest(
        occurrence=contribution.occurrence,
        contribution=contribution,
        prepared_by=actor,
        prepared_at=clock.now(),
    )
    _fill(request, asked, key)
    is_sent = sends_at_once(contribution, actor=actor)
    request.state = ExtensionState.ASKED if is_sent else ExtensionState.PREPARED
    if is_sent:
        request.sent_by, request.sent_at = actor, clock.now()
    db.session.add(request)
    db.session.flush()
    action = AuditAction.EXTENSION_ASKED if is_sent else AuditAction.EXTENSION_PREPARED
    told = {"due_on": (request.due_on, request.wanted_due_on), "reason": (None, request.reason)}
    record_about(action, request, told, actor=actor)
    return request


def withdraw(request: ExtensionRequest, *, version: int, actor: User) -> None:
    """The unit takes its request back while nobody has decided; pressed twice it is done once."""
    lock(request)
    if request.state is ExtensionState.WITHDRAWN:
        return
    _refuse_outdated(request, version)
    _end(request, ExtensionState.WITHDRAWN, actor=actor)
    record_about(AuditAction.EXTENSION_WITHDRAWN, request, {}, actor=actor)


def decide(request: ExtensionRequest, answer: Answer, *, actor: User) -> None:
    """Grant a later day or refuse, with a note; all units of the instance move together.

    Nobody decides for their own unit. What was handed in late before stays late: it keeps the day
    it was late for.
    """
    refuse_own_unit(request, actor=actor)
    lock(request.occurrence)
    lock(request)
    if request.answer_key is not None and request.answer_key == answer.request_key:
        return
    if request.state is ExtensionState.PREPARED:
        raise RuleError("Trưởng đơn vị chưa gửi đề nghị này: chưa trả lời được.")
    _refuse_outdated(request, answer.version)
    if answer.due_on is None:
        _refuse(request, answer, actor=actor)
    else:
        _grant(request, answer.due_on, answer, actor=actor)


def refuse_own_unit(request: ExtensionRequest, *, actor: User) -> None:
    """Nobody decides for their own unit."""
    if actor.unit_id is not None and actor.unit_id == request.contribution.unit_id:
        raise RuleError(
            "Không tự quyết định gia hạn cho đơn vị mình: cần lãnh đạo hoặc đơn vị theo dõi khác."
        )


def _refuse(request: ExtensionRequest, answer: Answer, *, actor: User) -> None:
    if not answer.note:
        raise RuleError("Hãy ghi lý do không gia hạn để đơn vị biết.", field="note")
    _end(request, ExtensionState.REFUSED, actor=actor, answer=answer)
    record_about(
        AuditAction.EXTENSION_REFUSED, request, {"reason": (None, answer.note)}, actor=actor
    )


def _grant(request: ExtensionRequest, day: date, answer: Answer, *, actor: User) -> None:
    occurrence, today = request.occurrence, clock.today()
    contributions = queries.contributions_of_occurrence(occurrence.id)
    for contribution in contributions:
        lock(contribution)
    problem = handed_in_problem(request.contribution.facts)
    if problem or occurrence.due_on is None:
        raise RuleError(problem or "Việc này không còn thời hạn cụ thể.")
    problem = new_day_problem(day, due_on=occurrence.due_on, today=today)
    if problem:
        raise RuleError(problem, field="due_on")
    before = occurrence.due_on
    for contribution in contributions:
        if contribution.is_handed_in and timing_class(contribution.facts, today) in LATE_CLASSES:
            contribution.late_for = contribution.judged_due_on
    extend_due_day(occurrence, day)
    request.granted_due_on, request.is_cause_confirmed = day, answer.is_cause_confirmed
    _end(request, ExtensionState.GRANTED, actor=actor, answer=answer)
    told = {"due_on": (before, day), "note": (None, answer.note)}
    record_about(AuditAction.EXTENSION_GRANTED, request, told, actor=actor)


def _check_words(contribution: Contribution, asked: Asked) -> None:
    due_on = contribution.occurrence.due_on
    problem = due_on and new_day_problem(asked.wanted_due_on, due_on=due_on, today=clock.today())
    if problem:
        raise RuleError(problem, field="wanted_due_on")
    if not asked.reason.strip():
        raise RuleError("Hãy ghi lý do xin gia hạn.", field="reason")


def _fill(request: ExtensionRequest, asked: Asked, key: str) -> None:
    due_on = request.occurrence.due_on
    if due_on is None:
        raise RuleError("Việc này không có thời hạn cụ thể nên không cần xin gia hạn.")
    request.due_on, request.wanted_due_on = due_on, asked.wanted_due_on
    request.reason, request.is_objective = asked.reason.strip(), asked.is_objective
    request.document, request.request_key = asked.document, key
    if asked.file is None:
        return
    media_type, _scan_state = judged(asked.file)
    request.file_name = stored_name(asked.file.name, media_type)
    request.media_type, request.size = media_type, len(asked.file.content)
    request.sha256 = file_store().put(asked.file.content)


def _by_key(key: str) -> ExtensionRequest | None:
    statement = select(ExtensionRequest).where(ExtensionRequest.request_key == key)
    return db.session.scalars(statement).first()


def _refuse_unless_mine(
    request: ExtensionRequest | None, version: int, contribution: Contribution
) -> None:
    """Go on with a new request, or with one of this unit that is still a draft as it was seen."""
    if request is None:
        return
    if request.contribution_id != contribution.id:
        raise ConflictError(f"{request.contribution.unit.name} đã xin gia hạn việc này.")
    if request.state is not ExtensionState.PREPARED:
        raise ConflictError(who_changed(request))
    if request.version != version:
        raise ConflictError(
            f"{request.prepared_by.full_name} đã lập dự thảo xin gia hạn đến "
            f"{request.wanted_due_on:%d/%m/%Y}. Hãy xem lại rồi gửi lần nữa."
        )


def _refuse_outdated(request: ExtensionRequest, version: int) -> None:
    if not request.is_open or request.version != version:
        raise ConflictError(who_changed(request))


def who_changed(request: ExtensionRequest) -> str:
    """Who did last what to the request, in a sentence that says what to do."""
    person = request.revoked_by or request.ended_by or request.sent_by or request.prepared_by
    moment = clock.in_vietnam(
        request.revoked_at or request.ended_at or request.sent_at or request.prepared_at
    )
    return (
        f"{EXTENSION_STATE_WORDS[request.state]}: {person.full_name}, "
        f"{moment:%H:%M %d/%m/%Y}. Hãy tải lại trang để xem."
    )


def _end(
    request: ExtensionRequest, state: ExtensionState, *, actor: User, answer: Answer | None = None
) -> None:
    request.state = state
    request.ended_by, request.ended_at = actor, clock.now()
    if answer is not None:
        request.note, request.answer_key = answer.note, answer.request_key
    db.session.flush()


def record_about(
    action: AuditAction,
    request: ExtensionRequest,
    changes: Mapping[str, tuple[object, object]],
    *,
    actor: User,
) -> None:
    """Note in the journal what became of a request."""
    task = request.occurrence.task
    record(
        action,
        request,
        name=f"{request.contribution.unit.name}: {task_name(task)}"[:200],
        actor=actor,
        plan_id=task.plan_id,
        changes=changes,
    )
