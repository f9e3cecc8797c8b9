"""What `tracker read` and `tracker deadline` print."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from tracker.reading.as_json import as_json, deadline_as_json
from tracker.reading.result import DeadlineReading, ReadDocument

Readings = Sequence[tuple[str, DeadlineReading]]


def document_as_json(document: ReadDocument) -> str:
    """The whole reading, in the shape the README shows."""
    return _dump(as_json(document))


def document_as_text(document: ReadDocument) -> str:
    """A table a person can read in a terminal."""
    head = [
        document.title or "(không thấy tên văn bản)",
        f"Số: {document.number or '…'}; năm: {document.year or '…'}; "
        f"{document.rows_in_file} dòng trong bảng",
    ]
    return "\n".join([*head, *(_row_text(row) for row in document.rows), *_doubts(document)])


def deadlines_as_json(readings: Readings) -> str:
    """One object per phrase."""
    return _dump(
        [
            {
                "phrase": phrase,
                "deadline": deadline_as_json(reading),
                "certain": reading.certain,
                "explanation": reading.explanation,
            }
            for phrase, reading in readings
        ]
    )


def deadlines_as_text(readings: Readings) -> str:
    """One line per phrase; a doubtful one starts with a question mark."""
    return "\n".join(
        f"{'✓' if reading.certain else '?'} {phrase}: {reading.explanation}"
        for phrase, reading in readings
    )


def _row_text(row: Any) -> str:
    parts = [row.label, row.content]
    if row.lead_text:
        parts.append(f"[{row.lead_text}]")
    if row.deadline_text:
        parts.append(f"({row.deadline_text})")
    return f"{'  ' if row.kind == 'task' else ''}{' '.join(part for part in parts if part)}"


def _doubts(document: ReadDocument) -> list[str]:
    lines = [f"? {finding.message}" for finding in document.findings]
    for row in document.rows:
        lines += [f"? {row.label} {finding.message}" for finding in row.findings]
    lines += [f"✗ Không đọc được dòng: {row.text} ({row.reason})" for row in document.unread]
    return lines


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
