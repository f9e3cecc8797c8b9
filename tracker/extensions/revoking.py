"""Revoking an extension that was granted by mistake: nobody is made late by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.accounts.models import User
from tracker.audit.rules import AuditAction
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import ConflictError, RuleError
from tracker.extensions import queries
from tracker.extensions.models import ExtensionRequest
from tracker.extensions.rules import (
    ExtensionState,
    day_offered_on_revoking,
    revoked_day_problem,
    revoking_problem,
)
from tracker.extensions.service import record_about, refuse_own_unit, who_changed
from tracker.progress.guards import lock
from tracker.progress.moment import first_day_in_time
from tracker.tasks.moving import take_extension_back
from tracker.working_calendar.queries import ward_calendar


@dataclass(frozen=True, slots=True)
class Revocation:
    """What the form says: the day that counts from now on, and why the grant is taken back."""

    due_on: date
    reason: str
    version: int


def day_before(request: ExtensionRequest) -> date:
    """The day that would count without this grant: the document's, or that of an earlier grant."""
    original = request.occurrence.original_due_on or request.due_on
    others = queries.other_granted_days(request)
    return max([original, *others])


def offered_day(request: ExtensionRequest, *, today: date) -> date:
    """What the form offers as the day that counts from now on."""
    return day_offered_on_revoking(
        day_before(request),
        first_day=first_day(request, today=today),
        today=today,
        calendar=ward_calendar(),
    )


def first_day(request: ExtensionRequest, *, today: date) -> date:
    """The first day that may count from now on without making anybody late at once."""
    return first_day_in_time(request.occurrence.due_time, today)


def problem_with_revoking(request: ExtensionRequest, *, today: date) -> str | None:
    """Why the grant cannot be revoked today, as a sentence; None when it can."""
    if request.state is not ExtensionState.GRANTED:
        return who_changed(request)
    return revoking_problem(
        request.contribution.facts, granted_due_on=request.granted_due_on, today=today
    )


def revoke(request: ExtensionRequest, revocation: Revocation, *, actor: User) -> None:
    """Take a grant back with a reason; the request keeps what was granted and what counts now.

    All units of the instance move together, and their reminders begin anew. What was handed in
    under the granted day stays judged as it was: the day that counts never lies in the past.
    Pressed twice with the same words by the same person it is done once.
    """
    refuse_own_unit(request, actor=actor)
    lock(request.occurrence)
    lock(request)
    if request.revoked_by == actor and _said(request) == _told(revocation):
        return
    if request.state is not ExtensionState.GRANTED or request.version != revocation.version:
        raise ConflictError(who_changed(request))
    today = clock.today()
    problem = problem_with_revoking(request, today=today)
    if problem:
        raise RuleError(problem)
    before = request.occurrence.due_on
    _check_words(request, revocation, today=today)
    take_extension_back(request.occurrence, revocation.due_on)
    request.state = ExtensionState.REVOKED
    request.revoked_by, request.revoked_at = actor, clock.now()
    request.revoked_due_on, request.revocation_reason = revocation.due_on, revocation.reason.strip()
    db.session.flush()
    told = {
        "due_on": (before, revocation.due_on),
        "reason": (None, request.revocation_reason),
    }
    record_about(AuditAction.EXTENSION_REVOKED, request, told, actor=actor)


def _said(request: ExtensionRequest) -> tuple[date | None, str | None]:
    return request.revoked_due_on, request.revocation_reason


def _told(revocation: Revocation) -> tuple[date | None, str | None]:
    return revocation.due_on, revocation.reason.strip()


def _check_words(request: ExtensionRequest, revocation: Revocation, *, today: date) -> None:
    due_on = request.occurrence.due_on
    problem = due_on and revoked_day_problem(
        revocation.due_on,
        base=day_before(request),
        due_on=due_on,
        first_day=first_day(request, today=today),
    )
    if problem:
        raise RuleError(problem, field="due_on")
    if not revocation.reason.strip():
        raise RuleError("Hãy ghi lý do thu hồi để các đơn vị biết.", field="reason")
