"""A reading as the JSON that `tracker read --json` prints and the tests compare."""

from __future__ import annotations

from typing import Any

from tracker.reading.result import (
    Anchor,
    BasisDocument,
    DeadlineReading,
    Finding,
    ReadDocument,
    ReadRow,
    ReadTarget,
    RowKind,
    UnreadRow,
)


def as_json(document: ReadDocument) -> dict[str, Any]:
    """Plain values only (dates as YYYY-MM-DD), ready for `json.dumps`."""
    written = {
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
    return written | _only_of_directives(document)


def deadline_as_json(reading: DeadlineReading) -> dict[str, Any]:
    """A deadline as the plans' JSON writes it: kind, dates, recurrence."""
    recurrence = reading.recurrence
    return {
        "kind": reading.kind.value if reading.kind else None,
        "dates": [day.isoformat() for day in reading.dates],
        "recurrence": None if recurrence is None else [rhythm.value for rhythm in recurrence],
    }


def _row(row: ReadRow) -> dict[str, Any]:
    written: dict[str, Any] = {
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
    if row.extra:
        written["extra"] = row.extra
    if row.targets:
        written["targets"] = [_target(target) for target in row.targets]
    return written


def _target(target: ReadTarget) -> dict[str, Any]:
    value = target.value
    return {
        "indicator": target.indicator,
        "comparator": target.comparator.value,
        "value": int(value) if value == value.to_integral_value() else float(value),
        "unit": target.unit,
        "scope": target.scope,
        "is_striving": target.is_striving,
        "part_of": target.part_of,
    }


def _only_of_directives(document: ReadDocument) -> dict[str, Any]:
    written: dict[str, Any] = {}
    if document.addressees:
        written["addressees"] = list(document.addressees)
    if document.basis:
        written["basis"] = [_basis(cited) for cited in document.basis]
    return written


def _basis(cited: BasisDocument) -> dict[str, str | None]:
    issued_on = cited.issued_on.isoformat() if cited.issued_on else None
    return {"number": cited.number, "issued_on": issued_on, "issuer": cited.issuer}


def _anchor(anchor: Anchor) -> dict[str, int]:
    places = {name: getattr(anchor, name) for name in ("page", "table", "row", "line")}
    return {name: value for name, value in places.items() if value is not None}


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
