"""Rebuilds the plan from plain rows: what is a section, a group, a task, and what was not read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from tracker.reading.columns import Column
from tracker.reading.labels import Label, LabelKind, read_label, split_leading_label
from tracker.reading.raw import STRUCK, as_printed
from tracker.reading.result import Finding, ReadRow, RowKind, UnreadRow, add_words
from tracker.reading.table import PlainRow, Value

_OWN_WORK = (Column.LEAD, Column.DEADLINE)
_CELLS = (Column.LEAD, Column.COOPERATING, Column.DEADLINE, Column.PRODUCT)
_SCRAP = "Dòng này có thể là phần còn lại của dòng trên; hãy so với bản gốc."
_NAMES = {
    Column.LABEL: "số thứ tự",
    Column.CONTENT: "nội dung",
    Column.LEAD: "đơn vị chủ trì",
    Column.COOPERATING: "đơn vị phối hợp",
    Column.DEADLINE: "thời gian",
    Column.PRODUCT: "kết quả, sản phẩm",
}
_GONE = "Dòng chỉ có nội dung; ô này trống hoặc thuộc ô trộn với dòng trên, hãy so với bản gốc."
# With its accents: without them "Công khai" would be "Cộng".
_TOTAL = re.compile(r"(tổng cộng|cộng)\b\W*", re.IGNORECASE)


@dataclass(slots=True)
class OutlineRow:
    """A plain row with its label taken apart from its content, before its kind is known."""

    plain: PlainRow
    label: str
    content: str
    parsed: Label
    findings: list[Finding] = field(default_factory=list)

    def has(self, columns: Sequence[Column]) -> bool:
        return any(self.plain.text(column) for column in columns)

    def has_own(self, columns: Sequence[Column]) -> bool:
        return any(self.plain.own_text(column) for column in columns)


@dataclass(slots=True)
class Outline:
    """The rows in order, each with the cells it came from, and the rows not understood."""

    rows: list[tuple[ReadRow, PlainRow]] = field(default_factory=list)
    unread: list[UnreadRow] = field(default_factory=list)


def build_outline(
    plain_rows: Sequence[PlainRow], titles: Mapping[Column, str] | None = None
) -> Outline:
    """Sections, groups and tasks of a table in their printed order; nothing is left out.

    `titles` are the printed ones of the columns: of a heading its words beside the content are
    kept under them.
    """
    outline = Outline()
    understood: list[OutlineRow] = []
    for plain in plain_rows:
        row = _take_label_apart(plain)
        reason = _unread_reason(row)
        if reason:
            outline.unread.append(UnreadRow(plain.all_text, plain.anchor, reason))
        else:
            understood.append(row)
    labels = {row.plain.index: row.label or row.content[:40] for row in understood}
    kinds: list[RowKind] = []
    for at, row in enumerate(understood):
        kinds.append(_kind(understood, at, kinds))
        if kinds[at] is RowKind.TASK and not row.has(_CELLS):
            row.findings.extend(Finding(column, _GONE) for column in _CELLS)
        outline.rows.append((_read_row(row, kinds[at], labels, titles or {}), row.plain))
    _flag_labels(understood, outline)
    return outline


def _take_label_apart(plain: PlainRow) -> OutlineRow:
    _move_heading(plain)
    label_value = plain.value(Column.LABEL)
    content = plain.text(Column.CONTENT)
    if plain.wide:
        words = plain.text(Column.LABEL)
        content = f"{words} {content}".strip() if content and content != words else words
        label, content = split_leading_label(content, bare_number=True) or ("", content)
    else:
        label = label_value.printed or label_value.automatic_label or ""
        if label and read_label(label).kind is LabelKind.NONE and not content:
            label, content = split_leading_label(label, bare_number=True) or ("", label)
        elif not label:
            label, content = split_leading_label(content, bare_number=False) or ("", content)
    row = OutlineRow(plain, label, content, read_label(label))
    if label_value.inherited_from is not None and not plain.wide:
        row.findings.append(Finding(Column.LABEL, "Số thứ tự lấy từ ô trộn với dòng trên."))
    return row


def _move_heading(plain: PlainRow) -> None:
    """ "II | Khoa học | | |" heads tasks though its words stand in another column than theirs."""
    heads = read_label(plain.text(Column.LABEL)).kind in {LabelKind.LETTER, LabelKind.ROMAN}
    if not heads or plain.text(Column.CONTENT) or plain.doubts:
        return
    own = [column for column in (*_CELLS, Column.CONTENT) if plain.text(column)]
    if not own and len(plain.extra) == 1:
        plain.values[Column.CONTENT] = Value(plain.extra.popitem()[1])
    elif own == [Column.PRODUCT] and not plain.extra:
        plain.values[Column.CONTENT] = plain.values.pop(Column.PRODUCT)


def _unread_reason(row: OutlineRow) -> str | None:
    if not row.content:
        return "Dòng không có nội dung công việc."
    if not row.label and _TOTAL.match(row.content) and not row.has(_OWN_WORK):
        return "Dòng tổng cộng, không phải nhiệm vụ."
    return None


def _kind(rows: Sequence[OutlineRow], at: int, kinds: Sequence[RowKind]) -> RowKind:
    row = rows[at]
    if row.has_own(_OWN_WORK):
        return RowKind.TASK
    heading = (
        RowKind.SECTION if row.parsed.kind in {LabelKind.LETTER, LabelKind.ROMAN} else RowKind.GROUP
    )
    if row.plain.wide or (not row.has_own(_CELLS) and _has_rows_below(rows, at)):
        return heading
    if row.has(_OWN_WORK) or row.has_own(_CELLS) or _stands_among_tasks(rows, at, kinds):
        return RowKind.TASK
    return heading


def _has_rows_below(rows: Sequence[OutlineRow], at: int) -> bool:
    if at + 1 >= len(rows):
        return False
    own, following = rows[at].parsed, rows[at + 1].parsed
    if own.kind is LabelKind.NONE and following.kind is LabelKind.NONE:
        return (
            rows[at].plain.value(Column.CONTENT).bold
            and not rows[at + 1].plain.value(Column.CONTENT).bold
        )
    if LabelKind.NONE in {own.kind, following.kind} and rows[at].has(_OWN_WORK):
        return False  # lead or deadline come from a merged cell: a task like the one above
    if own.kind is LabelKind.NONE:
        return following.kind is LabelKind.DASH
    return following.is_below(own)


def _stands_among_tasks(rows: Sequence[OutlineRow], at: int, kinds: Sequence[RowKind]) -> bool:
    """In text and web pages a merged cell is simply gone: 3.2 after the task 3.1 is a task too.

    So is a dash after a dash, which heads nothing, and a number printed twice.
    """
    if at == 0 or kinds[at - 1] is not RowKind.TASK or rows[at].plain.value(Column.CONTENT).bold:
        return False
    own, above = rows[at].parsed, rows[at - 1].parsed
    again = own == above and own.kind is not LabelKind.NONE
    return own.follows(above) or (again and not _has_rows_below(rows, at))


def _read_row(
    row: OutlineRow, kind: RowKind, labels: dict[int, str], titles: Mapping[Column, str]
) -> ReadRow:
    plain = row.plain
    result = ReadRow(
        label=row.label,
        kind=kind,
        content=row.content,
        extra=dict(plain.extra),
        anchor=replace(plain.anchor, wide=plain.wide, bold=plain.value(Column.CONTENT).bold),
        findings=list(row.findings),
    )
    if kind is RowKind.TASK:
        result.lead_text = plain.text(Column.LEAD) or None
        result.cooperating_text = plain.text(Column.COOPERATING) or None
        result.deadline_text = plain.text(Column.DEADLINE) or None
        result.product = plain.text(Column.PRODUCT) or None
    else:
        _keep_cells_of_heading(result, plain, titles)
    _flag_cells(result, plain, labels)
    result.findings.extend(Finding("kind", doubt) for doubt in plain.doubts)
    if kind is not RowKind.TASK and not row.label and _is_a_scrap(row.content):
        result.findings.append(Finding("kind", _SCRAP))
    return result


def _keep_cells_of_heading(result: ReadRow, plain: PlainRow, titles: Mapping[Column, str]) -> None:
    """A heading has no lead and no product: what is printed there stands beside it, as it is."""
    for column in _CELLS:
        if words := plain.own_text(column):
            title = titles.get(column) or _NAMES[column].capitalize()
            add_words(result.extra, title, words)


def _is_a_scrap(content: str) -> bool:
    """A heading begins with a capital and has words."""
    return content[:1].islower() or not any(letter.isalpha() for letter in content)


def _flag_cells(result: ReadRow, plain: PlainRow, labels: dict[int, str]) -> None:
    merged: list[str] = []
    for column, value in plain.values.items():
        if result.kind is not RowKind.TASK and column in _CELLS:
            if value.inherited_from is None and (value.printed or STRUCK in value.doubts):
                result.findings.extend(Finding("kind", doubt) for doubt in value.doubts)
            continue  # a heading has no such cells
        result.findings.extend(Finding(column, doubt) for doubt in dict.fromkeys(value.doubts))
        if value.inherited_from is None or column is Column.LABEL or not value.printed:
            continue
        origin = labels.get(value.inherited_from, "")
        source = f"dòng {origin}" if origin else "dòng trên"
        message = f"Ô trộn dọc: {_NAMES[column]} lấy từ {source}."
        result.findings.append(Finding(column, message))
        merged.append(str(column))
    result.anchor = replace(result.anchor, merged=tuple(merged))


def _flag_labels(rows: Sequence[OutlineRow], outline: Outline) -> None:
    """Doubled labels under one heading, and 1.10 that a spreadsheet stores as the number 1.1."""
    open_rows: list[tuple[Label, set[str]]] = []
    top: set[str] = set()
    previous: OutlineRow | None = None
    for at, row in enumerate(rows):
        if row.parsed.kind in {LabelKind.NONE, LabelKind.DASH}:
            if outline.rows[at][0].kind is not RowKind.TASK:
                open_rows, top = [], set()  # a heading without label: numbers begin anew below it
            continue
        while open_rows and not row.parsed.is_below(open_rows[-1][0]):
            open_rows.pop()
        siblings = open_rows[-1][1] if open_rows else top
        message = _label_doubt(row, siblings, previous)
        if message:
            outline.rows[at][0].findings.append(Finding(Column.LABEL, message))
        siblings.add(_bare(row.label))
        open_rows.append((row.parsed, set()))
        previous = row


def _label_doubt(row: OutlineRow, siblings: set[str], previous: OutlineRow | None) -> str | None:
    if _bare(row.label) not in siblings:
        return None
    if row.plain.value(Column.LABEL).inherited_from is not None:
        return None  # one label over several rows, said already
    path = row.parsed.path
    if previous and len(path) > 1 and path[-1] == 1 and previous.parsed.path == (*path[:-1], 9):
        tenth = ".".join(str(number) for number in (*path[:-1], 10))
        return f"Số thứ tự {row.label} đứng sau {previous.label}; có thể là {tenth}."
    return f"Số thứ tự {row.label} đã có ở dòng trên; vẫn giữ như bản in."


def _bare(label: str) -> str:
    return as_printed(label).strip(" .()")
