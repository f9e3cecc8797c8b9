"""The words of each mail: one function per mail, three templates per mail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask import current_app

from tracker.progress.models import Contribution
from tracker.progress.rules import ContributionStatus, due_words
from tracker.reminders.rules import DIGEST_PART_WORDS, DigestPart, part_of
from tracker.settings.queries import ward_settings
from tracker.tasks.rules import TASK_ROLE_WORDS, OccurrenceKind


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail in words, not yet addressed."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class DigestRow:
    """One contribution in a digest; `when` is its date in words, `note` a reason of return."""

    part: DigestPart
    title: str
    when: str
    detail: str
    note: str | None
    url: str


@dataclass(frozen=True, slots=True)
class DigestSection:
    """The rows under one heading of a digest."""

    part: DigestPart
    heading: str
    rows: Sequence[DigestRow]


def digest(person_name: str, contributions: Iterable[Contribution], *, today: date) -> Mail:
    """What is late, was returned, falls due or asks for a word, each with a link to its page."""
    base_url = current_app.config["TRACKER"].base_url
    rows = [_row(item, today, base_url) for item in contributions]
    return _render(
        "digest",
        person_name=person_name,
        today=today,
        ward_name=ward_settings().ward_name,
        home_url=f"{base_url}/",
        sections=_sections(rows),
        number_of_rows=len(rows),
    )


def _row(contribution: Contribution, today: date, base_url: str) -> DigestRow:
    task = contribution.occurrence.task
    plan = task.plan
    source = f"{plan.title} (số {plan.number})" if plan.number else plan.title
    returned = contribution.status is ContributionStatus.RETURNED
    return DigestRow(
        part=part_of(contribution.facts, today),
        title=f"{task.label}. {task.content}" if task.label else task.content,
        when=_when(contribution, today),
        detail=f"{TASK_ROLE_WORDS[contribution.role]} · {source}",
        note=contribution.return_reason if returned else None,
        url=f"{base_url}/tasks/{task.id}#contribution-{contribution.id}",
    )


def _when(contribution: Contribution, today: date) -> str:
    """The instance and its date in words: "Quý III/2026 · hạn 30/09/2026 · còn 7 ngày"."""
    occurrence = contribution.occurrence
    words = [] if occurrence.kind is OccurrenceKind.DUE_DATE else [occurrence.name]
    if occurrence.due_on is not None:
        words.append(f"hạn {occurrence.due_on:%d/%m/%Y}")
        distance = due_words(contribution.facts, today).lower()
        words.append(distance.removeprefix("hạn "))
    elif occurrence.period_end is not None:
        words.append(f"hết kỳ ngày {occurrence.period_end:%d/%m/%Y}")
    sentence = " · ".join(words)
    return sentence[:1].upper() + sentence[1:]


def _sections(rows: Sequence[DigestRow]) -> list[DigestSection]:
    sections = [
        DigestSection(part, DIGEST_PART_WORDS[part], [row for row in rows if row.part is part])
        for part in DigestPart
    ]
    return [section for section in sections if section.rows]


def _render(template: str, **context: object) -> Mail:
    """Without the page's context: a mail is written where nobody is signed in."""
    environment = current_app.jinja_env
    subject, text, html = (
        environment.get_template(f"reminders/{template}.{ending}").render(**context)
        for ending in ("subject.txt", "txt", "html")
    )
    return Mail(" ".join(subject.split()), text.strip() + "\n", html)
