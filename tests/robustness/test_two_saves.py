"""Every form that changes what is there: the second save from an outdated page is refused, and
what was typed stays. Which forms there are comes from the app; none can be forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import Select, func, select

from tests.conftest import MORNING
from tests.robustness.filled import copy_filled, signed_in, ward_app
from tests.robustness.harvest import Form, Harvest
from tests.robustness.posts import CREATED, EDITS, EXCUSED
from tracker.accounts.models import User
from tracker.core.db import db
from tracker.evidence.rules import Sensitivity
from tracker.extensions.models import ExtensionRequest
from tracker.extensions.rules import ExtensionState
from tracker.follow_up.models import Directive, UrgingLetter
from tracker.imports.models import DraftRow, ImportDraft
from tracker.late_lists.models import LateList, LateRow
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.progress.models import Contribution, Difficulty, Evidence
from tracker.progress.rules import ContributionStatus
from tracker.reading.result import DeadlineKind
from tracker.tasks.models import Occurrence, Task
from tracker.tasks.rules import TaskRole


@pytest.fixture
def app(filled: Path, tmp_path: Path) -> Iterator[Flask]:
    """The filled ward on SQLite: what refuses is the same on either engine."""
    with ward_app(copy_filled(filled, tmp_path), tmp_path) as app:
        yield app


def first_of(query: Select[int]) -> int:
    """The lowest number that is found, or none."""
    return db.session.scalars(query.order_by(*query.selected_columns)).first() or 0


def numbers(app: Flask) -> dict[str, int]:
    """Rows of the ward that the addresses speak of."""
    economy = select(User.unit_id).where(User.username == "truong.kinhte").scalar_subquery()
    culture = select(User.unit_id).where(User.username == "truong.vanhoa").scalar_subquery()
    submitted = select(Contribution).where(
        Contribution.status == ContributionStatus.SUBMITTED, Contribution.unit_id == culture
    )
    wanted = {
        "user": select(User.id).where(User.username == "congchuc.vanhoa"),
        "leader": select(User.id).where(User.username == "chutich"),
        "plan": select(Plan.id).where(Plan.state == PlanState.ISSUED),
        "closed": select(Plan.id).where(Plan.state == PlanState.CLOSED),
        "draft_plan": select(Plan.id).where(Plan.state == PlanState.DRAFT),
        "task": select(Task.id).join(Plan).where(Plan.state == PlanState.ISSUED),
        "owed": select(Contribution.id).where(
            Contribution.status == ContributionStatus.IN_PROGRESS, Contribution.unit_id == economy
        ),
        "owed_task": select(Occurrence.task_id)
        .join(Contribution)
        .where(
            Contribution.status == ContributionStatus.IN_PROGRESS, Contribution.unit_id == economy
        ),
        "economist": select(User.id).where(User.username == "truong.kinhte"),
        "paper_task": select(Occurrence.task_id)
        .join(Contribution)
        .join(Evidence)
        .where(Evidence.removed_at.is_(None), Evidence.sensitivity == Sensitivity.INTERNAL),
        "asked": select(ExtensionRequest.id).where(ExtensionRequest.state == ExtensionState.ASKED),
        "extendable": select(Contribution.id)
        .join(Contribution.occurrence)
        .where(
            Contribution.status == ContributionStatus.IN_PROGRESS,
            Contribution.unit_id == economy,
            Contribution.role == TaskRole.LEAD,
            Occurrence.due_on > MORNING.date() + timedelta(days=14),
        ),
        "late": select(Contribution.id)
        .join(Contribution.occurrence)
        .where(
            Contribution.status == ContributionStatus.IN_PROGRESS,
            Occurrence.due_on < MORNING.date(),
        ),
        "event_task": select(Task.id)
        .join(Plan)
        .where(Plan.state == PlanState.ISSUED, Task.deadline_kind == DeadlineKind.ON_OCCURRENCE),
        "granted": select(ExtensionRequest.id).where(
            ExtensionRequest.state == ExtensionState.GRANTED
        ),
        "difficulty": select(Difficulty.id).where(
            Difficulty.answered_at.is_(None), Difficulty.closed_at.is_(None)
        ),
        "directive": select(Directive.id).where(
            Directive.closed_at.is_(None), Directive.unit_id == culture
        ),
        "letter": select(UrgingLetter.id).where(UrgingLetter.unit_id == culture),
        "late_list": select(LateList.id).where(LateList.released_at.is_(None)),
        "late_row": select(LateRow.id).join(LateList).where(LateList.released_at.is_(None)),
        "draft": select(ImportDraft.id).order_by(ImportDraft.id),
        "row": select(DraftRow.id).where(DraftRow.kind == "task").order_by(DraftRow.id),
    }
    with app.app_context():
        found = {name: first_of(query) for name, query in wanted.items()}
        item = db.session.scalars(submitted.order_by(Contribution.id)).first()
        assert item is not None
        found["submitted"] = item.id
        db.session.remove()
    missing = [name for name, number in found.items() if not number]
    assert missing == []
    return found


def form_on(app: Flask, address: str, text: str, endpoint: str) -> Form:
    harvest = Harvest(app)
    harvest.take(address, text)
    assert harvest.forms[endpoint], f"{address} offers no form of {endpoint}"
    return harvest.forms[endpoint][0]


def send(
    client: FlaskClient, token: str, form: Form, changes: dict[str, str], rows: dict[str, int]
) -> tuple[int, str]:
    """The form as it stood on its page, with what somebody typed."""
    typed = {name.format(**rows): words.format(**rows) for name, words in changes.items()}
    data: dict[str, list[str]] = {"csrf_token": [token]}
    for name, value in form.fields:
        if name not in typed:
            data.setdefault(name, []).append(value)
    data.update({name: [words] for name, words in typed.items()})
    answer = client.post(form.path, data=data, content_type="multipart/form-data")
    return answer.status_code, answer.text


@pytest.mark.parametrize("endpoint", EDITS)
def test_an_outdated_page_is_refused_and_loses_nothing(app: Flask, endpoint: str) -> None:
    edit, rows = EDITS[endpoint], numbers(app)
    client, token = signed_in(app, edit.role)
    address = edit.page.format(**rows)
    # Each of them opened the page before either saved.
    first, second = (form_on(app, address, client.get(address).text, endpoint) for _ in range(2))

    def save(base: Form, changes: dict[str, str]) -> tuple[int, str]:
        status, text = send(client, token, base, changes, rows)
        if status == 200 and endpoint in PREVIEWED:
            shown = form_on(app, base.path, text, endpoint)
            status, text = send(client, token, shown, changes, rows)
        return status, text

    status, text = save(first, edit.first)
    assert status in {200, 303}, said(text)
    status, text = save(second, edit.second)
    assert status in {409, 422}, said(text)
    assert [words for words in edit.typed if words not in text] == [], said(text)


@pytest.mark.parametrize("endpoint", CREATED)
def test_the_same_form_twice_makes_one_thing(app: Flask, endpoint: str) -> None:
    edit, rows = CREATED[endpoint], numbers(app)
    client, token = signed_in(app, edit.role)
    address = edit.page.format(**rows)
    form = form_on(app, address, client.get(address).text, endpoint)
    before = row_counts(app)
    status, text = send(client, token, form, edit.first, rows)
    assert status in {200, 303}, said(text)
    made = row_counts(app)
    assert made != before
    status, text = send(client, token, form, edit.first, rows)
    assert status in {200, 303, 409, 422}, said(text)
    assert row_counts(app) == made


def row_counts(app: Flask) -> dict[str, int]:
    """How many rows each table holds; no reading of pages adds any."""
    with app.app_context(), db.engine.connect() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in db.metadata.sorted_tables
        }


def said(text: str) -> str:
    """What a page says above its form, for a failed test."""
    if not text.strip():
        return ""
    nodes = html.document_fromstring(text).find_class("message")
    return " · ".join(" ".join(node.text_content().split()) for node in nodes)


# What will happen is shown first; the second press does it.
PREVIEWED = {"plan_life.amend", "unit_merging.merge_unit"}


def test_every_form_of_the_app_is_walked_or_excused(app: Flask) -> None:
    posts = {
        str(rule.endpoint) for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())
    }
    walked = set(EDITS) | set(CREATED)
    assert walked & set(EXCUSED) == set()
    assert posts - walked - set(EXCUSED) == set()
    assert walked | set(EXCUSED) <= posts
    assert all(EXCUSED.values())
