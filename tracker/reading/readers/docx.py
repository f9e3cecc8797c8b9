"""Word documents, read from the package's XML so that automatic numbers and merges are kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from tracker.reading.raw import RawCell, RawDocument, RawRow, RawTable
from tracker.reading.readers.package import Package, damaged
from tracker.reading.readers.word_numbering import Numbering, W, read_numbering
from tracker.reading.result import Anchor

_ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXT_BOX = f"{W}txbxContent"
_BREAKS = {f"{W}br", f"{W}cr"}
# Deleted and moved-away words are not on the page; field codes never are.
_UNPRINTED = {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}pPr", _FALLBACK}
_MAX_DEPTH = 60
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
    reader = _Reader(_numbering(package))
    reader.read_blocks(body)
    return RawDocument(reader.parts)


def is_docx(package: Package) -> bool:
    return "word/document.xml" in package


def _numbering(package: Package) -> Numbering:
    parts = [
        package.xml(name) if name in package else None
        for name in ("word/numbering.xml", "word/styles.xml")
    ]
    return read_numbering(parts[0], parts[1])


@dataclass(slots=True)
class _Reader:
    numbering: Numbering
    parts: list[str | RawTable] = field(default_factory=list)
    tables_seen: int = 0

    def read_blocks(self, parent: etree._Element, depth: int = 0) -> None:
        if depth > _MAX_DEPTH:
            raise damaged()
        for block in parent:
            if block.tag == f"{W}p":
                self.parts.extend(line for line in self._lines(block) if line.strip())
                self._read_text_boxes(block, depth)
            elif block.tag == f"{W}tbl":
                self._read_table(block, depth)
            elif block.tag not in _UNPRINTED:
                self.read_blocks(block, depth + 1)

    def _read_text_boxes(self, paragraph: etree._Element, depth: int) -> None:
        for box in paragraph.iter(_TEXT_BOX):
            if not any(parent.tag == _FALLBACK for parent in box.iterancestors()):
                self.read_blocks(box, depth + 1)

    def _read_table(self, element: etree._Element, depth: int) -> RawTable:
        if depth > _MAX_DEPTH:
            raise damaged()
        self.tables_seen += 1
        table, number = RawTable([]), self.tables_seen
        self.parts.append(table)
        for position, row in enumerate(_descend(element, f"{W}tr"), start=1):
            anchor = Anchor(table=number, row=position)
            cells = [self._read_cell(cell, depth) for cell in _descend(row, f"{W}tc")]
            table.rows.append(RawRow(cells, anchor, _row_property(row, "gridBefore")))
        return table

    def _read_cell(self, cell: etree._Element, depth: int) -> RawCell:
        properties = cell.find(f"{W}tcPr")
        lines, labels = self._cell_lines(cell, depth)
        return RawCell(
            text="\n".join(lines).strip("\n"),
            column_span=_column_span(properties),
            continues_above=_continues_above(properties),
            automatic_label=labels[0] if labels and not "".join(lines).strip() else None,
            bold=_is_bold(cell),
        )

    def _cell_lines(self, cell: etree._Element, depth: int) -> tuple[list[str], list[str]]:
        lines: list[str] = []
        labels: list[str] = []
        for block in _blocks(cell):
            if block.tag == f"{W}tbl":
                nested = self._read_table(block, depth + 1)
                lines.extend(" ".join(row_words) for row_words in _row_words(nested))
                continue
            label = self.numbering.label(block)
            own = _paragraph_lines(block)
            if label and any(line.strip() for line in own):
                own[0] = f"{label} {own[0]}"
            elif label:
                labels.append(label)
            lines.extend(own)
        return lines, labels

    def _lines(self, paragraph: etree._Element) -> list[str]:
        lines = _paragraph_lines(paragraph)
        label = self.numbering.label(paragraph)
        if label and lines and lines[0].strip():
            lines[0] = f"{label} {lines[0]}"
        return lines


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


def _paragraph_lines(paragraph: etree._Element) -> list[str]:
    return "".join(_pieces(paragraph)).split("\n")


def _pieces(element: etree._Element, depth: int = 0) -> Iterator[str]:
    if depth > _MAX_DEPTH:
        raise damaged()
    for child in element:
        tag = child.tag
        if tag in _UNPRINTED or tag == _TEXT_BOX or _is_hidden(child):
            continue
        if tag == f"{W}t":
            yield (child.text or "").replace("\n", " ")
        elif tag in _BREAKS:
            yield "\n"
        elif tag in {f"{W}tab", f"{W}ptab"}:
            yield " "
        elif tag == f"{W}noBreakHyphen":
            yield "-"
        else:
            yield from _pieces(child, depth + 1)


def _is_hidden(run: etree._Element) -> bool:
    return run.tag == f"{W}r" and _is_on(run.find(f"{W}rPr/{W}vanish"))


def _is_bold(cell: etree._Element) -> bool:
    runs = [
        run
        for run in cell.iter(f"{W}r")
        if any((text.text or "").strip() for text in run.iterfind(f"{W}t"))
    ]
    return bool(runs) and all(_is_on(run.find(f"{W}rPr/{W}b")) for run in runs)


def _is_on(switch: etree._Element | None) -> bool:
    return switch is not None and switch.get(f"{W}val", "1") not in {"0", "false", "off", "none"}


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
