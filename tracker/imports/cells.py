"""The cells of a draft row: what one holds and what a correction puts there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tracker.core.text_vn import normalise, one_line
from tracker.imports.models import DraftRow
from tracker.imports.rules import ROW_KIND_WORDS, CellField, DraftRowKind
from tracker.imports.values import deadline_to_json
from tracker.reading.result import DeadlineReading, Finding
from tracker.tasks.deadline_words import deadline_words

CHOSEN_BY_HAND = "Do người rà soát chọn."

# The attributes of a row that one cell holds.
ATTRIBUTES: dict[CellField, tuple[str, ...]] = {
    CellField.LABEL: ("label",),
    CellField.CONTENT: ("content",),
    CellField.LEAD: ("lead_text", "lead"),
    CellField.COOPERATING: ("cooperating_text", "cooperating"),
    CellField.DEADLINE: ("deadline_text", "deadline"),
    CellField.PRODUCT: ("product",),
    CellField.KIND: ("kind",),
}


@dataclass(frozen=True, slots=True)
class Context:
    """What printed words are understood with."""

    year: int | None
    plan_date: date | None
    known_names: Collection[str]
    before_means_day_before: bool


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person puts into a cell: words for every cell, and what its understanding needs.

    Words alone are read anew; `names` or `deadline`, where they differ from what the cell held,
    are taken as they are.
    """

    text: str = ""
    names: tuple[str, ...] | None = None
    deadline: DeadlineReading | None = None
    kind: DraftRowKind | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The attributes after a correction, and the doubt that the new words leave."""

    values: dict[str, Any]
    doubt: Finding | None = None


def mark_of(row: DraftRow, cell: CellField) -> str:
    """A short mark of what the cell holds: a form carries the one it was made from."""
    held = {name: getattr(row, name) for name in ("kind", *ATTRIBUTES[cell])}
    text = json.dumps(held, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def outcome_of(row: DraftRow, cell: CellField, correction: Correction, context: Context) -> Outcome:
    """What the correction would put into the cell."""
    if cell is CellField.KIND:
        return Outcome({"kind": correction.kind or row.kind})
    if cell in {CellField.LEAD, CellField.COOPERATING}:
        return _units_outcome(row, cell, correction, context)
    if cell is CellField.DEADLINE:
        return _deadline_outcome(row, correction, context)
    text = one_line(correction.text)
    return Outcome({cell.value: (text or None) if cell is CellField.PRODUCT else text})


def read_deadline_again(row: DraftRow, context: Context) -> Outcome:
    """The deadline's printed words read with another year or plan date."""
    return _reread(row.deadline_text, context)


def cell_words(row: DraftRow, cell: CellField) -> str:
    """What the cell holds, in words, for the journal and for who meets another's change."""
    if cell is CellField.KIND:
        return ROW_KIND_WORDS[row.kind]
    if cell in {CellField.LEAD, CellField.COOPERATING}:
        return "; ".join(getattr(row, cell.value))
    if cell is CellField.DEADLINE:
        return deadline_words(row.deadline_reading)
    return str(getattr(row, cell.value) or "")


def _units_outcome(
    row: DraftRow, cell: CellField, correction: Correction, context: Context
) -> Outcome:
    text_name, names_name = ATTRIBUTES[cell]
    text = one_line(normalise(correction.text)) or None
    names = list(correction.names or ())
    doubt = None
    if names == getattr(row, names_name) and text != getattr(row, text_name):
        # The reader's patterns are many: they are loaded when words are read, not at the start.
        from tracker.reading.unit_names import split_units

        split = split_units(correction.text, context.known_names)
        names = list(split.names)
        if not split.certain:
            words = split.message or "Chưa chắc ô này ghi những đơn vị nào."
            doubt = Finding(cell.value, words)
    return Outcome({text_name: text, names_name: names}, doubt)


def _deadline_outcome(row: DraftRow, correction: Correction, context: Context) -> Outcome:
    text = one_line(correction.text) or None
    held, chosen = row.deadline_reading, correction.deadline
    if chosen is not None and not same_understanding(held, chosen):
        chosen = replace(chosen, certain=True, explanation=CHOSEN_BY_HAND)
        return Outcome({"deadline_text": text, "deadline": deadline_to_json(chosen)})
    if text != row.deadline_text:
        return _reread(text, context)
    return Outcome({"deadline_text": text, "deadline": row.deadline})


def _reread(text: str | None, context: Context) -> Outcome:
    from tracker.reading.deadlines.reading import read_deadline

    reading = read_deadline(
        text or "",
        year=context.year,
        plan_date=context.plan_date,
        before_means_day_before=context.before_means_day_before,
    )
    doubt = None
    if reading.kind is None or not reading.certain:
        doubt = Finding(CellField.DEADLINE.value, reading.explanation or "Chưa hiểu thời hạn này.")
    return Outcome({"deadline_text": text, "deadline": deadline_to_json(reading)}, doubt)


def same_understanding(held: DeadlineReading | None, chosen: DeadlineReading) -> bool:
    """Whether the chosen deadline is the one already understood, whatever was said about it."""
    if held is None:
        return chosen.kind is None
    return _choice(held) == _choice(chosen)


def _choice(reading: DeadlineReading) -> tuple[object, ...]:
    return (
        reading.kind,
        reading.dates,
        reading.recurrence or (),
        reading.due_day,
        reading.due_month_shift,
        reading.weekday,
        reading.days_after_event,
        reading.working_days,
        reading.due_time,
        reading.months,
        reading.working_day,
    )
