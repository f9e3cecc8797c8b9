"""A reading as the JSON that `tracker read --json` prints and the tests compare."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from tracker.reading.result import (
    Anchor,
    DeadlineReading,
    Finding,
    ReadDocument,
    ReadRow,
    RowKind,
    UnreadRow,
)


def as_json(document: ReadDocument) -> dict[str, Any]:
    """Plain values only (dates as YYYY-MM-DD), ready for `json.dumps`."""
    return {
        "title": document.title,
        "number": document.number,
        "issued_on": document.issued_on.isoformat() if document.issued_on else None,
        "issuer": document.issuer,
        "signer": document.signer,
        "year": document.year,
        "columns": list(document.columns),
        "rows": [_row(row) for row in document.rows],
        "findings": [_finding(finding) for finding in document.findings],
        "unread": [_unread(row) for row in document.unread],
        "balance": _balance(document),
    }


def deadline_as_json(reading: DeadlineReading) -> dict[str, Any]:
    """A deadline as the plans' JSON writes it: kind, dates, recurrence."""
    recurrence = reading.recurrence
    return {
        "kind": reading.kind.value if reading.kind else None,
        "dates": [day.isoformat() for day in reading.dates],
        "recurrence": None if recurrence is None else [rhythm.value for rhythm in recurrence],
    }


def _row(row: ReadRow) -> dict[str, Any]:
    written = {
        "label": row.label,
        "kind": row.kind.value,
        "content": row.content,
        "lead": list(row.lead),
        "cooperating": list(row.cooperating),
        "lead_text": row.lead_text,
        "cooperating_text": row.cooperating_text,
        "deadline_text": row.deadline_text,
        "deadline": deadline_as_json(row.deadline) if row.deadline else None,
        "product": row.product,
        "anchor": _anchor(row.anchor),
        "findings": [_finding(finding) for finding in row.findings],
    }
    return written | ({"extra": row.extra} if row.extra else {})


def _anchor(anchor: Anchor) -> dict[str, int]:
    return {name: value for name, value in asdict(anchor).items() if value is not None}


def _finding(finding: Finding) -> dict[str, str | None]:
    return {"field": str(finding.field) if finding.field else None, "message": finding.message}


def _unread(row: UnreadRow) -> dict[str, Any]:
    return {"text": row.text, "anchor": _anchor(row.anchor), "reason": row.reason}


def _balance(document: ReadDocument) -> dict[str, int]:
    tasks = sum(row.kind is RowKind.TASK for row in document.rows)
    return {
        "rows_in_file": document.rows_in_file,
        "tasks": tasks,
        "headings": len(document.rows) - tasks,
        "unread": len(document.unread),
    }
