"""Reviewing a draft as a browser does, in one line each."""

from __future__ import annotations

import io
import re
from html import unescape

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tracker.core.db import db
from tracker.imports.cells import mark_of
from tracker.imports.models import DraftRow, ImportDraft
from tracker.imports.rules import CellField, DraftRowKind
from tracker.imports.unit_decisions import UnitChoice, UnitDecision, decide_units
from tracker.units.models import Unit

HTMX = {"HX-Request": "true"}


def upload(client: FlaskClient, content: bytes, name: str = "ke-hoach.docx") -> TestResponse:
    """Send a file."""
    return client.post("/imports", data={"file": (io.BytesIO(content), name)})


def only_draft() -> ImportDraft:
    """The one draft there is."""
    return db.session.scalars(select(ImportDraft)).one()


def row_with(draft: ImportDraft, words: str) -> DraftRow:
    """The row whose content holds the words."""
    return next(row for row in draft.rows if words in row.content)


def url_of(row: DraftRow, cell: CellField) -> str:
    """Where the cell is edited."""
    return f"/imports/{row.draft_id}/rows/{row.id}/{cell.value}"


def cell_data(
    row: DraftRow, cell: CellField, *, seen: str | None = None, **values: object
) -> dict[str, object]:
    """What the form of the cell sends."""
    prefix = f"row{row.id}-{cell.value}-"
    sent: dict[str, object] = {"seen": seen or mark_of(row, cell), **values}
    return {f"{prefix}{name}": value for name, value in sent.items()}


def save(
    client: FlaskClient,
    row: DraftRow,
    cell: CellField,
    *,
    seen: str | None = None,
    **values: object,
) -> TestResponse:
    """Save one cell as htmx does."""
    data = cell_data(row, cell, seen=seen, **values)
    return client.post(url_of(row, cell), data=data, headers=HTMX)


def deadline_values(row: DraftRow, **changes: object) -> dict[str, object]:
    """What the form of an untouched deadline sends, with changes."""
    reading = row.deadline_reading
    values: dict[str, object] = {"text": row.deadline_text or "", "kind": "", "weekday": "0"}
    if reading is not None and reading.kind is not None:
        values |= {
            "kind": reading.kind.value,
            "dates": "; ".join(f"{day:%d/%m/%Y}" for day in reading.dates),
            "rhythms": [rhythm.value for rhythm in reading.recurrence or ()],
        }
    return {**values, **changes}


def words_of(answer: TestResponse) -> str:
    """What a person reads of an answer."""
    text = re.sub(r"<svg.*?</svg>|<[^>]+>", " ", answer.text, flags=re.DOTALL)
    return " ".join(unescape(text).split())


def settle(draft: ImportDraft, *, actor: object) -> None:
    """Decide what still keeps the draft from being confirmed."""
    unknown = {
        name
        for row in draft.rows
        if row.kind is DraftRowKind.TASK
        for name in (*row.lead, *row.cooperating)
        if "quân sự" in name
    }
    decisions = [UnitDecision(name, UnitChoice.INTERNAL) for name in sorted(unknown)]
    decide_units(draft, decisions, actor=actor)  # type: ignore[arg-type]
    for row in draft.rows:
        if row.kind is DraftRowKind.UNREAD:
            row.kind = DraftRowKind.NOT_A_TASK
    db.session.commit()


def unit_named(name: str) -> Unit | None:
    """A unit by its exact name."""
    return db.session.scalars(select(Unit).where(Unit.name == name)).first()
