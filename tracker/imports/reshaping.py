"""Rows that the file cut wrongly: one row made two, two rows made one."""

from __future__ import annotations

from tracker.accounts.models import User
from tracker.audit.rules import AuditAction
from tracker.audit.service import record
from tracker.core.errors import ConflictError, RuleError
from tracker.imports.cells import Context, mark_of
from tracker.imports.changes import note_change, renumber, row_words, states_of
from tracker.imports.guards import flush, require_reviewing
from tracker.imports.models import DraftRow, ImportDraft
from tracker.imports.rules import (
    CELL_WORDS,
    HEADINGS,
    CellField,
    DraftRowKind,
    parts_at,
    split_points,
)
from tracker.imports.service import context_of
from tracker.imports.targets import divide_targets
from tracker.imports.values import findings_from_json, findings_to_json
from tracker.imports.words_beside import PRINTED_IN, with_words, words_beside
from tracker.reading.labels import split_leading_label
from tracker.reading.result import Finding

CHANGED_SINCE = "Người khác vừa sửa dòng này: hãy xem lại rồi làm lần nữa."
_SHARED = (CellField.LEAD, CellField.COOPERATING, CellField.DEADLINE, CellField.PRODUCT)


def split_row(row: DraftRow, at: int, *, seen: str, actor: User) -> DraftRow:
    """Make the words from `at` on a row of their own, below; the same form sent twice makes one.

    Units, deadline and product are taken over and marked: nobody knows yet whose they are.
    """
    draft = row.draft
    require_reviewing(draft, alone=True)
    below = _below(row)
    if below is not None and below.as_read.get("split_from") == [row.id, seen, at]:
        return below
    if seen != mark_of(row, CellField.CONTENT):
        raise ConflictError(CHANGED_SINCE)
    if at not in split_points(row.content):
        raise RuleError("Hãy chọn dòng mới bắt đầu từ đâu.", field="at")
    head, tail = parts_at(row.content, at)
    before = states_of([row])
    what, whole = f"tách {row_words(row)}", row.content
    new = _split_off(row, tail)
    new.as_read = {**new.as_read, "split_from": [row.id, seen, at]}
    row.content = head
    row.confirmed = list(dict.fromkeys([*row.confirmed, CellField.CONTENT.value]))
    divide_targets(row, new)
    draft.rows.insert(draft.rows.index(row) + 1, new)
    renumber(draft)
    flush()
    _record(draft, f"Tách {row_words(row)}", whole, f"{head} | {tail}", actor)
    note_change(draft, before, states_of([row, new]), what=what, actor=actor)
    return new


def merge_into_above(row: DraftRow, *, seen: str, actor: User) -> DraftRow:
    """Make the row part of the row above, which is given back; nothing printed is lost.

    The row itself stays, marked as merged: the file's rows are still counted, its words still
    shown beside the source.
    """
    draft = row.draft
    require_reviewing(draft, alone=True)
    above = row_above(row)
    if above is None:
        raise RuleError("Dòng đầu tiên không có dòng nào ở trên để gộp vào.")
    if row.kind is DraftRowKind.MERGED:
        return above
    if seen != mark_of(row, CellField.CONTENT):
        raise ConflictError(CHANGED_SINCE)
    before, words = states_of([above, row]), above.content
    what = f"gộp {row_words(row)} vào {row_words(above)}"
    above.content = " ".join(word for word in (above.content, row.label, row.content) if word)
    above.targets = [*above.targets, *row.targets]
    if above.kind is DraftRowKind.TASK:
        _take_cells(above, row, context_of(draft))
        above.extra = with_words(above.extra, row.extra)
    elif above.kind in HEADINGS:
        above.extra = with_words(above.extra, words_beside(row))
    else:
        above.content = " | ".join([above.content, *words_beside(row).values()])
    row.kind = DraftRowKind.MERGED
    flush()
    _record(draft, what[0].upper() + what[1:], words, above.content, actor)
    note_change(draft, before, states_of([above, row]), what=what, actor=actor)
    return above


def row_above(row: DraftRow) -> DraftRow | None:
    """The row that this one may become a part of."""
    earlier = [
        other
        for other in row.draft.rows
        if other.position < row.position and other.kind is not DraftRowKind.MERGED
    ]
    return earlier[-1] if earlier else None


def _below(row: DraftRow) -> DraftRow | None:
    following = (other for other in row.draft.rows if other.position == row.position + 1)
    return next(following, None)


def _split_off(row: DraftRow, tail: str) -> DraftRow:
    label, content = split_leading_label(tail, bare_number=False) or ("", tail)
    new = DraftRow(
        kind=row.kind,
        label=label,
        content=content,
        lead_text=row.lead_text,
        cooperating_text=row.cooperating_text,
        deadline_text=row.deadline_text,
        product=row.product,
        lead=list(row.lead),
        cooperating=list(row.cooperating),
        deadline=row.deadline,
        extra=dict(row.extra),
        anchor=dict(row.anchor),
        findings=[],
        confirmed=[],
        is_split_off=True,
        as_read={**row.as_read, "label": label, "content": content},
    )
    if row.kind is DraftRowKind.TASK:
        new.findings = findings_to_json(_taken_over(row))
    return new


def _taken_over(row: DraftRow) -> list[Finding]:
    own = findings_from_json(row.findings)
    doubts = [finding for finding in own if finding.field in set(_SHARED)]
    doubts += [
        Finding(cell.value, f"Lấy theo {row_words(row)} khi tách; hãy xem có đúng cho dòng này.")
        for cell in _SHARED
        if getattr(row, PRINTED_IN[cell])
    ]
    return doubts


def _take_cells(above: DraftRow, row: DraftRow, context: Context) -> None:
    """Empty cells take the lower row's; where both are filled the words are joined and marked."""
    for cell in _SHARED:
        name = PRINTED_IN[cell]
        upper, lower = getattr(above, name), getattr(row, name)
        if not lower or upper == lower:
            continue
        if not upper:
            _take_cell(above, row, cell)
        elif cell is CellField.DEADLINE:
            _doubt(above, cell, f"Dòng gộp vào ghi thời hạn khác: “{lower}”; hãy chọn.")
        elif cell is CellField.PRODUCT:
            above.product = f"{upper} {lower}"
        else:
            _join_units(above, cell, f"{upper}; {lower}", context)


def _take_cell(above: DraftRow, row: DraftRow, cell: CellField) -> None:
    setattr(above, PRINTED_IN[cell], getattr(row, PRINTED_IN[cell]))
    if cell is not CellField.PRODUCT:
        setattr(above, cell.value, getattr(row, cell.value))
    kept = [finding for finding in above.findings if finding["field"] != cell.value]
    moved = [finding for finding in row.findings if finding["field"] == cell.value]
    above.findings = kept + moved
    above.confirmed = [name for name in above.confirmed if name != cell.value]


def _join_units(above: DraftRow, cell: CellField, text: str, context: Context) -> None:
    from tracker.reading.unit_names import split_units

    split = split_units(text, context.known_names)
    setattr(above, PRINTED_IN[cell], text)
    setattr(above, cell.value, list(split.names))
    _doubt(above, cell, f"Hai dòng gộp ghi {CELL_WORDS[cell].lower()} khác nhau; hãy xem lại.")


def _doubt(row: DraftRow, cell: CellField, message: str) -> None:
    row.findings = [*row.findings, {"field": cell.value, "message": message}]
    row.confirmed = [name for name in row.confirmed if name != cell.value]


def _record(draft: ImportDraft, place: str, before: str, after: str, actor: User) -> None:
    changes: dict[str, tuple[object, object]] = {place: (before, after)}
    record(AuditAction.IMPORT_CHANGED, draft, name=draft.name, actor=actor, changes=changes)
