"""Readings as plain JSON values and back, so that a draft keeps everything that was understood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple
from datetime import date, time
from typing import Any

from tracker.reading.result import (
    Anchor,
    Area,
    BasisDocument,
    DeadlineKind,
    DeadlineReading,
    Finding,
    Rhythm,
    WorkingDayOfMonth,
)

EXTRA_COLUMN = "extra"


def deadline_to_json(reading: DeadlineReading | None) -> dict[str, Any] | None:
    """Every field of the reading; dates and times as ISO text."""
    if reading is None:
        return None
    return {
        "kind": reading.kind.value if reading.kind else None,
        "dates": [day.isoformat() for day in reading.dates],
        "recurrence": [rhythm.value for rhythm in reading.recurrence]
        if reading.recurrence
        else None,
        "certain": reading.certain,
        "explanation": reading.explanation,
        "starts_on": reading.starts_on.isoformat() if reading.starts_on else None,
        "due_day": reading.due_day,
        "due_month_shift": reading.due_month_shift,
        "weekday": reading.weekday,
        "due_time": reading.due_time.isoformat() if reading.due_time else None,
        "days_after_event": reading.days_after_event,
        "working_days": reading.working_days,
        "months": list(reading.months),
        "working_day": reading.working_day.value if reading.working_day else None,
    }


def deadline_from_json(value: dict[str, Any] | None) -> DeadlineReading | None:
    """The reading that `deadline_to_json` kept."""
    if value is None:
        return None
    rhythms = value["recurrence"]
    return DeadlineReading(
        kind=DeadlineKind(value["kind"]) if value["kind"] else None,
        dates=tuple(date.fromisoformat(text) for text in value["dates"]),
        recurrence=tuple(Rhythm(text) for text in rhythms) if rhythms else None,
        certain=value["certain"],
        explanation=value["explanation"],
        starts_on=date.fromisoformat(value["starts_on"]) if value["starts_on"] else None,
        due_day=value["due_day"],
        due_month_shift=value["due_month_shift"],
        weekday=value["weekday"],
        due_time=time.fromisoformat(value["due_time"]) if value["due_time"] else None,
        days_after_event=value["days_after_event"],
        working_days=value["working_days"],
        # Drafts of earlier versions know neither.
        months=tuple(value.get("months") or ()),
        working_day=WorkingDayOfMonth(value["working_day"]) if value.get("working_day") else None,
    )


def findings_to_json(findings: Sequence[Finding]) -> list[dict[str, str | None]]:
    """Field and sentence of each finding."""
    return [{"field": finding.field, "message": finding.message} for finding in findings]


def findings_from_json(values: Sequence[dict[str, Any]]) -> tuple[Finding, ...]:
    """The findings that `findings_to_json` kept."""
    return tuple(Finding(value["field"], value["message"]) for value in values)


def basis_to_json(documents: Sequence[BasisDocument]) -> list[dict[str, str | None]]:
    """Number, day and issuer of each document that a directive cites as its basis."""
    return [
        {
            "number": document.number,
            "issued_on": document.issued_on.isoformat() if document.issued_on else None,
            "issuer": document.issuer,
        }
        for document in documents
    ]


def anchor_to_json(anchor: Anchor) -> dict[str, Any]:
    """Only what the format of the file knows; an area is the list of its numbers."""
    kept = {name: getattr(anchor, name) for name in ("page", "table", "row", "line")}
    kept["areas"] = [list(astuple(area)) for area in anchor.areas] or None
    kept["merged"] = list(anchor.merged) or None
    kept |= {name: getattr(anchor, name) or None for name in ("wide", "bold")}
    return {name: value for name, value in kept.items() if value is not None}


def areas_from_json(anchor: dict[str, Any]) -> list[Area]:
    """Where on the pages of a PDF the row stands; none where its reader did not know."""
    return [Area(*numbers) for numbers in anchor.get("areas", ())]


def anchor_words(anchor: dict[str, Any]) -> str:
    """Where a row stands, in words: "trang 2, bảng 1, dòng 14"."""
    words = {"page": "trang", "table": "bảng", "row": "hàng", "line": "dòng"}
    return ", ".join(f"{words[name]} {anchor[name]}" for name in words if name in anchor)


def anchor_order(anchor: dict[str, Any]) -> tuple[int, ...]:
    """A key that sorts anchors as their rows stand in the file."""
    return tuple(anchor.get(name, 0) for name in ("page", "table", "row", "line"))


def named_columns(
    headings: Sequence[str], meanings: Mapping[str, str] | None = None
) -> list[dict[str, str]]:
    """The printed header with the field of each column; what has no field is kept as extra.

    `meanings` are the reader's own choice; without a table read, the words alone tell.
    """
    if meanings is None:
        from tracker.reading.columns import columns_named

        meanings = columns_named(headings)
    return [
        {"field": str(meanings.get(heading, EXTRA_COLUMN)), "heading": heading}
        for heading in headings
    ]
