"""Lets the right person of Phường Mẫu do one step: report, hand in, return, confirm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count

from tracker.accounts.models import User
from tracker.accounts.rules import Role
from tracker.core import clock
from tracker.core.db import db
from tracker.demo import papers, wording
from tracker.demo.courses import Action
from tracker.demo.people import DOCUMENT_CODES, OFFICE, REVIEWER, REVIEWER_OF_THE_OFFICE
from tracker.evidence.rules import OfficialDocument, Sensitivity, UploadedFile
from tracker.progress.causes import Ruling
from tracker.progress.closing import silent_parts
from tracker.progress.models import Contribution
from tracker.progress.rules import ContributionStatus
from tracker.progress.service import (
    Report,
    accept,
    give_back,
    report,
)
from tracker.tasks.rules import OccurrenceKind

FIRST_DOCUMENT_NUMBER = 41
# One late unit of so many names an objective cause.
LATE_CAUSES = 3
# A list of households, a file with people's papers: not for everyone's eyes.
RESTRICTED_EVERY = 9
# What is handed in, by turns; None stands for a document's number alone.
FILE_KINDS = (papers.as_pdf, papers.as_word, papers.as_picture, None)


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step of a contribution's course, at its moment."""

    moment: datetime
    contribution_id: int
    number: int
    action: Action


class Actors:
    """Who does what, and the running number of outgoing documents."""

    def __init__(self, people: Sequence[User]) -> None:
        self._people = people
        self.document_numbers = count(FIRST_DOCUMENT_NUMBER)

    def named(self, username: str) -> User:
        """The person of that user name."""
        return next(user for user in self._people if user.username == username)

    def author_of(self, contribution: Contribution, action: Action) -> User:
        """Officers report on the way, heads hand in; the leadership speaks for itself."""
        role = Role.UNIT_HEAD if action is Action.SUBMIT else Role.OFFICER
        own = [user for user in self._people if user.unit_id == contribution.unit_id]
        return next((user for user in own if user.role is role), own[0])

    def reviewer_of(self, contribution: Contribution) -> User:
        """The Office answers, but never for its own work."""
        own_work = contribution.unit.name == OFFICE
        return self.named(REVIEWER_OF_THE_OFFICE if own_work else REVIEWER)


def perform(step: PlannedStep, actors: Actors) -> None:
    """Do the step now; the clock is already turned back to it."""
    contribution = db.session.get_one(Contribution, step.contribution_id)
    version, reviewer = contribution.version, actors.reviewer_of(contribution)
    if step.action is Action.ACCEPT:
        accept(contribution, version=version, actor=reviewer, ruling=_ruling(contribution))
    elif step.action is Action.RETURN:
        reason = wording.choose(wording.RETURN_REASONS, contribution.id)
        give_back(contribution, reason=reason, version=version, actor=reviewer)
    else:
        author = actors.author_of(contribution, step.action)
        report(contribution, _report(contribution, step, actors), actor=author)


def _ruling(contribution: Contribution) -> Ruling:
    """By turns the reviewer confirms the cause that a late unit names, leaves it, or does not."""
    is_confirmed, note = wording.RULINGS[contribution.id // LATE_CAUSES % len(wording.RULINGS)]
    return Ruling(is_confirmed, f"demo-{contribution.id}", note=note)


def _report(contribution: Contribution, step: PlannedStep, actors: Actors) -> Report:
    submits = step.action is Action.SUBMIT
    files, document = _evidence(contribution, actors) if submits else ((), None)
    return Report(
        status=ContributionStatus.SUBMITTED if submits else ContributionStatus.IN_PROGRESS,
        version=contribution.version,
        request_key=f"demo-{step.contribution_id}-{step.number}",
        note=_note(contribution, step),
        difficulty=_difficulty(contribution, step),
        late_reason=wording.choose(wording.LATE_REASONS, contribution.id) if submits else None,
        late_is_objective=contribution.id % LATE_CAUSES == 0 if submits else None,
        files=files,
        document=document,
        silence={
            part.unit_id: wording.choose(wording.SILENCE_REASONS, contribution.id + part.unit_id)
            for part in (silent_parts(contribution) if submits else ())
        },
    )


def _evidence(
    contribution: Contribution, actors: Actors
) -> tuple[tuple[UploadedFile, ...], OfficialDocument | None]:
    task, unit = contribution.occurrence.task, contribution.unit.name
    if task.product is None:
        return (), None
    paper = papers.Paper(task.product, unit, clock.today(), task.content)
    make_file = FILE_KINDS[contribution.id % len(FILE_KINDS)]
    if make_file is not None:
        file = make_file(paper)
        is_restricted = contribution.id % RESTRICTED_EVERY == 0
        return (replace(file, sensitivity=Sensitivity.RESTRICTED) if is_restricted else file,), None
    number = next(actors.document_numbers)
    return (), papers.as_official_document(paper, number=number, code=DOCUMENT_CODES[unit])


def _note(contribution: Contribution, step: PlannedStep) -> str | None:
    product = contribution.occurrence.task.product
    number = contribution.id + step.number
    if step.action is Action.TELL_DIFFICULTY:
        return None
    if step.action is Action.SUBMIT and contribution.status is ContributionStatus.RETURNED:
        return wording.choose(wording.SUBMIT_AGAIN_NOTES, number, product)
    if contribution.occurrence.kind is OccurrenceKind.CHECK_IN:
        return wording.choose(wording.CHECK_IN_NOTES, number)
    if step.action is Action.SUBMIT:
        return wording.choose(wording.SUBMIT_NOTES, number, product)
    return wording.choose(wording.START_NOTES, number, product)


def _difficulty(contribution: Contribution, step: PlannedStep) -> str | None:
    if step.action is not Action.TELL_DIFFICULTY:
        return None
    return wording.choose(wording.DIFFICULTIES, contribution.id)
