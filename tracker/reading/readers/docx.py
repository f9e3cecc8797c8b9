"""Word documents, read from the package's XML so that automatic numbers and merges are kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from tracker.reading.raw import RawCell, RawDocument, RawRow, RawTable
from tracker.reading.readers.package import Package, damaged
from tracker.reading.readers.word_numbering import Numbering, W, read_numbering
from tracker.reading.readers.word_runs import (
    MAX_DEPTH,
    NOTES,
    UNPRINTED,
    is_on,
    read_words_of,
    text_boxes,
)
from tracker.reading.result import Anchor

_TRACKED = (
    "Văn bản còn dấu sửa đổi chưa duyệt (Track Changes): chữ đã xóa không được đọc, chữ thêm vào "
    "được đọc; hãy so với bản gốc."
)
_ROWS_LEFT_OUT = "Có {} hàng của bảng đã xóa (Track Changes) hoặc bị ẩn nên không được đọc."
_IN_BOX = "Trong ô có chữ nằm ở khung rời, đã đọc vào cuối ô; hãy so với bản gốc."
_NOTE = "Ô này có chú thích ở cuối trang: “{}”."
_CELL_DELETED = "Ô này đã bị xóa khi sửa bảng (Track Changes) nên không được đọc."
_MAX_SPAN = 200


def read_docx(data: bytes) -> RawDocument:
    """Lines and tables of a .docx in reading order; raises UnreadableDocumentError."""
    package = Package(data)
    if "word/document.xml" not in package:
        raise damaged()
    root = package.xml("word/document.xml")
    body = root.find(f"{W}body")
    if body is None:
        raise damaged()
    reader = _Reader(_numbering(package), _notes(package))
    reader.read_blocks(body)
    return RawDocument(reader.parts, tuple(reader.all_doubts(body)))


def is_docx(package: Package) -> bool:
    return "word/document.xml" in package


def _numbering(package: Package) -> Numbering:
    parts = [
        package.xml(name) if name in package else None
        for name in ("word/numbering.xml", "word/styles.xml")
    ]
    return read_numbering(parts[0], parts[1])


def _notes(package: Package) -> dict[tuple[str, str], str]:
    """What the foot- and endnotes say."""
    found: dict[tuple[str, str], str] = {}
    for mark, (part, tag) in NOTES.items():
        for note in package.xml(part).iterfind(tag) if part in package else ():
            lines = [" ".join(read_words_of(p).lines) for p in note.iter(f"{W}p")]
            found[mark, note.get(f"{W}id", "")] = " ".join(" ".join(lines).split())
    return found


@dataclass(slots=True)
class _Reader:
    numbering: Numbering
    notes: dict[tuple[str, str], str]
    parts: list[str | RawTable] = field(default_factory=list)
    tables_seen: int = 0
    rows_left_out: int = 0
    doubts: dict[str, None] = field(default_factory=dict)

    def all_doubts(self, body: etree._Element) -> list[str]:
        """What must be said of the whole document."""
        doubts = list(self.doubts)
        if next(body.iter(f"{W}ins", f"{W}del", f"{W}moveFrom"), None) is not None:
            doubts.insert(0, _TRACKED)
        if self.rows_left_out:
            doubts.append(_ROWS_LEFT_OUT.format(self.rows_left_out))
        return doubts

    def read_blocks(self, parent: etree._Element, depth: int = 0) -> None:
        if depth > MAX_DEPTH:
            raise damaged()
        for block in parent:
            if block.tag == f"{W}p":
                self.parts.extend(line for line in self._lines(block) if line.strip())
                self._read_text_boxes(block, depth)
            elif block.tag == f"{W}tbl":
                self._read_table(block, depth)
            elif block.tag not in UNPRINTED:
                self.read_blocks(block, depth + 1)

    def _read_text_boxes(self, paragraph: etree._Element, depth: int) -> None:
        for box in text_boxes(paragraph):
            self.read_blocks(box, depth + 1)

    def _read_table(self, element: etree._Element, depth: int) -> RawTable:
        if depth > MAX_DEPTH:
            raise damaged()
        self.tables_seen += 1
        table, number = RawTable([]), self.tables_seen
        self.parts.append(table)
        for position, row in enumerate(_descend(element, f"{W}tr"), start=1):
            if _is_gone(row):
                self.rows_left_out += 1
                continue
            anchor = Anchor(table=number, row=position)
            cells = [self._read_cell(cell, depth) for cell in _descend(row, f"{W}tc")]
            table.rows.append(RawRow(cells, anchor, _row_property(row, "gridBefore")))
        return table

    def _read_cell(self, cell: etree._Element, depth: int) -> RawCell:
        properties = cell.find(f"{W}tcPr")
        read = self._cell_words(cell, depth)
        if properties is not None and properties.find(f"{W}cellDel") is not None:
            read = _CellWords(doubts=[_CELL_DELETED])
        text = "\n".join(read.lines).strip("\n")
        return RawCell(
            text=text,
            column_span=_column_span(properties),
            continues_above=_continues_above(properties),
            automatic_label=read.labels[0] if read.labels and not text.strip() else None,
            bold=_is_bold(cell),
            doubts=tuple(dict.fromkeys(read.doubts)),
        )

    def _cell_words(self, cell: etree._Element, depth: int) -> _CellWords:
        read = _CellWords()
        for block in _blocks(cell):
            if block.tag == f"{W}tbl":
                nested = self._read_table(block, depth + 1)
                read.lines.extend(" ".join(row_words) for row_words in _row_words(nested))
                continue
            label = self.numbering.label(block)
            words = read_words_of(block)
            own = words.lines
            if label and any(line.strip() for line in own):
                own[0] = f"{label} {own[0]}"
            elif label:
                read.labels.append(label)
            read.lines.extend(own)
            read.doubts.extend(words.doubts)
            notes = (self.notes.get(note, "") for note in words.notes)
            read.doubts.extend(_NOTE.format(note) for note in notes if note)
            for box in text_boxes(block):
                read.lines.extend(
                    line for p in box.iter(f"{W}p") for line in read_words_of(p).lines
                )
                read.doubts.append(_IN_BOX)
        return read

    def _lines(self, paragraph: etree._Element) -> list[str]:
        words = read_words_of(paragraph)
        self.doubts.update(dict.fromkeys(words.doubts))
        lines = words.lines
        label = self.numbering.label(paragraph)
        if label and lines and lines[0].strip():
            lines[0] = f"{label} {lines[0]}"
        return lines


@dataclass(slots=True)
class _CellWords:
    lines: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def _is_gone(row: etree._Element) -> bool:
    """A row deleted while changes are tracked, or one that is not shown."""
    if row.find(f"{W}trPr/{W}del") is not None:
        return True
    return is_on(row.find(f"{W}trPr/{W}hidden"))


def _row_words(table: RawTable) -> Iterator[list[str]]:
    for row in table.rows:
        yield [" ".join(cell.text.split()) for cell in row.cells if cell.text.strip()]


def _descend(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Children of a tag, looking through content controls and tracked insertions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"}:
            yield from _descend(child, tag)


def _blocks(cell: etree._Element) -> Iterator[etree._Element]:
    for child in cell:
        if child.tag in {f"{W}p", f"{W}tbl"}:
            yield child
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"}:
            yield from _blocks(child)


def _is_bold(cell: etree._Element) -> bool:
    runs = [
        run
        for run in cell.iter(f"{W}r")
        if any((text.text or "").strip() for text in run.iterfind(f"{W}t"))
    ]
    return bool(runs) and all(is_on(run.find(f"{W}rPr/{W}b")) for run in runs)


def _column_span(properties: etree._Element | None) -> int:
    span = None if properties is None else properties.find(f"{W}gridSpan")
    return _small_number(None if span is None else span.get(f"{W}val"), 1)


def _continues_above(properties: etree._Element | None) -> bool:
    merge = None if properties is None else properties.find(f"{W}vMerge")
    return merge is not None and merge.get(f"{W}val", "continue") == "continue"


def _row_property(row: etree._Element, name: str) -> int:
    found = row.find(f"{W}trPr/{W}{name}")
    return 0 if found is None else _small_number(found.get(f"{W}val"), 0)


def _small_number(text: str | None, fallback: int) -> int:
    if not text or not re.fullmatch(r"\d{1,4}", text):
        return fallback
    return min(int(text), _MAX_SPAN)
