"""Reads a document without a task table: whom it addresses, what it gives to whom, by when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tracker.reading.directives.letter import Letter, cut_letter, read_basis, read_subject
from tracker.reading.directives.outline import Entry, build_outline
from tracker.reading.directives.paragraphs import (
    Paragraph,
    PrintedLine,
    clean_lines,
    join_paragraphs,
)
from tracker.reading.directives.rows import RowMaker
from tracker.reading.metadata import read_metadata
from tracker.reading.raw import PlacedLine, RawDocument, RawTable
from tracker.reading.result import (
    Anchor,
    Finding,
    ReadDocument,
    ReadRow,
    RowKind,
    UnreadRow,
)
from tracker.reading.understanding import ReadingContext

_NO_TABLE = "Văn bản không có bảng nhiệm vụ; các việc được đọc từ lời văn, hãy soát từng việc."
_APPENDIX = "Phụ lục sau chữ ký, không đọc được thành nhiệm vụ."
_TABLE = "Bảng không phải bảng nhiệm vụ."
# A letterhead or a signature is a table of two columns.
_COLUMNS_OF_LETTERHEAD = 2


def read_directive(raw: RawDocument, context: ReadingContext) -> ReadDocument | None:
    """The tasks of lists and sentences that name units; None when the document assigns nothing."""
    lines, tables = _lines_and_tables(raw)
    letter = cut_letter(join_paragraphs(lines), context.known_units)
    if letter is None:
        return None
    entries = build_outline(letter.body, context.known_units)
    if not _assigns(letter, entries):
        return None
    document = _document(letter, lines, context)
    _add_rows(document, letter, entries, context)
    document.unread.extend(tables)
    _add_findings(document, raw, letter)
    document.rows_in_file = len(document.rows) + len(document.unread)
    return document if any(row.kind is RowKind.TASK for row in document.rows) else None


def _lines_and_tables(raw: RawDocument) -> tuple[list[PrintedLine], list[UnreadRow]]:
    """Running lines, letterhead tables among them; other tables are named as not read."""
    lines: list[PrintedLine] = []
    tables: list[UnreadRow] = []
    for part in raw.parts:
        if isinstance(part, str):
            lines.append(PrintedLine(part, _anchor_of(part, len(lines) + 1)))
        elif _is_letterhead(part):
            start = len(lines) + 1
            lines.extend(
                PrintedLine(words, Anchor(line=start + at)) for at, words in enumerate(part.lines)
            )
        elif part.lines:
            tables.append(UnreadRow(" ".join(part.lines), Anchor(line=len(lines) + 1), _TABLE))
    return clean_lines(lines), tables


def _anchor_of(words: str, number: int) -> Anchor:
    areas = words.areas if isinstance(words, PlacedLine) else ()
    return Anchor(page=areas[0].page if areas else None, line=number, areas=areas)


def _is_letterhead(table: RawTable) -> bool:
    widest = max((len(row.cells) for row in table.rows), default=0)
    return widest <= _COLUMNS_OF_LETTERHEAD


def _assigns(letter: Letter, entries: Sequence[Entry]) -> bool:
    """A list alone is no directive: somebody must be addressed or named."""
    named = any(
        entry.assignment or (entry.attributes and entry.attributes.values) for entry in entries
    )
    return bool(letter.addressees) or named


def _document(
    letter: Letter, lines: Sequence[PrintedLine], context: ReadingContext
) -> ReadDocument:
    first, last = _first_line(letter.body), _first_line(letter.tail)
    before = [line.words for line in lines if line.anchor.line is None or line.anchor.line < first]
    after = [line.words for line in lines if line.anchor.line and line.anchor.line >= last]
    metadata = read_metadata(before, after)
    subject = read_subject(before)
    if metadata.year is None and subject:
        metadata.year = read_metadata([f"KẾ HOẠCH {subject}"]).year
    return ReadDocument(
        title=metadata.title or subject,
        number=metadata.number,
        issued_on=metadata.issued_on,
        issuer=metadata.issuer,
        signer=metadata.signer,
        year=context.year or metadata.year,
        addressees=letter.addressees,
        basis=read_basis(letter.preamble),
    )


def _first_line(paragraphs: Sequence[Paragraph]) -> int:
    found = paragraphs[0].anchor.line if paragraphs else None
    return found if found is not None else 10**9


def _add_rows(
    document: ReadDocument, letter: Letter, entries: Sequence[Entry], context: ReadingContext
) -> None:
    own = replace(context, year=document.year, plan_date=document.issued_on)
    maker = RowMaker(own, letter.addressees)
    for entry in entries:
        for row in maker.rows(entry):
            if isinstance(row, ReadRow):
                document.rows.append(row)
            else:
                document.unread.append(row)
    if appendix := letter.appendix:
        text = " ".join(paragraph.printed for paragraph in appendix)
        document.unread.append(UnreadRow(text, appendix[0].anchor, _APPENDIX))


def _add_findings(document: ReadDocument, raw: RawDocument, letter: Letter) -> None:
    document.findings.append(Finding(None, _NO_TABLE))
    document.findings.extend(Finding(None, doubt) for doubt in (*raw.doubts, *letter.doubts))
    shared = sum(
        letter.addressees in (row.lead, row.cooperating)
        for row in document.rows
        if row.kind is RowKind.TASK and letter.addressees
    )
    if shared:
        named = "; ".join(letter.addressees)
        message = f"{shared} việc không ghi đơn vị nên được giao cho tất cả nơi nhận: {named}."
        document.findings.append(Finding(None, message))
