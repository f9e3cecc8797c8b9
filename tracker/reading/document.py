"""Reads a whole document: bytes of any known kind in, rows and doubts out."""

from __future__ import annotations

from collections.abc import Collection

from tracker.reading.columns import (
    Column,
    TaskTable,
    find_task_tables,
    is_blank_form,
)
from tracker.reading.directives import read_directive
from tracker.reading.grid import GridRow
from tracker.reading.left_over import findings_beside
from tracker.reading.lost_merges import doubt_empty_cells
from tracker.reading.lost_order import LOST_TABLE, doubt_lost_order, without_lost_table
from tracker.reading.metadata import Metadata, read_metadata
from tracker.reading.outline import Outline, build_outline
from tracker.reading.raw import RawDocument, RawTable, row_lines
from tracker.reading.readers.kinds import read_file, read_words
from tracker.reading.readers.pdf_process import MAX_PAGES, OnPage
from tracker.reading.result import Finding, ReadDocument, UnreadableDocumentError
from tracker.reading.table import PlainRow, read_rows
from tracker.reading.understanding import Neighbours, ReadingContext, understand

_NO_TABLE = (
    "Không tìm thấy bảng nhiệm vụ (bảng có cột nội dung công việc và cột đơn vị chủ trì hoặc thời "
    "gian). Hãy kiểm tra hàng tiêu đề của bảng, hoặc dán riêng bảng nhiệm vụ vào ô nhập văn bản."
)
_EXPECTED = {Column.LEAD: "đơn vị chủ trì", Column.DEADLINE: "thời gian"}
_NO_ROWS = "Bảng nhiệm vụ chỉ có hàng tiêu đề, chưa có dòng nào. Hãy kiểm tra lại tệp."
# Appendices have some hundred. A small file holds a hundred thousand: while these are kept and made
# into work nobody else could save.
MOST_ROWS = 2000
_TOO_MANY_ROWS = (
    "Văn bản có {} dòng, quá nhiều dòng so với một bản kế hoạch (nhiều nhất {}): hãy tách thành "
    "nhiều tệp."
)


def read_document(
    data: bytes,
    file_name: str,
    *,
    year: int | None = None,
    known_units: Collection[str] = (),
    before_means_day_before: bool = False,
    max_pages: int = MAX_PAGES,
    on_page: OnPage | None = None,
) -> ReadDocument:
    """The rows of a document's task table with every doubt; raises UnreadableDocumentError.

    The kind of file is decided by its content; `file_name` only helps to word the errors. `year`
    completes deadlines printed without one (default: the year the document itself names). Of a PDF
    no more than `max_pages` are read; `on_page(done, total)` reports how far the reading is.
    """
    context = ReadingContext(year, None, tuple(known_units), before_means_day_before)
    return _read(
        read_file(data, file_name, known_units, max_pages=max_pages, on_page=on_page), context
    )


def read_pasted(
    text: str,
    *,
    year: int | None = None,
    known_units: Collection[str] = (),
    before_means_day_before: bool = False,
) -> ReadDocument:
    """The same for pasted words: rows with tabs, CSV, or one cell per line."""
    context = ReadingContext(year, None, tuple(known_units), before_means_day_before)
    return _read(read_words(text, known_units), context)


def _read(raw: RawDocument, context: ReadingContext) -> ReadDocument:
    found = find_task_tables(raw.parts)
    tables = {at: table for at, table in found.items() if not is_blank_form(table)}
    if not tables:
        return _read_words(raw, context, _NO_ROWS if found else _NO_TABLE)
    read = {at: read_rows(table) for at, table in tables.items()}
    _refuse_too_many(sum(len(rows) for rows, _after in read.values()))
    before, after = _surroundings(raw, tables, read)
    metadata = read_metadata(before, after)
    document = _document(metadata, context.year)
    for at, table in tables.items():
        _add_rows(document, table, read[at][0], context)
    document.findings.extend(_document_findings(raw, list(tables.values())))
    below = {at: lines for at, (_rows, lines) in read.items()}
    document.findings.extend(findings_beside(raw, found, tables, below))
    if document.rows_in_file == 0:
        raise UnreadableDocumentError(_NO_ROWS)
    if raw.from_lines:
        doubt_lost_order(document)
    return document


def _read_words(raw: RawDocument, context: ReadingContext, nothing: str) -> ReadDocument:
    """The tasks that a document without a readable table gives in its sentences."""
    words, lost = without_lost_table(raw)
    directive = read_directive(words, context)
    if directive is None:
        raise UnreadableDocumentError(LOST_TABLE if lost else nothing)
    _refuse_too_many(directive.rows_in_file)
    directive.findings[:0] = [lost] if lost else []
    return directive


def _refuse_too_many(rows: int) -> None:
    if rows > MOST_ROWS:
        raise UnreadableDocumentError(_TOO_MANY_ROWS.format(rows, MOST_ROWS))


def _document(metadata: Metadata, year: int | None) -> ReadDocument:
    return ReadDocument(
        title=metadata.title,
        number=metadata.number,
        issued_on=metadata.issued_on,
        issuer=metadata.issuer,
        signer=metadata.signer,
        year=year or metadata.year,
    )


def _add_rows(
    document: ReadDocument, table: TaskTable, rows: list[PlainRow], context: ReadingContext
) -> None:
    titles = {column: title for title, column in table.header.chosen.items()}
    outline: Outline = build_outline(rows, titles)
    if table.merges_lost:
        doubt_empty_cells(outline)
    row_context = ReadingContext(
        document.year,
        document.issued_on,
        context.known_units,
        context.before_means_day_before,
        table.header.shared_lead_and_cooperating,
        table.header.period_of_deadlines,
    )
    above = Neighbours()
    for row, plain in outline.rows:
        understand(row, plain, row_context, above)
        above.pass_by(row)
        document.rows.append(row)
    document.unread.extend(outline.unread)
    document.rows_in_file += len(rows)
    if not document.columns:
        document.columns = list(table.header.titles)
        document.column_meanings = {
            title: column.value for title, column in table.header.chosen.items()
        }


def _surroundings(
    raw: RawDocument,
    tables: dict[int, TaskTable],
    read: dict[int, tuple[list[PlainRow], list[str]]],
) -> tuple[list[str], list[str]]:
    """The running lines before and after the first task table, letterhead tables included."""
    before: list[str] = []
    after: list[str] = []
    first = min(tables)
    for at, part in enumerate(raw.parts):
        target = before if at <= first else after
        if at in tables:
            before_rows = [line for row in tables[at].preface for line in _cell_lines(row)]
            target.extend(before_rows)
            after.extend(read[at][1])
        elif isinstance(part, RawTable):
            target.extend(line for row in part.rows for line in row_lines(row))
        else:
            target.append(part)
    return before, after


def _cell_lines(row: GridRow) -> list[str]:
    return [line for cell in row.own_cells for line in cell.text.splitlines() if line.strip()]


def _document_findings(raw: RawDocument, tables: list[TaskTable]) -> list[Finding]:
    findings = [Finding(None, doubt) for doubt in raw.doubts]
    struck = sum(row.is_struck_out for table in raw.tables for row in table.rows)
    if struck:
        findings.append(Finding(None, f"{struck} hàng bị gạch ngang nên không được đọc."))
    headers = list({id(table.header): table.header for table in tables}.values())
    if len(headers) > 1:
        findings.append(
            Finding(None, f"Văn bản có {len(headers)} bảng nhiệm vụ; các dòng được đọc nối tiếp.")
        )
    missing = [
        words
        for column, words in _EXPECTED.items()
        if not any(header.has(column) for header in headers)
    ]
    findings.extend(Finding(None, f"Bảng không có cột {words}.") for words in missing)
    return findings
