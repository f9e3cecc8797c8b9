"""The words of each mail: one function per mail, three templates per mail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import shorten

from flask import current_app

from tracker.accounts.models import User
from tracker.conversations.models import Mention
from tracker.core import clock
from tracker.core.calendar_vn import NATIONAL_CALENDAR, WorkingCalendar
from tracker.core.db import db
from tracker.extensions.models import ExtensionRequest
from tracker.plans.models import Plan
from tracker.progress.models import Contribution
from tracker.progress.rules import ContributionStatus, due_words
from tracker.reminders.amendment_news import amendments_told, note_of_amendment
from tracker.reminders.by_hand import DIRECTED, REPLIED, URGED, WITHDRAWN, page_of, standing
from tracker.reminders.difficulty_news import answers_told
from tracker.reminders.extension_steps import note_of, request_id_of
from tracker.reminders.parts import DIGEST_PART_WORDS, DigestPart
from tracker.reminders.queries import work_to_list
from tracker.reminders.steps_told import MOST_LISTED, Heading
from tracker.settings.queries import ward_settings
from tracker.targets.queries import AskedTarget
from tracker.tasks.rules import TASK_ROLE_WORDS
from tracker.working_calendar.queries import ward_calendar

NO_LONGER_THEIRS = "Đơn vị không còn phần việc này"
LONGEST_QUOTE = 300
_BY_HAND = {
    DigestPart.DIRECTED: DIRECTED,
    DigestPart.URGED: URGED,
    DigestPart.WITHDRAWN: WITHDRAWN,
    DigestPart.REPLIED: REPLIED,
}


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail in words, not yet addressed."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class DigestRow:
    """One contribution in a digest; `when` is its date in words, `notes` say more of it."""

    part: DigestPart
    title: str
    when: str
    detail: str
    notes: Sequence[str]
    url: str


@dataclass(frozen=True, slots=True)
class DigestSection:
    """The rows under one heading of a digest; `number` counts those not listed too."""

    part: DigestPart
    heading: str
    rows: Sequence[DigestRow]
    number: int

    @property
    def unlisted(self) -> int:
        """How many stand only in the program."""
        return self.number - len(self.rows)


@dataclass(frozen=True, slots=True)
class Beside:
    """What a digest tells beside units' work: figures asked for, calls by name."""

    asked: Sequence[AskedTarget] = ()
    calls: Sequence[Mention] = ()


def digest(
    person_name: str,
    headings: Mapping[DigestPart, Heading],
    beside: Beside = Beside(),
    *,
    today: date,
) -> Mail:
    """What is late, was returned, falls due or asks for a word, each with a link to its row."""
    base_url = current_app.config["TRACKER"].base_url
    sections = _sections(_of_work(headings, today), beside, today)
    return _render(
        "digest",
        person_name=person_name,
        today=today,
        ward_name=ward_settings().ward_name,
        home_url=f"{base_url}/",
        sections=sections,
        number_of_rows=sum(section.number for section in sections),
    )


def requests_told(steps: Sequence[str]) -> list[ExtensionRequest]:
    """The requests for a later due day that the steps tell of."""
    numbers = (request_id_of(step) for step in steps)
    found = (db.session.get(ExtensionRequest, number) for number in numbers if number)
    return [request for request in found if request is not None]


def trial(person_name: str) -> Mail:
    """What somebody sends to themselves to see whether mail goes out at all."""
    return _render(
        "trial",
        person_name=person_name,
        ward_name=ward_settings().ward_name,
        home_url=f"{current_app.config['TRACKER'].base_url}/",
    )


def password_reset(person: User, token: str) -> Mail:
    """The link with which a person chooses a new password."""
    return _render(
        "password_reset",
        person_name=person.full_name,
        username=person.username,
        ward_name=ward_settings().ward_name,
        url=f"{current_app.config['TRACKER'].base_url}/login/new-password/{token}",
    )


def _row(
    part: DigestPart,
    contribution: Contribution,
    steps: Sequence[str],
    today: date,
    calendar: WorkingCalendar,
) -> DigestRow:
    requests = requests_told(steps)
    path = _page_by_hand(part, steps) or _path(contribution, part, requests)
    task = contribution.occurrence.task
    details = [TASK_ROLE_WORDS[contribution.role], _source(task.plan)]
    if part in (DigestPart.ESCALATED, DigestPart.EXTENSION_ASKED, DigestPart.REPLIED):
        details.insert(0, contribution.unit.name)
    return DigestRow(
        part=part,
        title=f"{task.label}. {task.content}" if task.label else task.content,
        when=_when(contribution, part, today, calendar),
        detail=" · ".join(details),
        notes=[
            *_notes(contribution, steps, requests),
            *(note_of_amendment(amendment) for amendment in amendments_told(steps)),
        ],
        url=current_app.config["TRACKER"].base_url + path,
    )


def _call_row(mention: Mention) -> DigestRow:
    remark = mention.remark
    task, said_at = remark.task, clock.in_vietnam(remark.at)
    return DigestRow(
        part=DigestPart.MENTIONED,
        title=f"{task.label}. {task.content}" if task.label else task.content,
        when=f"{remark.author.full_name}, {said_at:%d/%m/%Y %H:%M}",
        detail=_source(task.plan),
        notes=[shorten(remark.words, LONGEST_QUOTE, placeholder="…")],
        url=f"{current_app.config['TRACKER'].base_url}/mentions/{mention.id}",
    )


def _figure_row(item: AskedTarget, today: date) -> DigestRow:
    target = item.standing.target
    return DigestRow(
        part=DigestPart.FIGURE,
        title=target.indicator,
        when=item.asked.words(today),
        detail=" · ".join([item.standing.level_words, _source(target.plan)]),
        notes=[],
        url=f"{current_app.config['TRACKER'].base_url}/targets/{target.id}",
    )


def _source(plan: Plan) -> str:
    return f"{plan.title} (số {plan.number})" if plan.number else plan.title


def _notes(
    contribution: Contribution, steps: Sequence[str], requests: Sequence[ExtensionRequest]
) -> list[str]:
    """Why a result was given back; what became of requests, of difficulties, of letters."""
    notes = [
        note_of(request, with_words=request.contribution_id == contribution.id)
        for request in requests
    ]
    notes += [f"Trả lời vướng mắc: {item.answer}" for item in answers_told(steps)]
    if any(step.startswith(WITHDRAWN) for step in steps):
        notes.append("Công văn đôn đốc về việc này đã được thu hồi.")
    if contribution.status is ContributionStatus.RETURNED and contribution.return_reason:
        notes.insert(0, f"Lý do trả lại: {contribution.return_reason}")
    return notes


def _page_by_hand(part: DigestPart, steps: Sequence[str]) -> str | None:
    """The letter or directive under whose heading the row stands."""
    prefix = _BY_HAND.get(part)
    in_force = standing(steps)
    return page_of(
        step for step in steps if prefix and step in in_force and step.startswith(prefix)
    )


def _path(
    contribution: Contribution, part: DigestPart, requests: Sequence[ExtensionRequest]
) -> str:
    """Where the row opens: whoever answers a request comes to its form."""
    if part is DigestPart.EXTENSION_ASKED:
        return f"/extensions/{requests[0].id}/decide"
    return f"/contributions/{contribution.id}"


def _when(
    contribution: Contribution, part: DigestPart, today: date, calendar: WorkingCalendar
) -> str:
    """The instance and its date in words: "Quý III/2026 · hạn 30/09/2026 · còn 7 ngày"."""
    if contribution.status is ContributionStatus.CANCELLED:
        return NO_LONGER_THEIRS
    occurrence = contribution.occurrence
    words = [occurrence.own_name] if occurrence.own_name else []
    if occurrence.due_on is not None:
        words.append(f"hạn {occurrence.due_on:%d/%m/%Y}")
        distance = due_words(contribution.facts, today).lower().removeprefix("hạn ")
        if part is DigestPart.ESCALATED:
            late = calendar.working_days_between(occurrence.due_on, today)
            distance = f"quá hạn {late} ngày làm việc"
        words.append(distance)
    elif occurrence.period_end is not None:
        verb = "đã hết kỳ" if occurrence.period_end < today else "hết kỳ"
        words.append(f"{verb} ngày {occurrence.period_end:%d/%m/%Y}")
    sentence = " · ".join(words)
    return sentence[:1].upper() + sentence[1:]


def _of_work(
    headings: Mapping[DigestPart, Heading], today: date
) -> Iterator[tuple[DigestPart, Sequence[DigestRow], int]]:
    """The rows of units' work under each heading, and how much there is with what is not listed."""
    # Only other units' late work is counted in working days: most digests need no look-up.
    calendar = ward_calendar() if DigestPart.ESCALATED in headings else NATIONAL_CALENDAR
    listed = {number for heading in headings.values() for number, _steps in heading.listed}
    work = work_to_list(sorted(listed))
    for part, heading in headings.items():
        rows = [
            _row(part, work[number], steps, today, calendar) for number, steps in heading.listed
        ]
        yield part, rows, heading.number


def _sections(
    of_work: Iterable[tuple[DigestPart, Sequence[DigestRow], int]], beside: Beside, today: date
) -> list[DigestSection]:
    found = {part: (rows, number) for part, rows, number in of_work}
    calls, asked = beside.calls[:MOST_LISTED], beside.asked[:MOST_LISTED]
    found[DigestPart.MENTIONED] = [_call_row(item) for item in calls], len(beside.calls)
    found[DigestPart.FIGURE] = [_figure_row(item, today) for item in asked], len(beside.asked)
    return [
        DigestSection(part, DIGEST_PART_WORDS[part], *found[part])
        for part in DigestPart
        if part in found and found[part][1]
    ]


def _render(template: str, **context: object) -> Mail:
    """Without the page's context: a mail is written where nobody is signed in."""
    environment = current_app.jinja_env
    subject, text, html = (
        environment.get_template(f"reminders/{template}.{ending}").render(**context)
        for ending in ("subject.txt", "txt", "html")
    )
    return Mail(" ".join(subject.split()), text.strip() + "\n", html)
